"""The declarative base: names of constraints, column types, enums as checked text."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Text, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from dpia_workbench.store.bilingual import Bilingual


class NotFound(Exception):
    """No such thing, or not one that the actor may see: outside, the two are the same."""


class Stale(Exception):
    """Somebody else changed the thing since the actor read it; nothing was written."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. Refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, as the database keeps it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its time zone."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class BilingualText(TypeDecorator[Bilingual]):
    """A text in Dutch and English, kept as JSON."""

    impl = JSON
    cache_ok = True

    @property
    def python_type(self) -> type[Bilingual]:
        """Return what a row holds."""
        return Bilingual

    def process_bind_param(self, value: Bilingual | None, dialect: Dialect) -> Any:
        """Return the JSON form."""
        return (value or Bilingual()).as_dict()

    def process_result_value(self, value: Any, dialect: Dialect) -> Bilingual:
        """Return the value."""
        return Bilingual.of(value)


def choice(members: type[StrEnum], *, name: str = "") -> Enum:
    """Return a text column type whose CHECK allows only the members' values.

    A second column with the same members in one table needs a `name` for its CHECK.
    """
    return Enum(
        members,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=_values,
        name=name or f"{members.__module__.rsplit('.', 1)[-1]}_{members.__name__.lower()}",
    )


def _values(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


class Base(DeclarativeBase):
    """What every table shares."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: UtcDateTime(),
        UUID: Uuid(),
        Bilingual: BilingualText(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[dict[str, Any]]: JSON(),
    }


class Identified:
    """A row with a random id."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
