"""Tailor consultations: what people are told in more fields, and what an officer chose of a survey.

Revision ID: 009
Revises: 008
"""

import sqlalchemy as sa
from alembic import op

revision: str = "009"
down_revision: str | None = "008"
branch_labels: str | None = None
depends_on: str | None = None

TEXTS = (
    "introduction",
    "cannot_change",
    "lawful_basis",
    "privacy",
    "contact_post",
    "contact_email",
    "contact_telephone",
    "contact_text",
    "contact_person",
)


def upgrade() -> None:
    """Engagements that are there already have the new texts empty."""
    for name in TEXTS:
        op.add_column("engagement", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("engagement", sa.Column("delete_on", sa.Date(), nullable=True))
    op.create_table(
        "tailoring",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("consultation_id", name="pk_tailoring"),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_tailoring_consultation_id"
        ),
    )


def downgrade() -> None:
    """The texts go; a definition that was frozen stays as it is."""
    op.drop_table("tailoring")
    op.drop_column("engagement", "delete_on")
    for name in reversed(TEXTS):
        op.drop_column("engagement", name)
