"""Count from an index: on SQLite the codes of responses lie together, apart from their documents.

Revision ID: 008
Revises: 007
"""

from alembic import op

revision: str = "008"
down_revision: str | None = "007"
branch_labels: str | None = None
depends_on: str | None = None

INDEX = "ix_response_consultation_id_definition_no_codes"


def upgrade() -> None:
    """PostgreSQL joins the codes of rows quickly enough, and limits what an index may hold."""
    if op.get_bind().dialect.name == "sqlite":
        op.create_index(INDEX, "response", ["consultation_id", "definition_no", "codes"])


def downgrade() -> None:
    """Nothing is lost: it was made from the table."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index(INDEX, "response")
