"""What the templates of a revision still ask for (method.md 1.5, 2.6 and invariant 34)."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.orm import Session, object_session

from dpia_workbench.risk import templates as rules
from dpia_workbench.risk.assessment import Purpose
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.templates import Entry, Filled, Part, Template, Unfilled
from dpia_workbench.risk.verdict import Result
from dpia_workbench.store import contents, templates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Entry as Statement
from dpia_workbench.store.models import Revision

DEFAULT = "nl-rijk-dpia-3.0"


def newest(session: Session, *, keys: tuple[str, ...] = (DEFAULT,)) -> dict[str, int]:
    """Return the versions that a new revision pins; none of a template that is not loaded."""
    found = {}
    for key in keys:
        try:
            found[key] = templates.newest(session, key).version
        except NotFound:
            continue
    return found


def pinned(session: Session, revision: Revision, key: str) -> Template:
    """Return a template in the version a revision pins, or else the newest. Raises NotFound."""
    return template_of(session, key, version=(revision.templates or {}).get(key))


def template_of(session: Session, key: str, *, version: int | None) -> Template:
    """Return a template in a version, or the newest if that is not there. Raises NotFound."""
    row = templates.find(session, key, version=version) if version else None
    return Template.of((row or templates.newest(session, key)).content)


def unfilled(revision: Revision) -> dict[Purpose, tuple[Unfilled, ...]]:
    """Return what the templates that a revision pins need and do not have, for each purpose."""
    session = object_session(revision)
    if session is None or not revision.templates:
        return {}
    held = filled(session, revision)
    asked = [pinned(session, revision, key) for key in sorted(revision.templates)]
    return {
        purpose: tuple(
            lack for each in asked for lack in rules.unfilled(each, held, purpose=purpose)
        )
        for purpose in Purpose
    }


def filled(session: Session, revision: Revision) -> Filled:
    """Return what a revision holds, as far as templates ask."""
    return filled_with(revision, contents.entries(session, revision))


def filled_with(revision: Revision, rows: Iterable[Statement]) -> Filled:
    """Return what a revision holds, given the entries that are in it."""
    entries: dict[Register, list[Entry]] = defaultdict(list)
    for row in rows:
        entries[row.register].append((row.key, contents.values(row)))
    return Filled(
        texts={Section(row.section): bool(row.body.strip()) for row in revision.texts},
        entries={register: tuple(rows) for register, rows in entries.items()},
        parts=_parts(revision),
        assessed=frozenset(
            row.topic for row in revision.findings if row.result is not Result.NOT_ASSESSED
        ),
        not_applicable=frozenset(row.subject for row in revision.not_applicable),
    )


def _parts(revision: Revision) -> dict[Part, bool]:
    """Return which other parts there are; what follows from them is there whenever they are."""
    has_risks, has_measures = bool(revision.risks), bool(revision.measures)
    return {
        Part.SUMMARY: bool(revision.summary),
        Part.SCOPE: bool(revision.scope),
        Part.SENTENCE: bool(revision.sentence),
        Part.SCREENING: revision.screening is not None,
        Part.CELLS: bool(revision.cells),
        Part.RISKS: has_risks,
        Part.RISK_MATRIX: has_risks,
        Part.RISKS_RESIDUAL: has_risks,
        Part.MEASURES: has_measures,
        Part.MEASURES_BY_ACTOR: has_measures,
        Part.CLAIMS: bool(revision.claims),
        Part.VERSIONS: True,
        Part.REVIEWS: bool(revision.reviews),
        Part.EVIDENCE: True,
        Part.GLOSSARY: True,
        Part.DECISION: True,
    }
