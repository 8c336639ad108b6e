"""Several people type in the same texts at once, each over a line as a browser has one.

`python -m benchmarks.typing [SECONDS]`. Four people type in each text, five times a second: some
letters as an update of Yjs, and where their caret is now. Prints, for one and for two worker
processes on SQLite, which share of the updates reached every other copy of the text (it must be
all), how long that took from copy to copy, what it took of processors and memory, and whether the
copies and the Markdown in the database say the same in the end; and at last how much smaller
updates are that were brought together. Raises AssertionError where something was not delivered.
"""

import json
import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from heapq import heapify, heapreplace
from pathlib import Path
from random import Random
from selectors import EVENT_READ, DefaultSelector
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from pycrdt import Encoder, XmlFragment
from sqlalchemy import func, select
from wsproto import ConnectionType, WSConnection, events

from benchmarks import published
from benchmarks.pages import application, dispose
from benchmarks.search import Language
from benchmarks.writing import PEOPLE, Writer
from dpia_workbench import clock, together
from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.plumbing.database import db, only_read, transaction
from dpia_workbench.plumbing.rooms import AWARENESS, STATE
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import BODY, Section
from dpia_workbench.store import contents, organisations, products, text_updates
from dpia_workbench.store.models import SectionText, TextUpdate
from dpia_workbench.together.document import NAME
from dpia_workbench.usecases import dossier, fields
from tests.chromium import served
from tests.making.people import person

SECONDS = 20.0
CROWDS = ((40, 10, 1), (40, 10, 2), (100, 25, 1), (100, 25, 2))  # people, texts and workers
PAUSE = 0.2  # seconds between two updates of somebody
ELSEWHERE = 0.1  # how often somebody goes on at another place of the paragraph
ANALYSTS = tuple(f"typist{number}@surf.example" for number in range(10))  # each with a few lines
SECTIONS = tuple(Section)[:5]  # of each dossier, in which people type
PARAGRAPHS, WORDS = 8, 60
PATIENCE = 120.0  # seconds after which what nobody heard is lost
QUIET = 0.2  # seconds of a processor that a server takes in a second in which nothing happens
_WHERE = {"type": None, "tname": NAME, "item": {"client": 1, "clock": 1}, "assoc": 0}
_CARET = json.dumps({"user": {}, "cursor": {"anchor": _WHERE, "head": _WHERE}})
_LETTERS = "abcdefghijklmnopqrstuvwxyz    "


def run(seconds: float = SECONDS, *, crowds: Sequence[Sequence[int]] = CROWDS) -> Iterator[str]:
    """Yield lines per crowd, and one on the table of updates."""
    wrong = []
    with TemporaryDirectory() as folder, ExitStack() as stack:
        app = application(Path(folder))
        stack.callback(lambda: dispose(app))
        analyst = _invite(app)
        for people, count, workers in crowds:
            who = f"{people} people in {count} texts, {workers} worker{'s'[: workers - 1]}"
            texts = _texts(app, count, by=analyst)
            with Server(Path(folder), workers=workers) as server:
                typists = _entered(server.address, texts, people=people)
                if not (yield from _typed(app, server, typists, who=who, seconds=seconds)):
                    wrong.append(who)
        yield _table(app, typists)
    assert not wrong, f"not everything arrived everywhere: {wrong}"


def _typed(
    app: Flask, server: "Server", typists: "Sequence[Typist]", *, who: str, seconds: float
) -> Generator[str, None, bool]:
    """Yield what came of it that some people typed so long; return whether nothing was lost."""
    crowd, before = Crowd(typists), server.taken()
    is_whole, after = crowd.type(seconds), server.taken()
    yield f"{who}: {crowd.line()}"
    used = sum(each[0] for each in after) - sum(each[0] for each in before)
    yield (
        f"{who}: {used / sum(len(each.sent) for each in typists) * 1000:.1f} ms of a processor per"
        f" update, {sum(each[1] for each in after):.0f} MB in {len(after)} processes at most"
    )
    ended, differing = crowd.ended(), _differing(app, typists)
    yield f"{who}: {differing} texts differ between copies or from the database{ended}"
    for each in typists:
        each.line.socket.close()
    return is_whole and not ended and not differing


