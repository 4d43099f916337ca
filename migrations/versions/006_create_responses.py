"""Create drafts and responses: no exact time, no network address, no order in the keys.

Revision ID: 006
Revises: 005
"""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("consultation_id", sa.Uuid(), sa.ForeignKey("consultation.id"), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True),
        sa.Column("definition_no", sa.Integer(), nullable=False),
        sa.Column("submit_key", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
    )
    op.create_index("ix_draft_expires_on", "draft", ["expires_on"])
    op.create_table(
        "response",
        sa.Column("consultation_id", sa.Uuid(), sa.ForeignKey("consultation.id"), primary_key=True),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("definition_no", sa.Integer(), nullable=False),
        sa.Column("submit_key", sa.Uuid(), nullable=False),
        sa.Column("receipt_digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("duration_band", sa.String(10), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("consultation_id", "submit_key"),
    )
    op.create_index(
        "ix_response_consultation_id_receipt_digest", "response", ["consultation_id", "receipt_digest"]
    )


def downgrade() -> None:
    op.drop_table("response")
    op.drop_table("draft")
