"""Create jobs: background work as rows, two of one kind and subject never waiting at once.

Revision ID: 004
Revises: 003
"""

import sqlalchemy as sa
from alembic import op

revision: str = "004"
down_revision: str | None = "003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """The table, the worker's index, and the partial index that makes one job of two requests."""
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("dedupe", sa.String(200), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(120), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("progress_text", sa.String(200), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_state_run_at", "job", ["state", "run_at"])
    still_to_do = sa.text("state IN ('queued', 'running')")
    op.create_index(
        "uq_job_still_to_do",
        "job",
        ["kind", "dedupe"],
        unique=True,
        sqlite_where=still_to_do,
        postgresql_where=still_to_do,
    )


def downgrade() -> None:
    """Work that is waiting goes with the table."""
    op.drop_index("uq_job_still_to_do", table_name="job")
    op.drop_index("ix_job_state_run_at", table_name="job")
    op.drop_table("job")
