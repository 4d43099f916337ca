"""Create editions: reports as they were published, with the ledger that later ones are held against.

Revision ID: 007
Revises: 006
"""

import sqlalchemy as sa
from alembic import op

revision: str = "007"
down_revision: str | None = "006"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """One table: an edition is read whole."""
    op.create_table(
        "edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("board_code", sa.String(9), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("short", sa.String(12), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("ledger", sa.LargeBinary(), nullable=True),
        sa.Column("file", sa.String(60), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name="fk_edition_engagement_id"),
        sa.ForeignKeyConstraint(["board_code"], ["board.code"], name="fk_edition_board_code"),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name="fk_edition_published_by", ondelete="SET NULL"
        ),
        sa.UniqueConstraint("engagement_id", "no", name="uq_edition_engagement_id_no"),
        sa.UniqueConstraint("short", name="uq_edition_short"),
    )
    op.create_index("ix_edition_board_code", "edition", ["board_code"])


def downgrade() -> None:
    """The editions go; their files stay in the data folder until somebody deletes them."""
    op.drop_index("ix_edition_board_code", table_name="edition")
    op.drop_table("edition")
