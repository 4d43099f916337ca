"""Create the codes of words with which a draft is gone on with on another device.

Revision ID: 015
Revises: 014
"""

import sqlalchemy as sa
from alembic import op

revision: str = "015"
down_revision: str | None = "014"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "resume_code",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_resume_code"),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_resume_code_consultation_id"
        ),
    )
    op.create_index("ix_resume_code_consultation_id", "resume_code", ["consultation_id"])


def downgrade() -> None:
    """Drafts stay on the devices they were begun on."""
    op.drop_table("resume_code")
