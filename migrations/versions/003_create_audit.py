"""Create the audit trail, and make the database refuse to change or delete a line of it.

A later migration that makes the table anew on SQLite loses the triggers and has to create them again.

Revision ID: 003
Revises: 002
"""

import sqlalchemy as sa
from alembic import op

revision: str = "003"
down_revision: str | None = "002"
branch_labels: str | None = None
depends_on: str | None = None

REFUSAL = "the audit trail is append-only"
SQLITE = [
    f"CREATE TRIGGER audit_line_no_{verb.lower()} BEFORE {verb} ON audit_line "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
] + [
    # INSERT OR REPLACE deletes the old row without asking the trigger on DELETE.
    "CREATE TRIGGER audit_line_no_replace BEFORE INSERT ON audit_line "
    "WHEN EXISTS (SELECT 1 FROM audit_line WHERE no = NEW.no) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
]
POSTGRESQL = [
    "CREATE FUNCTION audit_line_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER audit_line_no_change BEFORE UPDATE OR DELETE ON audit_line "
    "FOR EACH ROW EXECUTE FUNCTION audit_line_refuse()",
    "CREATE TRIGGER audit_line_no_truncate BEFORE TRUNCATE ON audit_line "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_line_refuse()",
]


def upgrade() -> None:
    """The table, then its guards in the database's own language."""
    op.create_table(
        "audit_line",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("board_code", sa.String(9), nullable=True),
        sa.Column("act", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_audit_line"),
    )
    op.create_index("ix_audit_line_board_code", "audit_line", ["board_code"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """The guards go with the table; PostgreSQL keeps the function, so it is dropped by name."""
    op.drop_index("ix_audit_line_board_code", table_name="audit_line")
    op.drop_table("audit_line")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_line_refuse()")
