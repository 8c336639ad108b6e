"""What a line of a text takes, from whom, and for how long, whatever somebody sends over it."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from random import Random
from uuid import UUID

import pytest
from pycrdt import XmlElement, XmlFragment, XmlText

from dpia_workbench.plumbing.rooms import AWARENESS, BESIDE, MOST_OF_ONE, STATE
from dpia_workbench.risk.registers import LONGEST_TEXT
from dpia_workbench.together import Speaking
from dpia_workbench.together.document import MOST
from dpia_workbench.usecases.taking import LARGEST_UPDATE
from tests.chromium.conftest import PASSWORD
from tests.chromium.liner import PATIENCE, Line, Office, Visitor
from tests.chromium.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANALYST, COLLEAGUE = "analist@surf.example", "analist2@surf.example"
REVIEWER, ADMINISTRATOR = "reviewer@surf.example", "beheer@workbench.example"
VENDOR, OFFICER = "contact@noorderlicht.example", "po@dewaterlelie.example"
NOBODYS = UUID(int=7)
WORKERS = 2
SOON = 30.0  # seconds in which who loses a right loses the line
# Why a line ends (RFC 6455, 7.4); those from 4000 on are between the workbench and its page.
LOST, TOO_BIG, AGAIN = 1005, 1009, 1012
SIGNED_OUT, FORBIDDEN, REFUSED, BUSY = 4001, 4003, 4010, 4029
_NOWHERE = b'{"cursor": {"anchor": {}, "head": {}}}'
Person = Callable[[str | None], Visitor]
Invited = Callable[..., Visitor]


@dataclass(frozen=True)
class Text:
    """One text of the dossier of these tests, each with a point of its own."""

    dossier: str
    section: str
    point: int

    @property
    def line(self) -> str:
        """Return where its line is."""
        return f"{self.dossier}/texts/{self.section}/line"

    def stored(self, reader: Visitor) -> str:
        """Return the Markdown that the database holds."""
        return reader.stored(f"{self.dossier}/points/{self.point}", self.section)


@pytest.fixture(scope="session")
def known(address: str) -> dict[str | None, Visitor]:
    """Who came by already; each signs in once."""
    return {None: Visitor(address)}


@pytest.fixture
def person(address: str, known: dict[str | None, Visitor]) -> Iterator[Person]:
    """Let somebody come by, or a visitor whom nobody knows; their lines end after the test."""

    def come(email: str | None) -> Visitor:
        if email not in known:
            known[email] = Visitor(address, email=email, password=PASSWORD)
        return known[email]

    yield come
    for each in known.values():
        each.leave()


@pytest.fixture
def office(served: Served, person: Person) -> Office:
    """Where roles are given and ended."""
    return Office(person(ADMINISTRATOR), outbox=served.log.parent / "outbox")


@pytest.fixture
def invited(office: Office, person: Person, known: dict[str | None, Visitor]) -> Invited:
    """Let somebody new come by, who has some roles at SURF."""

    def come(email: str, *roles: str) -> Visitor:
        office.invite(email, *roles)
        visitor = known[email] = Visitor(office.address)
        visitor.post(office.welcome(email), {"password": PASSWORD, "repeated": PASSWORD})
        return visitor

    return come


@pytest.fixture(scope="session")
def dossier(address: str) -> str:
    """Where the dossier of these tests is."""
    analyst = Visitor(address, email=ANALYST, password=PASSWORD)
    page = analyst.get("/dossiers/products/new")
    vendor = re.search(r'<option[^>]* value="([^"]+)"[^>]*>\s*Noorderlicht Software', page)
    assert vendor
    fields = {
        "name.nl": "Aan de lijn", "name.en": "On the line", "vendor_id": vendor[1],
        "category": "oefenplatform", "sectors": "po", "editions": "Basis",
    }  # fmt: skip
    return analyst.post("/dossiers/products/new", fields)


def opened(person: Visitor, text: Text) -> Line:
    """Open a line, and wait for the text."""
    line = person.line(text.line)
    assert line.is_open(), line.code
    return line


def written(person: Visitor, text: Text, words: str) -> Line:
    """Open a line and type the first words of a text."""
    line = opened(person, text)
    line.type(words)
    assert line.is_kept(), line.code
    return line


def assert_passed_on(text: str, line: Line, other: Line) -> None:
    """What is typed at one line is kept, and read at the other."""
    line.type(text)
    assert line.is_kept(), line.code
    assert other.reads(text), (other.code, other.says)


def test_garbage_ends_the_line_of_who_sends_it_and_harms_nobody_else(
    person: Person, dossier: str
) -> None:
    text = Text(dossier, "proposal", 1)
    other, sender = written(person(COLLEAGUE), text, "Heel en al."), person(ANALYST)
    update = Speaking().rewritten([other.doc.get_update()], "Heel en al vernield.")
    chance = Random(7)
    garbage = [chance.randbytes(chance.randrange(20, 300)) for _ in range(20)]
    cut = [update[:size] for size in (0, 1, 5, len(update) // 2, len(update) - 1)]

    nowhere = b"\x01\x05\x01" + bytes([len(_NOWHERE)]) + _NOWHERE
    refused: list[bytes | str] = ["geen bytes", b""]
    refused += [bytes([STATE]) + data for data in (*garbage, *cut)]
    refused += [bytes([AWARENESS]) + data for data in (b"", *garbage, nowhere)]
    for each in refused:
        line = opened(sender, text)
        line.send(each)
        assert line.ends() == REFUSED, each
    line = opened(sender, text)
    for kind in (0, BESIDE, 9, 255):
        line.send(bytes([kind]) + update)
    line.send(bytes([AWARENESS]) + b"\0" * 5000)

    assert other.says == line.says == text.stored(sender) == "Heel en al."
    assert_passed_on("Heel en al. Verder.", line, other)
    assert_passed_on("Heel en al. Verder nog.", other, line)
    assert text.stored(sender) == "Heel en al. Verder nog."
    assert "ok" in sender.get("/readyz")


def _nested(fragment: XmlFragment) -> None:
    """Put ten thousand lists in one another."""
    inner = fragment
    for _depth in range(10_000):
        item = XmlElement("list_item")
        inner.children.append(XmlElement("bullet_list", {}, [item]))
        inner = item


def _paragraph(words: str) -> Callable[[XmlFragment], None]:
    """Return what adds a paragraph."""

    def add(fragment: XmlFragment) -> None:
        fragment.children.append(XmlElement("paragraph", {}, [XmlText(words)]))

    return add


def _many(fragment: XmlFragment) -> None:
    """Add more nodes than a text may have, with names that are short enough for one update."""
    for _group in range(MOST // 250 + 1):
        group = XmlElement("a")
        fragment.children.append(group)
        for _node in range(250):
            group.children.append(XmlElement("a"))


@pytest.mark.parametrize(
    ("section", "point", "act", "codes"),
    [
        ("data", 2, _paragraph("a" * (LARGEST_UPDATE + 1000)), (TOO_BIG, LOST)),
        ("operations", 3, _paragraph("a" * (LONGEST_TEXT + 1)), (REFUSED,)),
        ("techniques", 4, _many, (REFUSED,)),
        ("legal_bases", 11, _nested, (REFUSED,)),
    ],
    ids=["update", "letters", "nodes", "depth"],
)
def test_what_is_too_large_is_refused(
    person: Person, dossier: str, section: str, point: int, act: Callable[[XmlFragment], None],
    codes: tuple[int, ...],
) -> None:  # fmt: skip
    text = Text(dossier, section, point)
    other, sender = written(person(COLLEAGUE), text, "Klein."), person(ANALYST)
    line = opened(sender, text)

    line.update(line.changed(act))

    assert line.ends() in codes
    assert line.acknowledged == 0
    assert_passed_on("Klein gebleven.", other, opened(sender, text))
    assert text.stored(sender) == "Klein gebleven."
    assert "ok" in sender.get("/readyz")


def _hostile(fragment: XmlFragment) -> None:
    """Add what no page would."""
    words, more = XmlText(), XmlText()
    picture = {"evidence": "https://evil.example/x.png", "src": "https://evil.example/x.png"}
    script = XmlElement("script", {"src": "https://evil.example/x.js"}, [XmlText("Een script")])
    fragment.children.append(
        XmlElement("paragraph", {"onclick": "alert(1)", "style": "color: red"}, [
            words, XmlElement("image", {**picture, "alt": " een plaatje"}), more,
        ])
    )  # fmt: skip
    fragment.children.append(script)
    words.insert(0, "Een koppeling", {"link": {"href": "javascript:alert(2)"}})
    words.insert(13, ",", {"blink": {"onclick": "alert(3)"}})
    more.insert(0, " en <b onclick='alert(4)'>tekens</b>")


WORDS = """Vooraf.

