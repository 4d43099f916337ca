"""Create comments and themes: what was decided on each comment, and what comments are about.

Revision ID: 010
Revises: 009
"""

import sqlalchemy as sa
from alembic import op

revision: str = "010"
down_revision: str | None = "009"
branch_labels: str | None = None
depends_on: str | None = None


def _of_a_response(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consultation_id", "response_id"],
        ["response.consultation_id", "response.id"],
        name=f"fk_{table}_consultation_id_response_id",
        ondelete="CASCADE",
    )


def upgrade() -> None:
    """What was made of a comment goes with the response that it stands in."""
    op.create_table(
        "read_response",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("consultation_id", "response_id", name="pk_read_response"),
        _of_a_response("read_response"),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("quoted", sa.Boolean(), nullable=False),
        sa.Column("attribute", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.UniqueConstraint(
            "consultation_id",
            "response_id",
            "question",
            name="uq_comment_consultation_id_response_id_question",
        ),
        _of_a_response("comment"),
    )
    op.create_index(
        "ix_comment_consultation_id_state_question", "comment", ["consultation_id", "state", "question"]
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_theme"),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name="fk_theme_consultation_id"),
        sa.UniqueConstraint(
            "consultation_id", "question", "name", name="uq_theme_consultation_id_question_name"
        ),
    )
    op.create_table(
        "coding",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("comment_id", "theme_id", name="pk_coding"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name="fk_coding_comment_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_coding_theme_id"),
    )
    op.create_index("ix_coding_theme_id", "coding", ["theme_id"])


def downgrade() -> None:
    """The comments themselves stay in their responses."""
    op.drop_index("ix_coding_theme_id", table_name="coding")
    op.drop_table("coding")
    op.drop_table("theme")
    op.drop_index("ix_comment_consultation_id_state_question", table_name="comment")
    op.drop_table("comment")
    op.drop_table("read_response")
