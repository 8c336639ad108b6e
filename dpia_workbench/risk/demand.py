"""Which products boards ask a joint DPIA of, and in which order cooperatives see that.

A name that a board typed counts with the same name typed by others. Counts below five boards are
never told (invariant 16), and the order does not tell them either.
"""

import unicodedata
from collections.abc import Iterable, Sized
from dataclasses import dataclass
from uuid import UUID

from dpia_workbench.risk.aggregate import SMALLEST
from dpia_workbench.risk.rules import RuleViolation

MOST_NAMES = 300  # at once


class NameMissing(RuleViolation):
    """A product on the list of a board has a name."""

    code = "demand.name-missing"


class AlreadyOnList(RuleViolation):
    """A product stands on the list of a board once."""

    code = "demand.already-on-list"


class VerdictExists(RuleViolation):
    """Nobody asks for a DPIA on a product that has a release in use."""

    code = "demand.verdict-exists"


class AlreadyPlanned(RuleViolation):
    """A cooperative plans one DPIA on a product at a time."""

    code = "demand.already-planned"


class QuarterPassed(RuleViolation):
    """A DPIA is planned for this quarter or a later one."""

    code = "demand.quarter-passed"


class ListEmpty(RuleViolation):
    """A list of products names at least one."""

    code = "demand.list-empty"


class ListTooLong(RuleViolation):
    """So many names at once can still be looked through by a person."""

    code = "demand.list-too-long"


class ListUnreadable(RuleViolation):
    """A list is a text, or a table saved as csv."""

    code = "demand.list-unreadable"


class ChoiceMissing(RuleViolation):
    """A name that may mean several products is not guessed."""

    code = "demand.choice-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """That one board asks for a DPIA: on what, for how many pupils, and whether it takes part."""

    board_id: UUID
    name: str
    pupils: int | None = None
    takes_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is asked for one product. `pupils` counts those of boards that said how many."""

    key: str
    name: str
    boards: int
    pupils: int
    takers: tuple[UUID, ...]  # boards that offer to take part, and so let themselves be named

    @property
    def is_told(self) -> bool:
        """Return whether enough boards ask for it that numbers may be told."""
        return self.boards >= SMALLEST


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, from 1 to 4."""

    year: int
    number: int


def key_of(name: str) -> str:
    """Return a name as it is compared: small letters and digits, without accents and signs."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def require_name(name: str) -> str:
    """Return the key of a name. Raises NameMissing if nothing of it can be compared."""
    key = key_of(name)
    if not key:
        raise NameMissing
    return key


def require_list(names: Sized) -> None:
    """Refuse a list of no names, or of too many. Raises ListEmpty or ListTooLong."""
    if not names:
        raise ListEmpty
    if len(names) > MOST_NAMES:
        raise ListTooLong(most=MOST_NAMES)


def require_ahead(quarter: Quarter, *, now: Quarter) -> None:
    """Refuse to plan in the past. Raises QuarterPassed."""
    if quarter < now:
        raise QuarterPassed


def ranked(wishes: Iterable[Wish]) -> list[Demand]:
    """Return what is asked: by boards, then pupils; what few ask for comes last, by name."""
    by_key: dict[str, list[Wish]] = {}
    for wish in wishes:
        by_key.setdefault(key_of(wish.name), []).append(wish)
    return sorted((_demand(key, found) for key, found in by_key.items()), key=_place)


def _demand(key: str, wishes: list[Wish]) -> Demand:
    takers = {wish.board_id for wish in wishes if wish.takes_part}
    names = [wish.name for wish in wishes]
    return Demand(
        key=key,
        # The way most boards write it; of equals the first in the alphabet.
        name=min(names, key=lambda name: (-names.count(name), name)),
        boards=len({wish.board_id for wish in wishes}),
        pupils=sum(wish.pupils or 0 for wish in wishes),
        takers=tuple(sorted(takers)),
    )


def _place(demand: Demand) -> tuple[int, int, str]:
    if demand.is_told:
        return -demand.boards, -demand.pupils, demand.key
    return 0, 0, demand.key
