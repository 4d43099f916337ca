"""Create boards, council areas, health boards and localities, with Scotland's own.

Revision ID: 001
Revises:
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from app.boards import reference

revision: str = "001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Health boards first: a board names its own, and everything else names a board."""
    health_board = op.create_table(
        "health_board",
        sa.Column("code", sa.String(9), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_health_board"),
        sa.UniqueConstraint("slug", name="uq_health_board_slug"),
    )
    board = op.create_table(
        "board",
        sa.Column("code", sa.String(9), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("legal_name", sa.String(200), nullable=True),
        sa.Column("name_confirmed", sa.Boolean(), nullable=False),
        sa.Column("model", sa.String(40), nullable=False),
        sa.Column("governance_body", sa.String(200), nullable=False),
        sa.Column("health_board_code", sa.String(9), nullable=False),
        sa.Column("contact_email", sa.String(254), nullable=True),
        sa.Column("contact_phone", sa.String(40), nullable=True),
        sa.Column("contact_address", sa.String(500), nullable=True),
        sa.Column("web_address", sa.String(300), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_board"),
        sa.UniqueConstraint("slug", name="uq_board_slug"),
        sa.ForeignKeyConstraint(
            ["health_board_code"], ["health_board.code"], name="fk_board_health_board_code"
        ),
    )
    op.create_index("ix_board_health_board_code", "board", ["health_board_code"])
    council_area = op.create_table(
        "council_area",
        sa.Column("code", sa.String(9), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("body_name", sa.String(120), nullable=False),
        sa.Column("board_code", sa.String(9), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_council_area"),
        sa.UniqueConstraint("slug", name="uq_council_area_slug"),
        sa.ForeignKeyConstraint(["board_code"], ["board.code"], name="fk_council_area_board_code"),
    )
    op.create_index("ix_council_area_board_code", "council_area", ["board_code"])
    locality = op.create_table(
        "locality",
        sa.Column("code", sa.String(9), nullable=False),
        sa.Column("board_code", sa.String(9), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_locality"),
        sa.ForeignKeyConstraint(["board_code"], ["board.code"], name="fk_locality_board_code"),
    )
    op.create_index("ix_locality_board_code", "locality", ["board_code"])

    _fill(health_board, "health_boards")
    _fill(board, "boards", lambda row: {"name_confirmed": False, "legal_name": row["legal_name"] or None})
    _fill(council_area, "council_areas")
    _fill(locality, "localities")


def downgrade() -> None:
    for table in ("locality", "council_area", "board", "health_board"):
        op.drop_table(table)


def _fill(
    table: sa.Table, name: str, more: Callable[[dict[str, str]], dict[str, object]] = lambda row: {}
) -> None:
    """The rows of a data file into its table: the columns that both have."""
    columns = set(table.columns.keys())
    op.bulk_insert(
        table,
        [{**{key: row[key] for key in row if key in columns}, **more(row)} for row in reference.rows(name)],
    )
