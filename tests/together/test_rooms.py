"""A text that is open in several processes: each takes in what the others kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.plumbing.rooms import Room
from dpia_workbench.store.models import TextUpdate
from dpia_workbench.together import Speaking, opened, take

SPEAKING = Speaking()


@dataclass
class Table:
    """The updates of one text in the database, and who types in two processes."""

    rows: list[TextUpdate] = field(default_factory=list)
    number: int = 0

    @property
    def updates(self) -> list[bytes]:
        """Return the updates, in their order."""
        return [each.data for each in self.rows]

    def keep(self, data: bytes) -> int:
        """Keep an update under the next number."""
        self.number += 1
        self.rows.append(TextUpdate(number=self.number, data=data))
        return self.number

    def bring_together(self, *, upto: int) -> None:
        """Put one update in the place of those up to a number."""
        before = [each.data for each in self.rows if each.number <= upto]
        left = [each for each in self.rows if each.number > upto]
        if before:
            whole = TextUpdate(number=upto, data=SPEAKING.brought_together(before))
            self.rows = [whole, *left]


class Process:
    """The text as one process holds it, and what its listeners hear."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.room = Room(UUID(int=1), opened([]), 0)
        self.heard = opened([])
        self.waiting: list[tuple[int, bytes]] = []

    def typed(self) -> bytes:
        """Return the update after which the text has one more word."""
        words = SPEAKING.said(self.table.updates)
        return SPEAKING.rewritten(self.table.updates, f"{words} w{self.table.number}".strip())

    def mine(self) -> None:
        """Keep what a listener typed; it is counted a moment later."""
        data = self.typed()
        self.waiting.append((self.table.keep(data), data))

    def count(self) -> None:
        """Count what was kept."""
        for number, data in self.waiting:
            take(self.room.doc, data)
            take(self.heard, data)
            self.room.count(number)
        self.waiting.clear()

    def theirs(self) -> None:
        """Let another process keep what somebody typed there."""
        self.table.keep(self.typed())

    def look(self) -> None:
        """Bring in what others kept."""
        new = [each for each in self.table.rows if each.number > self.room.number]
        for data in self.room.bring_in(new):
            take(self.heard, data)

    def all_together(self) -> None:
        """Let another process bring all updates together."""
        self.table.bring_together(upto=self.table.number)

    def older_together(self) -> None:
        """The same, but for the last one."""
        self.table.bring_together(upto=max(self.table.number - 1, 0))


STEPS = (
    Process.mine, Process.count, Process.theirs, Process.look, Process.all_together,
    Process.older_together,
)  # fmt: skip


@given(st.lists(st.sampled_from(STEPS), max_size=25))
def test_a_process_has_all_that_was_kept_in_whatever_order_it_learns_of_it(
    steps: list[Callable[[Process], None]],
) -> None:
    process = Process(Table())

    for step in (*steps, Process.count, Process.look):
        step(process)

    expected = SPEAKING.said(process.table.updates)
    assert SPEAKING.said([process.room.doc.get_update()]) == expected
    assert SPEAKING.said([process.heard.get_update()]) == expected
