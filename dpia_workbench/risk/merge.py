"""Two people changed the same thing: what both of them get, and where they must choose.

Texts are merged word by word. A change of one person stays unless it meets a change of the other.
Changes meet when they overlap or when no word and no line break stands between them: "30 days"
that became "60 days" here and "30 weeks" there is a conflict, since nobody wrote "60 weeks".
Whole lines put in before or after what the other changed do not meet it.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge as interleaved
from typing import Generic, TypeVar

from dpia_workbench.risk.alignment import Change, changes, is_apart

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)

_BREAKS = ("\n", "\r")


class Side(StrEnum):
    """Whose words: what both began with, those of the person who saves, those saved before."""

    BASE = "base"
    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Conflict(Generic[T]):
    """A place where both changed something, and not to the same."""

    base: T
    mine: T
    theirs: T

    def of(self, side: Side) -> T:
        """Return what one side has here."""
        return {Side.BASE: self.base, Side.MINE: self.mine, Side.THEIRS: self.theirs}[side]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged text: stretches that are settled, with the conflicts between them."""

    pieces: tuple[str | Conflict[str], ...]

    @property
    def conflicts(self) -> tuple[Conflict[str], ...]:
        """Return the places where somebody must choose."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    @property
    def is_clean(self) -> bool:
        """Return whether nobody has to choose anything."""
        return not self.conflicts

    @property
    def text(self) -> str:
        """Return the merged text, with my words where there is a conflict."""
        return self.text_of(Side.MINE)

    def text_of(self, side: Side) -> str:
        """Return the merged text with the words of one side at every conflict."""
        return self.chosen([side] * len(self.conflicts))

    def chosen(self, sides: Sequence[Side]) -> str:
        """Return the merged text with the words of a side for each conflict, in their order.

        Raises ValueError when there are not as many sides as conflicts.
        """
        if len(sides) != len(self.conflicts):
            raise ValueError("a side for each conflict is needed")
        choices = iter(sides)
        return "".join(
            piece.of(next(choices)) if isinstance(piece, Conflict) else piece
            for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class MergedValue(Generic[T]):
    """A merged value that is no text: `value` is mine where there is a conflict."""

    value: T
    conflict: Conflict[T] | None = None

    @property
    def is_clean(self) -> bool:
        """Return whether nobody has to choose anything."""
        return self.conflict is None


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Return both people's changes to a text.

    Whatever either of them put in stands in the result or in a conflict; what neither of them
    took out stays; what both changed alike changes once. Line breaks are compared as they are:
    give all three texts the same kind.
    """
    texts = {Side.MINE: mine, Side.THEIRS: theirs}
    pieces: list[str | Conflict[str]] = []
    at = 0
    for meeting in _meetings(base, texts):
        start, end = meeting[0].start, max(one.end for one in meeting)
        pieces.append(base[at:start])
        here = {side: _applied(meeting, base=base, side=side) for side in texts}
        pieces.append(_settled(meeting, base=base[start:end], here=here))
        at = end
    pieces.append(base[at:])
    return Merged(tuple(_flowing(pieces)))


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    """A change and who made it."""

    start: int
    end: int
    side: Side
    text: str

    @property
    def is_insertion(self) -> bool:
        return self.start == self.end


def _edits(base: str, *, side: Side, text: str) -> Iterator[_Edit]:
    for change in changes(base, text):
        yield _Edit(change.start, change.end, side, _new(change, text=text))


def _new(change: Change, *, text: str) -> str:
    return text[change.new_start : change.new_end]


def _meetings(base: str, texts: dict[Side, str]) -> Iterator[list[_Edit]]:
    """Return the edits of both, together where they meet."""
    meeting: list[_Edit] = []
    reaching: _Edit | None = None  # the edit of the meeting that ends last
    for edit in interleaved(*(_edits(base, side=s, text=text) for s, text in texts.items())):
        if reaching is None or _apart(reaching, edit, base=base):
            if meeting:
                yield meeting
            meeting = []
        meeting.append(edit)
        if len(meeting) == 1 or reaching is None or edit.end >= reaching.end:
            reaching = edit
    if meeting:
        yield meeting


def _apart(before: _Edit, after: _Edit, *, base: str) -> bool:
    """Return whether two edits do not meet; `before` starts first, or both start together."""
    if after.start < before.end:
        return False
    if is_apart(base, end=before.end, start=after.start):
        return True
    if before.is_insertion and after.is_insertion:
        return False
    lines_before = before.is_insertion and before.text.endswith(_BREAKS)
    return lines_before or (after.is_insertion and after.text.startswith(_BREAKS))


def _applied(meeting: Sequence[_Edit], *, base: str, side: Side) -> str:
    """Return how one side has the stretch that a meeting covers."""
    parts = []
    at, end = meeting[0].start, max(edit.end for edit in meeting)
    for edit in meeting:
        if edit.side is side:
            parts += [base[at : edit.start], edit.text]
            at = edit.end
    return "".join((*parts, base[at:end]))


def _settled(meeting: Sequence[_Edit], *, base: str, here: dict[Side, str]) -> str | Conflict[str]:
    sides = {edit.side for edit in meeting}
    if len(sides) == 1 or here[Side.MINE] == here[Side.THEIRS]:
        return here[meeting[0].side]
    return Conflict(base, here[Side.MINE], here[Side.THEIRS])


def _flowing(pieces: Sequence[str | Conflict[str]]) -> Iterator[str | Conflict[str]]:
    """Return the pieces with settled neighbours joined and without empty ones."""
    settled: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            settled.append(piece)
            continue
        if text := "".join(settled):
            yield text
        settled = []
        yield piece
    if text := "".join(settled):
        yield text


def merge_value(base: T, mine: T, theirs: T) -> MergedValue[T]:
    """Return the value that the one who changed it gave; a conflict if both did, differently."""
    if mine == theirs or theirs == base:
        return MergedValue(mine)
    if mine == base:
        return MergedValue(theirs)
    return MergedValue(mine, Conflict(base, mine, theirs))


def merge_lists(base: Collection[H], mine: Collection[H], theirs: Collection[H]) -> tuple[H, ...]:
    """Return the values of a field that is a set of values, such as tags or cells.

    Each value is there or not, and whoever changed that has their way: what either added is in,
    what either took out is out. Both cannot have changed it differently, so there is never a
    conflict. Old values keep their order; new ones follow, mine first; none comes twice.
    """
    old, my, their = set(base), set(mine), set(theirs)
    kept = (value for value in base if value in my and value in their)
    added = (value for value in (*mine, *theirs) if value not in old)
    return tuple(dict.fromkeys((*kept, *added)))