class Text(NamedTuple):
    """A text in which people type."""

    id: UUID
    dossier_id: UUID
    section: Section


def _invite(app: Flask) -> Actor:
    """Give an analyst of the demonstration colleagues with the same password; return the last."""
    with app.app_context():
        known = organisations.user_by_email(db.session(), PEOPLE[0])
        assert known is not None
        for email in ANALYSTS:
            made = person(
                db.session(), organisation=known.memberships[0].organisation, role=Role.ANALYST,
                email=email, name=email, password_hash=known.password_hash,
            )  # fmt: skip
        return made.actor


def _texts(app: Flask, count: int, *, by: Actor) -> list[Text]:
    """Return so many texts of a page each, in new dossiers."""
    random = Random(45)
    language, found = Language("nl", random=random), list[Text]()
    with app.app_context(), transaction() as session:
        about = products.get(session, published.TEMPLATE).id
        for number in range(count):
            if number % len(SECTIONS) == 0:
                row = dossier.create(session, actor=by, product_id=about, now=clock.now())
            section = SECTIONS[number % len(SECTIONS)]
            body = [" ".join(language.sentences(WORDS, random=random)) for _ in range(PARAGRAPHS)]
            fields.save(
                session, actor=by, dossier_id=row.id, value="\n\n".join(body), was="",
                place=Place(part=DossierPart.TEXT, key=section, field=BODY.name), now=clock.now(),
            )  # fmt: skip
            text = contents.text(session, row.revision, section)
            assert text is not None
            found.append(Text(text.id, row.id, section))
    return found


class Server(served.Served):
    """A workbench with a number of worker processes, which tells how much memory they took."""

    def __init__(self, home: Path, *, workers: int) -> None:
        port = served.free_port()
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DPIA_")},
            "DPIA_HOME": str(home),
            "DPIA_DATA": "data",
            "DPIA_BASE_URL": f"http://127.0.0.1:{port}",
        }
        super().__init__(home, port=port, environment=environment, workers=workers)

    def __enter__(self) -> "Server":
        self.start()
        before = -1.0
        while (now := sum(seconds for seconds, _ in self.taken())) > before + QUIET:
            before = now  # the jobs of a start are not done yet
            time.sleep(1)
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def taken(self) -> list[tuple[float, float]]:
        """Return how many seconds of a processor each process took, and how many MB at most."""
        return list(_taken(self.group))


def _taken(group: int) -> Iterator[tuple[float, float]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(folder.name)) == group:
                ticks = (folder / "stat").read_text().rpartition(")")[2].split()[11:13]
                most = (folder / "status").read_text().partition("VmHWM:")[2].split()[0]
                yield sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), int(most) / 1e3


class Line:
    """A line to the server, as a browser holds one."""

    def __init__(self, address: str, path: str, *, cookie: str) -> None:
        host = urlsplit(address)
        self.ended = ""  # why, once it is
        self.socket = socket.create_connection((host.hostname or "", host.port or 80))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._parts: list[Any] = []
        headers = [(b"Cookie", cookie.encode()), (b"Origin", address.encode())]
        wanted = events.Request(host=host.netloc, target=path, extra_headers=headers)
        self.socket.sendall(self._protocol.send(wanted))

    def send(self, kind: int, data: bytes) -> None:
        """Send a message; that a line is gone, one hears."""
        with suppress(OSError):
            self.socket.sendall(self._protocol.send(events.BytesMessage(bytes([kind]) + data)))

    def heard(self) -> Iterator[bytes | str]:
        """Yield what came."""
        self._protocol.receive_data(self.socket.recv(65_536) or None)
        for event in self._protocol.events():
            if isinstance(event, events.CloseConnection):
                self.ended = f"{event.code} {event.reason}"
            elif isinstance(event, events.Ping):
                self.socket.sendall(self._protocol.send(event.response()))
            elif isinstance(event, events.RejectConnection):
                self.ended = f"answered {event.status_code}"
            elif isinstance(event, events.BytesMessage | events.TextMessage):
                self._parts.append(event.data)
                if event.message_finished:
                    whole, self._parts = self._parts, []
                    yield whole[0][:0].join(whole)


