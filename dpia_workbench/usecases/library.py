"""The library of risks and measures: it grows from published releases and external records.

What is taken from it is text. Likelihood and severity stay unknown and everything is marked, until
an analyst looks at it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import library
from dpia_workbench.risk.library import Item
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import Axis, Level, worst_level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.vocabulary import MeasureKind, Origin
from dpia_workbench.store import library as published
from dpia_workbench.store import releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Claim,
    ClaimAuthor,
    Dossier,
    Measure,
    Product,
    Release,
    Revision,
    RevisionAuthor,
    Risk,
)
from dpia_workbench.usecases import practice, recorded, states, steps
from dpia_workbench.usecases.editing import editable_dossier, next_number, sign

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What was published about a product: its frozen content, or its record as draft rows."""

    product: Product
    revision_id: UUID | None  # None: an external record
    risks: Mapping[str, Content]
    measures: Mapping[str, Content]
    claims: tuple[Content, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A risk or a measure of the library, as the newest source tells it, and how often it occurs.

    `usual` are the names of the measures that its source claims to help against a risk.
    """

    slug: str
    key: str
    title: Bilingual
    description: Bilingual
    products: tuple[Bilingual, ...]
    of: int  # DPIAs in the library
    solved: int
    usual: tuple[Bilingual, ...] = ()
    owner: Owner | None = None

    @property
    def count(self) -> int:
        """Return in how many DPIAs it occurs."""
        return len(self.products)


def sources(session: Session) -> dict[str, Source]:
    """Return what the library is made of, by the slug of the product; the newest first."""
    found = published.published(session)
    found.sort(key=lambda pair: pair[1].published_at.timestamp() if pair[1] else 0.0, reverse=True)
    return {product.slug: _source(product, release) for product, release in found}


def _source(product: Product, release: Release | None) -> Source:
    if release is None:
        return _record(product)
    content = releases.content(release)
    return Source(
        product=product,
        revision_id=release.revision_id,
        risks={item["key"]: {**item, "is_solved": _is_solved(content, item)}
               for item in content["risks"]},
        measures={item["key"]: item for item in content["measures"]},
        claims=tuple(content["claims"]),
    )  # fmt: skip


def _record(product: Product) -> Source:
    content: Content = product.record.content if product.record else {}
    numbered = zip(recorded.risks(content), content["risks"], strict=True)
    return Source(
        product=product,
        revision_id=None,
        risks={
            row.key: {
                "title": row.title.as_dict(), "description": row.description.as_dict(),
                "origin": row.origin, "is_solved": _is_lower(item),
            }
            for row, item in numbered
            if "-" not in item["id"]  # several risks that the source does not tell apart
        },
        measures={
            row.key: {
                "title": row.title.as_dict(), "instruction": row.instruction.as_dict(),
                "owner": row.owner, "kind": row.kind,
            }
            for row, item in zip(
                recorded.measures(content),
                (*content["vendor_measures"], *content["school_measures"]), strict=True,
            )
            if "-" not in item["id"]
        },
        claims=(),
    )  # fmt: skip


def _is_solved(content: Content, item: Content) -> bool:
    """Return whether a risk that was not low becomes low everywhere by what schools can attain."""
    cells = [cell["levels"][item["key"]] for cell in content["cells"]]
    before = [Level(levels[Stage.AS_TESTED]) for levels in cells]
    after = [Level(levels[Stage.ATTAINABLE]) for levels in cells]
    return bool(cells) and worst_level(before) is not Level.LOW and worst_level(after) is Level.LOW


def _is_lower(item: Content) -> bool:
    return item["level_before"] in ("high", "medium") and item["level_after"] == "low"


def risks(session: Session, *, actor: Actor, words: str = "") -> list[Entry]:
    """Return the risks of the library in which all the words occur. Raises Forbidden."""
    require(actor, Permission.DOSSIER_CREATE)
    known = sources(session)
    groups = library.grouped(list(_items(known, "risks")))
    return _entries(known, groups, "risks", words=words)


def measures(session: Session, *, actor: Actor, words: str = "") -> list[Entry]:
    """Return the measures of the library in which all the words occur. Raises Forbidden."""
    require(actor, Permission.DOSSIER_CREATE)
    known = sources(session)
    groups = library.grouped(list(_items(known, "measures")))
    return _entries(known, groups, "measures", words=words)


def _items(known: Mapping[str, Source], part: str) -> Iterator[Item]:
    for slug, source in known.items():
        for key, item in getattr(source, part).items():
            title = Bilingual.of(item["title"])
            yield Item(
                source=slug, key=key, titles=(title.text("nl"), title.text("en")),
                is_solved=item.get("is_solved", False),
            )  # fmt: skip


def _entries(
    known: Mapping[str, Source], groups: Iterable[library.Group], part: str, *, words: str
) -> list[Entry]:
    wanted = library.words(words)
    of = sum(1 for source in known.values() if source.risks or source.measures)
    found = []
    for group in groups:
        first = group.items[0]
        source = known[first.source]
        item = getattr(source, part)[first.key]
        title = Bilingual.of(item["title"])
        told = Bilingual.of(item.get("description") or item.get("instruction"))
        text = " ".join([*title.as_dict().values(), *told.as_dict().values()]).casefold()
        if not all(word in text for word in wanted):
            continue
        found.append(
            Entry(
                slug=first.source, key=first.key, title=title, description=told,
                products=tuple(known[slug].product.name for slug in sorted(group.sources)),
                of=of, solved=len(group.solved),
                usual=tuple(_usual(source, first.key)) if part == "risks" else (),
                owner=Owner(item["owner"]) if part == "measures" else None,
            )
        )  # fmt: skip
    return found


def _usual(source: Source, risk: str) -> Iterator[Bilingual]:
    keys = {key for claim in source.claims if claim["risk"] == risk for key in claim["requires"]}
    for key in sorted(keys, key=list(source.measures).index):
        yield Bilingual.of(source.measures[key]["title"])


def add_risk(
    session: Session, *, actor: Actor, dossier_id: UUID, slug: str, key: str, now: datetime
) -> Risk:
    """Add a risk of the library to a draft, with its claims and the measures these rest on.

    A measure that the draft has by the same name is not added again. Who wrote in the release that
    it comes from becomes an author here, too (invariant 13).
    Raises NotFound, Forbidden or NotEditable.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    source, item = _item(session, slug, key, part="risks")
    revision = dossier.revision
    before = states.state(session, revision)
    row = Risk(
        number=next_number(revision.risks), title=Bilingual.of(item["title"]), floors=[],
        description=Bilingual.of(item["description"]), origin=Origin(item["origin"]), to_check=True,
    )  # fmt: skip
    revision.risks.append(row)
    origin = session.get(Revision, source.revision_id) if source.revision_id else None
    for claim in source.claims:
        if claim["risk"] == key:
            revision.claims.append(_claim(revision, claim, risk=row, source=source, origin=origin))
    _add_authors(revision, origin)
    _remember(session, revision, before, actor=actor, now=now)
    sign(session, dossier, "library.added", actor=actor, now=now, subject=row.key, source=slug)
    return row


def add_measure(
    session: Session, *, actor: Actor, dossier_id: UUID, slug: str, key: str, now: datetime
) -> Measure:
    """Add a measure of the library to a draft. Raises NotFound, Forbidden or NotEditable."""
    dossier = editable_dossier(session, dossier_id, actor=actor)
    source, item = _item(session, slug, key, part="measures")
    before = states.state(session, dossier.revision)
    row = _measure(dossier.revision, item)
    origin = session.get(Revision, source.revision_id) if source.revision_id else None
    _add_authors(dossier.revision, origin)
    _remember(session, dossier.revision, before, actor=actor, now=now)
    sign(session, dossier, "library.added", actor=actor, now=now, subject=row.key, source=slug)
    return row


def _remember(
    session: Session, revision: Revision, before: states.State, *, actor: Actor, now: datetime
) -> None:
    """Keep in the history what came into a draft, so that a version without it can come back."""
    session.flush()
    added = states.compared(before, states.state(session, revision))
    told = [(each.place, each.before, each.after) for each in added]
    steps.record_all(session, revision, told, actor=actor, now=now)


def _item(session: Session, slug: str, key: str, *, part: str) -> tuple[Source, Content]:
    source = sources(session).get(slug)
    item = getattr(source, part).get(key) if source else None
    if source is None or item is None:
        raise NotFound
    return source, item


def _measure(revision: Revision, item: Content) -> Measure:
    """Return the draft's measure of a name, added if it is not there; agreements stay behind."""
    owner, title = Owner(item["owner"]), Bilingual.of(item["title"])
    for row in revision.measures:
        if row.owner is owner and has_name(row.title, title):
            return row
    made = Measure(
        number=next_number(revision.measures), owner=owner, kind=MeasureKind(item["kind"]),
        title=title, instruction=Bilingual.of(item["instruction"]), **practice.of(item),
        editions=[], to_check=True,
    )  # fmt: skip
    revision.measures.append(made)
    return made


def has_name(one: Bilingual, other: Bilingual) -> bool:
    """Return whether two titles have the same words in a language that both have."""
    return any(
        library.words(mine) == library.words(theirs) != frozenset()
        for mine, theirs in ((one.nl, other.nl), (one.en, other.en))
    )


def _claim(
    revision: Revision, item: Content, *, risk: Risk, source: Source, origin: Revision | None
) -> Claim:
    needed: Sequence[Measure] = [
        _measure(revision, source.measures[key]) for key in item["requires"]
    ]
    made = Claim(
        number=next_number(revision.claims), risk=risk, axis=Axis(item["axis"]), cap=item["cap"],
        void_if=list(item["void_if"]), rationale=item["rationale"],
        requires=list(dict.fromkeys(needed)), to_check=True,
    )  # fmt: skip
    theirs = [each for each in origin.claims if each.key == item["key"]] if origin else []
    made.authors = [
        ClaimAuthor(user_id=author.user_id) for each in theirs for author in each.authors
    ]
    return made


def _add_authors(revision: Revision, origin: Revision | None) -> None:
    known = {author.user_id for author in revision.authors}
    for author in origin.authors if origin else ():
        if author.user_id not in known:
            revision.authors.append(RevisionAuthor(user_id=author.user_id))


def is_there(dossier: Dossier, entry: Entry) -> bool:
    """Return whether a draft has a risk or a measure of the library already."""
    rows: Sequence[Risk | Measure] = (
        dossier.revision.risks if entry.owner is None else dossier.revision.measures
    )
    return any(has_name(row.title, entry.title) for row in rows)
