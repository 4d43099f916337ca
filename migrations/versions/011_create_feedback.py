"""Create decisions, the public register's entries by hand, and those who want to be told.

Revision ID: 011
Revises: 010
"""

import sqlalchemy as sa
from alembic import op

revision: str = "011"
down_revision: str | None = "010"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("engagement_id", sa.Uuid(), sa.ForeignKey("engagement.id"), primary_key=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("engagement_id", sa.Uuid(), sa.ForeignKey("engagement.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_decision_engagement_id", "decision", ["engagement_id"])
    op.create_table(
        "listing",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("board_code", sa.String(9), sa.ForeignKey("board.code"), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("web_address", sa.String(300), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
    )
    op.create_index("ix_listing_board_code", "listing", ["board_code"])
    op.create_table(
        "subscription",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("board_code", sa.String(9), sa.ForeignKey("board.code"), nullable=False),
        sa.Column("address_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("board_code", "address_key"),
    )
    op.create_table(
        "announcement",
        sa.Column("subject", sa.String(60), primary_key=True),
        sa.Column("on", sa.Date(), nullable=False),
    )


def downgrade() -> None:
    for table in ("announcement", "subscription", "listing", "decision", "feedback"):
        op.drop_table(table)