class Typist:
    """Somebody's browser: a copy of a text, and the line over which it goes."""

    def __init__(self, line: Line, text: Text, *, seat: int) -> None:
        self.line, self.text = line, text
        self.others: Sequence[Typist] = ()
        self.sent: list[tuple[int, float]] = []  # how far the own letters count, and when
        self.begun = self.bytes = self.acknowledged = 0  # begun: how large the text was at first
        self.doc = together.opened([])
        self._seat, self._random, self._place = seat, Random(seat), 0
        self._heard = Counter[int]()

    def type(self) -> None:
        """Put some letters in, mostly after those before, and send them with the caret."""
        if self.line.ended:
            return
        words: Any = self.doc.get(NAME, type=XmlFragment).children[self._seat // 2].children[0]
        if not self.sent or self._random.random() < ELSEWHERE:
            self._place = self._random.randrange(1, len(words))
        letters = "".join(self._random.choices(_LETTERS, k=self._random.randint(1, 3)))
        before = self.doc.get_state()
        words.insert(self._place, letters)
        self._place += len(letters)
        update = self.doc.get_update(before)
        self.bytes += len(update)
        count = self.sent[-1][0] if self.sent else 0
        self.sent.append((count + len(letters), time.perf_counter()))
        self.line.send(STATE, update)
        self.line.send(AWARENESS, self._caret())

    def _caret(self) -> bytes:
        encoder = Encoder()
        for number in (1, self._seat + 1, len(self.sent)):
            encoder.write_var_uint(number)
        encoder.write_var_string(_CARET)
        return encoder.to_bytes()

    def hear(self) -> Iterator[float]:
        """Take in what came, and yield after how long each update of the others is here."""
        for message in self.line.heard():
            if isinstance(message, str):
                self.acknowledged = json.loads(message).get("ack", 0)
            elif message[0] == STATE:
                together.take(self.doc, message[1:])
                self.begun = self.begun or len(message)
                yield from self._seen()

    def _seen(self) -> Iterator[float]:
        now, counts = time.perf_counter(), _counts(self.doc.get_state())
        for other in self.others:
            place = self._heard[other.doc.client_id]
            for count, at in other.sent[place:]:
                if count > counts.get(other.doc.client_id, 0):
                    break
                yield now - at
                self._heard[other.doc.client_id] += 1


def _counts(state: bytes) -> Mapping[int, int]:
    """Return how many letters of each are in a copy, from what Yjs calls a state vector."""
    numbers, number, shift = [], 0, 0
    for byte in state:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    return dict(zip(numbers[1::2], numbers[2::2], strict=True))


def _entered(address: str, texts: Sequence[Text], *, people: int) -> list[Typist]:
    """Return people who sit at texts, as many at each."""
    writers, typists = [Writer(address, email=email) for email in ANALYSTS], list[Typist]()
    for each in writers:
        each.connection.close()
    for number in range(people):
        seat, place = divmod(number, len(texts))
        text = texts[place]
        path = f"/dossiers/{text.dossier_id}/texts/{text.section}/line"
        line = Line(address, path, cookie=writers[(place + seat) % len(writers)].cookie)
        typists.append(Typist(line, text, seat=seat))
    for one in typists:
        one.others = [each for each in typists if each.text == one.text and each is not one]
    return typists


class Crowd:
    """Everybody who types, in one thread, so that the server has the processors to itself."""

    def __init__(self, typists: Sequence[Typist]) -> None:
        self._typists = typists
        self._times: list[float] = []
        self._selector = DefaultSelector()
        for each in typists:
            self._selector.register(each.line.socket, EVENT_READ, each)
        self._wait(lambda: all(each.begun for each in typists))

    def type(self, seconds: float) -> bool:
        """Let everybody type, and return whether all of it was kept and everybody heard it."""
        random, began = Random(8), time.perf_counter()
        due = [(began + random.uniform(0, PAUSE), number) for number in range(len(self._typists))]
        heapify(due)
        while (now := time.perf_counter()) < began + seconds:
            at, number = due[0]
            if at <= now:
                self._typists[number].type()
                heapreplace(due, (at + PAUSE * random.uniform(0.7, 1.3), number))
            self._hear(max(0.0, min(due[0][0], began + seconds) - time.perf_counter()))
        return self._wait(self._is_all_here)

    def _is_all_here(self) -> bool:
        is_kept = all(each.acknowledged == len(each.sent) for each in self._typists)
        return is_kept and len(self._times) == self._expected

    @property
    def _expected(self) -> int:
        return sum(len(each.sent) * len(each.others) for each in self._typists)

    def _wait(self, is_done: Callable[[], bool]) -> bool:
        end = time.perf_counter() + PATIENCE
        while not is_done() and time.perf_counter() < end:
            self._hear(0.1)
        return is_done()

    def _hear(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            self._times += key.data.hear()
            if key.data.line.ended:
                self._selector.unregister(key.fileobj)

    def line(self) -> str:
        """Return what arrived, and how fast."""
        heard, expected = len(self._times), self._expected
        late = quantiles(self._times, n=20)[-1]
        return (
            f"{sum(len(each.sent) for each in self._typists):,} updates, {heard:,} of"
            f" {expected:,} deliveries ({heard / expected:.2%}), from copy to copy median"
            f" {median(self._times) * 1000:.1f} ms, p95 {late * 1000:.1f} ms"
        )

    def ended(self) -> str:
        """Return why lines ended, if some did."""
        found = Counter(each.line.ended for each in self._typists if each.line.ended)
        return "".join(f"; {count} lines ended: {why}" for why, count in found.items())


def _differing(app: Flask, typists: Sequence[Typist]) -> int:
    """Return how many texts are not the same in all copies and as Markdown in the database."""
    said = {each.text: set[str]() for each in typists}
    for one in typists:
        said[one.text].add(together.Speaking().said([one.doc.get_update()]))
    dossiers = {each.dossier_id for each in said}
    with app.app_context():
        for _round in range(int(PATIENCE)):
            db.session.rollback()
            only_read()
            if not any(text_updates.unsettled(db.session(), each) for each in dossiers):
                break
            time.sleep(1)
        for text, found in said.items():
            found.add(db.session.get_one(SectionText, text.id).body)
    return sum(len(found) > 1 for found in said.values())


def _table(app: Flask, typists: Sequence[Typist]) -> str:
    """Return what people sent, and what the table holds of it."""
    begun = sum({each.text.id: each.begun for each in typists}.values())
    whole = {each.text.id: len(each.doc.get_update()) for each in typists}
    sizes = [begun + sum(each.bytes for each in typists), sum(whole.values())]
    with app.app_context():
        query = select(func.count(), func.sum(func.length(TextUpdate.data)))
        rows, size = db.session.execute(query.where(TextUpdate.text_id.in_(whole))).one()
    return (
        f"table of updates: {sum(len(each.sent) for each in typists):,} of {sizes[0] / 1e3:,.0f} kB"
        f" with the texts as they were; settled and brought together where they were many,"
        f" {rows:,} of {size / 1e3:,.0f} kB; all brought together would be {len(whole)} of"
        f" {sizes[1] / 1e3:,.0f} kB"
    )


if __name__ == "__main__":
    for figure in run(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS):
        print(figure, flush=True)
