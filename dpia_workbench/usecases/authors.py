"""Who wrote which words of a text: kept beside it while people type, told for any text.

What comes as an update is its sender's. What was written as Markdown is who last wrote the field;
of a text that nobody typed in with others, the steps of its history tell.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.risk.authorship import Passage, Passages, length_of, rewritten
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import BODY
from dpia_workbench.store import contents, text_updates
from dpia_workbench.store.models import Dossier, FieldStep, SectionText, TextUpdate
from dpia_workbench.usecases.document import Document


def add(
    row: SectionText, old: Sequence[bytes], new: Iterable[TextUpdate], *, document: Document
) -> None:
    """Keep who typed what in updates that come after the others."""
    _keep(row, grown(row, old, new, document=document))


def grown(
    row: SectionText, old: Sequence[bytes], new: Iterable[TextUpdate], *, document: Document
) -> Passages:
    """Return who wrote a text with updates that come after the others."""
    return document.grown(old, [(each.data, _name(each.by_id)) for each in new], _kept(row))


def follow(
    session: Session, row: SectionText, old: Sequence[bytes], data: bytes, *, dossier: Dossier,
    document: Document,
) -> None:  # fmt: skip
    """Keep who wrote as Markdown what an update brings into the document."""
    steps = _steps(session, row, dossier)
    if old:
        author = _name(steps[-1].by_id) if steps else None
        _keep(row, document.grown(old, [(data, author)], _kept(row)))
    else:
        _keep(row, _begun(row, steps, document.flat([data])))


def written(
    session: Session, row: SectionText, *, dossier: Dossier, document: Document
) -> Sequence[tuple[str | None, str]]:
    """Return the words of a text with who wrote them; None is nobody that is known here."""
    updates = [each.data for each in text_updates.after(session, row.id)]
    is_open = bool(row.settled and updates)
    text = document.flat(updates if is_open else [document.rewritten([], row.body)])
    kept = _kept(row) if is_open else _begun(row, _steps(session, row, dossier), text)
    if length_of(kept) != len(text):
        kept = (Passage(len(text)),)
    found, place = [], 0
    for each in kept:
        found.append((each.author, text[place : place + each.length]))
        place += each.length
    return found


def _begun(row: SectionText, steps: Iterable[FieldStep], text: str) -> Passages:
    """Return who wrote a text in which nobody typed with others yet: by its history, if it has."""
    kept = _kept(row)
    if kept and length_of(kept) == len(text):
        return kept  # as it was in the revision before
    found: Passages = ()
    before = ""
    for step in steps:
        was, after = str(step.before or ""), str(step.after or "")
        found = rewritten(found, before, was, None)
        found, before = rewritten(found, was, after, _name(step.by_id)), after
    found = rewritten(found, before, row.body, None)
    return rewritten(found, row.body, text, None)


def _steps(session: Session, row: SectionText, dossier: Dossier) -> Sequence[FieldStep]:
    place = Place(part=DossierPart.TEXT, key=row.section, field=BODY.name)
    return contents.steps(session, dossier.revision, place=place)[::-1]


def _name(user_id: UUID | None) -> str | None:
    return str(user_id) if user_id else None


def _kept(row: SectionText) -> Passages:
    return tuple(Passage(length, author) for length, author in row.passages or ())


def _keep(row: SectionText, passages: Passages) -> None:
    row.passages = [[each.length, each.author] for each in passages]
