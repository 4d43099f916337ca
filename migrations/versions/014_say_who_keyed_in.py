"""Say of a response that staff keyed in who did.

Revision ID: 014
Revises: 013
"""

import sqlalchemy as sa
from alembic import op

revision: str = "014"
down_revision: str | None = "013"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("response", sa.Column("keyed_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """What is lost is who keyed in; the answers stay."""
    op.drop_column("response", "keyed_by")
