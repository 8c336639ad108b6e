"""Runs the migrations on the connection that the caller configured."""

from typing import Any, Literal

from alembic import context

from dpia_workbench.store import models
from dpia_workbench.store.base import Base, BilingualText, UtcDateTime

assert models  # noqa: S101  # importing it makes all tables known to the metadata


def _plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Name the type a column has in the database: migrations import none of our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, BilingualText):
        return "sa.JSON()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=_plain_type,
)
with context.begin_transaction():
    context.run_migrations()
