"""Say since when a version of the questions is asked that took the place of another.

Revision ID: 016
Revises: 015
"""

import sqlalchemy as sa
from alembic import op

revision: str = "016"
down_revision: str | None = "015"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("definition_version", sa.Column("since", sa.Date(), nullable=True))


def downgrade() -> None:
    """The versions stay, and which answers belong to which; only the days of change are gone."""
    with op.batch_alter_table("definition_version") as table:
        table.drop_column("since")
