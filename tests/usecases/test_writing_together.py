"""Whatever two people do, in whatever order: no word that somebody saved disappears in silence."""

import re
from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import fields
from dpia_workbench.usecases.holding import FieldConflict
from tests import make

PROPOSAL = Place(part=DossierPart.TEXT, key="proposal", field="body")
START = "De school bewaart cijfers.\n\nDocenten lezen ze. Ouders ook.\n\nDaarna niet meer."
_WORD = re.compile(r"w\d+")
_SPACE = re.compile(r"[ \n]")

# Who acts, what they do, and where in the text, in thousandths of it.
MOVES = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["insert", "insert", "remove", "save", "save", "reload"]),
        st.integers(0, 999),
    ),
    max_size=40,
)


@dataclass
class Writer:
    """What a page knows: the text that it began with, and the one that somebody typed."""

    person: make.Person
    was: str = START
    text: str = START
    removed: set[str] = field(default_factory=set)


def _edit(writer: Writer, move: str, place: int, *, word: str) -> None:
    text = writer.text
    if move == "insert":
        gaps = [found.start() for found in _SPACE.finditer(text)] or [0]
        at = gaps[place * len(gaps) // 1000]
        writer.text = f"{text[:at]} {word}{text[at:]}"
    elif words := _WORD.findall(text):
        gone = words[place * len(words) // 1000]
        writer.removed.add(gone)
        writer.text = re.sub(rf" ?\b{gone}\b", "", text)


def _save(session: Session, dossier: Dossier, writer: Writer) -> str:
    """Save as the page does: after a conflict it shows both, and both are put in the field."""
    told = {"actor": writer.person.actor, "dossier_id": dossier.id, "place": PROPOSAL}
    try:
        saved = fields.save(session, value=writer.text, was=writer.was, now=make.NOW, **told)
    except FieldConflict as refused:
        theirs = str(refused.params["theirs"])
        both = f"{theirs}\n\n{refused.params['mine']}"
        saved = fields.save(session, value=both, was=theirs, now=make.NOW, **told)
    writer.was = writer.text = str(saved.value)
    return writer.text


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=MOVES)
def test_no_word_that_was_saved_disappears_unless_somebody_took_it_out(
    session: Session, people: make.People, moves: list[tuple[int, str, int]]
) -> None:
    dossier = make.empty_dossier(session, people=people)
    writers = [Writer(people.analyst), Writer(people.analyst2)]
    saved_words: set[str] = set()
    names = (f"w{number}" for number in count())
    stored = ""
    fields.save(
        session, actor=people.analyst.actor, dossier_id=dossier.id, place=PROPOSAL, value=START,
        was="", now=make.NOW,
    )  # fmt: skip

    for who, move, place in [*moves, (0, "save", 0), (1, "save", 0), (0, "save", 0)]:
        writer = writers[who]
        if move in ("insert", "remove"):
            _edit(writer, move, place, word=next(names))
        elif move == "save":
            stored = _save(session, dossier, writer)
            saved_words |= set(_WORD.findall(stored))
        elif writer.text == writer.was and stored:  # hears what the other saved
            writer.was = writer.text = stored

        gone = saved_words - set(_WORD.findall(stored))
        assert gone <= writers[0].removed | writers[1].removed

    assert writers[0].text == stored