Een koppeling (javascript:alert(2)), een plaatje en \\<b onclick='alert(4)'>tekens</b>

Een script"""


def test_of_a_hostile_document_only_the_words_are_left(person: Person, dossier: str) -> None:
    text = Text(dossier, "purposes", 5)
    sender = person(ANALYST)
    line = written(sender, text, "Vooraf.")

    line.update(line.changed(_hostile))

    assert line.is_kept(), line.code
    assert text.stored(sender) == WORDS
    page = sender.get(f"{dossier}/points/5").partition(text.line)[2]
    shown = page.partition('<div class="markdown">')[2].partition("</div>")[0]
    assert "Een script" in shown
    assert "<" not in re.sub("</?p>", "", shown)


def test_of_many_lines_of_one_person_those_beyond_the_limit_are_told_so(
    person: Person, dossier: str
) -> None:
    text = Text(dossier, "parties", 6)
    busy, other = person(ANALYST), person(COLLEAGUE)

    lines = [busy.line(text.line) for _line in range(200)]
    told = [
        line for line in lines if line.hears(lambda line: line.code is not None or line.states > 0)
    ]
    full = [line for line in told if line.code is not None]
    rest = [line for line in told if line.code is None]

    assert len(told) == 200
    assert {(line.code, line.close_message) for line in full} == {(BUSY, "busy")}
    assert MOST_OF_ONE <= len(rest) <= MOST_OF_ONE * WORKERS
    assert_passed_on("Gewoon verder.", opened(other, text), rest[-1])
    assert text.stored(other) == "Gewoon verder."
    busy.leave()
    end = time.monotonic() + PATIENCE
    while not busy.line(text.line).is_open():  # its place is free again, a moment later
        assert time.monotonic() < end
        time.sleep(0.2)


def test_clients_that_never_hang_up_hold_nobody_up(
    person: Person, address: str, dossier: str
) -> None:
    path, visitor = Text(dossier, "parties", 6).line, person(None)
    with ExitStack() as held:
        ended = [
            held.enter_context(closing(visitor.call(path, origin=address))) for _line in range(120)
        ]
        assert "DPIA Workbench" in visitor.get("/about")
        assert all(each.sock for each in ended)


def test_a_browser_that_is_gone_leaves_its_place(
    person: Person, address: str, dossier: str
) -> None:
    text, analyst = Text(dossier, "interests", 7), person(ANALYST)
    with closing(analyst.call(text.line, origin=address)) as gone:
        assert gone.sock
        heard = b""
        while more := gone.sock.recv(4096):  # it never answers what it is asked
            heard += more
    assert heard.endswith(AGAIN.to_bytes(2) + b"again")


def test_only_a_page_of_the_workbench_and_who_works_at_a_dossier_get_a_line(
    person: Person, dossier: str
) -> None:
    path = Text(dossier, "locations", 8).line
    analyst, host = person(ANALYST), person(ANALYST).address

    assert analyst.knock(path, origin=host) == 101
    for origin in (None, "null", "https://evil.example", f"{host}.evil.example", f"{host}0"):
        assert analyst.knock(path, origin=origin) == 403, origin
    for email in (VENDOR, OFFICER):
        assert person(email).knock(path, origin=host) == 404, email
    for wrong in (path.replace("locations", "nowhere"), path.replace(dossier[-36:], str(NOBODYS))):
        assert analyst.knock(wrong, origin=host) == 404, wrong
    visitor = person(None).line(path)
    assert visitor.ends() == SIGNED_OUT
    assert visitor.states == 0, "it was told the text"


def test_who_reads_hears_what_others_type_and_is_not_heard(person: Person, dossier: str) -> None:
    text = Text(dossier, "framework", 9)
    writer = written(person(ANALYST), text, "Van wie schrijft.")
    reader = opened(person(REVIEWER), text)
    assert (writer.may_write, reader.may_write) == (True, False)
    assert reader.says == "Van wie schrijft."

    reader.type("Van wie leest.")
    reader.send(bytes([STATE]) + b"\xff")

    assert_passed_on("Van wie schrijft, ook nu.", writer, opened(person(COLLEAGUE), text))
    assert reader.hears(lambda line: "ook nu" in line.says)
    assert "leest" not in writer.says
    assert (reader.code, reader.acknowledged) == (None, 0)
    assert text.stored(person(ANALYST)) == "Van wie schrijft, ook nu."


def _typed_until_the_end(
    typing: Mapping[str, Line], quiet: Mapping[str, Line]
) -> dict[str, list[str]]:
    """Let some type word after word until all lines have ended; return the words of each."""
    lines = (*typing.values(), *quiet.values())
    typed: dict[str, list[str]] = {name: [] for name in typing}
    end = time.monotonic() + SOON
    while any(line.code is None for line in lines) and time.monotonic() < end:
        for name, line in typing.items():
            if line.code is None:
                word = f"{name}{line.sent}"
                line.update(line.changed(_paragraph(word)))
                typed[name].append(word)
        for line in lines:
            line.ends(seconds=0.2)
    return typed


def test_who_loses_a_right_loses_the_line_and_is_not_heard_any_more(
    person: Person, invited: Invited, office: Office, dossier: str
) -> None:
    text = Text(dossier, "retention", 10)
    other = written(person(COLLEAGUE), text, "Begin.")
    people = {
        "rol": invited("rol@surf.example", "analyst"),
        "sessie": invited("sessie@surf.example", "analyst"),
        "account": invited("account@surf.example", "analyst"),
        "lezer": invited("lezer@surf.example", "analyst", "reviewer"),
    }
    lines = {name: opened(each, text) for name, each in people.items()}

    office.end_role("rol@surf.example", role="Analist")
    office.end_role("lezer@surf.example", role="Analist")
    office.switch_off("account@surf.example")
    people["sessie"].post("/logout", {})
    typing = {name: lines.pop(name) for name in ("rol", "sessie")}
    typed = _typed_until_the_end(typing, lines)

    ended = {name: line.code for name, line in (*typing.items(), *lines.items())}
    assert ended == {
        "rol": FORBIDDEN, "sessie": SIGNED_OUT, "account": SIGNED_OUT, "lezer": AGAIN,
    }  # fmt: skip
    stored = text.stored(person(ANALYST)).split()
    for name, line in typing.items():
        kept, refused = typed[name][: line.acknowledged], typed[name][line.acknowledged :]
        assert set(kept) <= set(stored), "what was acknowledged is lost"
        assert not set(refused) & set(stored), "what was refused is there"
    assert people["rol"].knock(text.line, origin=office.address) == 404
    for name in ("sessie", "account"):
        assert people[name].line(text.line).ends() == SIGNED_OUT
    reader = opened(people["lezer"], text)
    assert not reader.may_write
    assert other.reads(reader.says)
    assert_passed_on("Einde.", other, reader)
