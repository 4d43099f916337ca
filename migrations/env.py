"""Runs the migrations on the application's own engine, as the product meets its database."""

import logging
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.db import db, is_for_this_database

logging.getLogger("alembic").setLevel(logging.WARNING)


def offline() -> None:
    """Print the SQL for the configured database instead of running it."""
    url = db.engine.url.render_as_string(hide_password=False)
    context.configure(url=url, target_metadata=db.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def online() -> None:
    """Run on a connection of the application's engine, all in one transaction.

    Both databases roll a half-done migration back. SQLite changes a table by making it anew
    (`render_as_batch`); foreign keys are off meanwhile, as SQLite's manual asks for that procedure, and are
    checked before the end.
    """
    given: dict[str, Any] = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            _tell_sqlite(connection, "PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if not sqlite:
                    # Two servers that start at once take turns, and a large table may take its time.
                    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7739347)")
                context.configure(
                    connection=connection,
                    target_metadata=db.metadata,
                    include_object=is_for_this_database,
                    **given,
                )
                with context.begin_transaction():
                    context.run_migrations()
                if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise RuntimeError(
                        f"the migration leaves rows whose foreign key leads nowhere: {broken[:5]}"
                    )
        finally:
            if sqlite:
                _tell_sqlite(connection, "PRAGMA foreign_keys=ON")


def _tell_sqlite(connection: Connection, pragma: str) -> None:
    """To the driver directly: a pragma about foreign keys is ignored inside a transaction."""
    driver: Any = connection.connection.driver_connection
    driver.execute(pragma)


if context.is_offline_mode():
    offline()
else:
    online()
