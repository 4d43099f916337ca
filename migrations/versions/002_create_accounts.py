"""Create accounts, their roles on boards, their sessions, and the tries that throttle password guessing.

Revision ID: 002
Revises: 001
"""

import sqlalchemy as sa
from alembic import op

revision: str = "002"
down_revision: str | None = "001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Accounts first; the others name one."""
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_account_fs_uniquifier"),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("board_code", sa.String(9), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_role_grant_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["board_code"], ["board.code"], name="fk_role_grant_board_code"),
        sa.UniqueConstraint(
            "account_id", "role", "board_code", name="uq_role_grant_account_id_role_board_code"
        ),
    )
    op.create_index("ix_role_grant_account_id", "role_grant", ["account_id"])
    op.create_index("ix_role_grant_board_code", "role_grant", ["board_code"])
    everywhere = sa.text("board_code IS NULL")
    op.create_index(
        "uq_role_grant_account_id_role_everywhere",
        "role_grant",
        ["account_id", "role"],
        unique=True,
        sqlite_where=everywhere,
        postgresql_where=everywhere,
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_sign_in_account_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"])
    op.create_index("ix_sign_in_began_at", "sign_in", ["began_at"])
    op.create_table(
        "wrong_password",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_password"),
    )
    op.create_index("ix_wrong_password_at", "wrong_password", ["at"])
    op.create_index("ix_wrong_password_key_at", "wrong_password", ["key", "at"])


def downgrade() -> None:
    """What names an account goes before the accounts; indexes go with their tables."""
    for table in ("wrong_password", "sign_in", "role_grant", "account"):
        op.drop_table(table)
