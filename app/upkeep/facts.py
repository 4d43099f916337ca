"""What a database holds, asked over one connection, so that all of it is of one moment."""

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from sqlalchemy.orm import Session

from app.audit.chain import walk
from app.audit.models import AuditLine
from app.errors import Conflict
from app.upkeep.archive import Facts


def facts_of(connection: sa.Connection) -> Facts:
    """The facts. Raises Conflict where there is no Speir, or a broken audit chain."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        raise Conflict("The database has no tables of Speir. Make them with: speir db upgrade")
    tables = sorted(sa.inspect(connection).get_table_names())
    rows = {
        name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
        for name in tables
    }
    with Session(connection, join_transaction_mode="rollback_only") as session:
        lines = sa.select(AuditLine).order_by(AuditLine.no).execution_options(yield_per=1000)
        verdict = walk(session.scalars(lines))
    if verdict.broken is not None:
        raise Conflict(f"The audit trail is broken at line {verdict.broken}: {verdict.why}.")
    return Facts(revision, rows, verdict.lines, verdict.head)
