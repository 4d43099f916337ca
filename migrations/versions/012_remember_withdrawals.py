"""Remember that a response was withdrawn: the keyed digest of its receipt, and nothing of its answers.

Revision ID: 012
Revises: 011
"""

import sqlalchemy as sa
from alembic import op

revision: str = "012"
down_revision: str | None = "011"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("consultation_id", sa.Uuid(), sa.ForeignKey("consultation.id"), primary_key=True),
        sa.Column("receipt_digest", sa.LargeBinary(), primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("withdrawal")
