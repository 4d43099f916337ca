"""Create what is known of the files that come with answers.

Revision ID: 017
Revises: 016
"""

import sqlalchemy as sa
from alembic import op

revision: str = "017"
down_revision: str | None = "016"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submit_key", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("consultation_id", "id", name="pk_upload"),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name="fk_upload_consultation_id"),
    )
    op.create_index("ix_upload_consultation_id_submit_key", "upload", ["consultation_id", "submit_key"])
    op.create_index("ix_upload_expires_on", "upload", ["expires_on"])


def downgrade() -> None:
    """The files stay in the data folder, where nothing leads to them."""
    op.drop_table("upload")
