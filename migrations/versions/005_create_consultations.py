"""Create engagements, consultations and their frozen definitions.

Revision ID: 005
Revises: 004
"""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engagement",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("board_code", sa.String(9), sa.ForeignKey("board.code"), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("purpose", "promise", "decides", "ask_of_group", "officer_words")
        ),
        sa.Column("respond_by", sa.Date()),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("controller", sa.Text(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("board_code", "slug"),
    )
    op.create_table(
        "consultation",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("engagement_id", sa.Uuid(), sa.ForeignKey("engagement.id"), nullable=False),
        sa.Column("board_code", sa.String(9), sa.ForeignKey("board.code"), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("audience", sa.String(30), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True)),
        sa.Column("closes_at", sa.DateTime(timezone=True)),
        sa.Column("respond_by", sa.Date()),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("definition_no", sa.Integer(), nullable=False),
        sa.Column("receipt_prefix", sa.String(5), nullable=False),
        sa.UniqueConstraint("board_code", "slug"),
        sa.UniqueConstraint("receipt_prefix"),
    )
    op.create_index("ix_consultation_engagement_id", "consultation", ["engagement_id"])
    op.create_table(
        "definition_version",
        sa.Column("consultation_id", sa.Uuid(), sa.ForeignKey("consultation.id"), primary_key=True),
        sa.Column("no", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("survey", sa.JSON(), nullable=False),
        sa.Column("layout", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("definition_version")
    op.drop_table("consultation")
    op.drop_table("engagement")
