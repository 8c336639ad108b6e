"""The demonstration: the shape of the files in data/demonstration/, and the way to read them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.board_decision import AdviceStance, Hearing
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas import demonstration_questions as questions
from dpia_workbench.schemas.base import Email, Flag, StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Code, Listing, Number, Part, Slug
from dpia_workbench.schemas.demonstration_adoptions import SituationSchema
from dpia_workbench.schemas.demonstration_dossiers import Ago, DossierSchema, DraftSchema
from dpia_workbench.schemas.demonstration_incidents import IncidentsSchema
from dpia_workbench.schemas.demonstration_judgements import (
    ConditionSchema,
    HappenedSchema,
    OwnRiskSchema,
)
from dpia_workbench.schemas.demonstration_schools import CoveredSchema, RegisterSchema
from dpia_workbench.schemas.demonstration_searches import SearchesSchema
from dpia_workbench.schemas.demonstration_statements import (
    SharedSchema,
    entry_faults,
    faults,
    whole,
)
from dpia_workbench.schemas.demonstration_sub_processors import AnnouncementsSchema
from dpia_workbench.schemas.demonstration_talk import loose_ends
from dpia_workbench.schemas.desk import Desk
from dpia_workbench.schemas.source import Source, Where
from dpia_workbench.usecases.organisation import slug_of

# Whom the story needs, and who is promised to everybody who tries the workbench.
ACCOUNTS = (
    "analist@surf.example", "analist2@surf.example", "reviewer@surf.example",
    "publicist@surf.example", "analist@sivon.example", "contact@noorderlicht.example",
    "contact@zuidwind.example", "po@dewaterlelie.example", "fg@dewaterlelie.example",
    "bestuur@dewaterlelie.example", "po@hetkompas.example", "fg@hetkompas.example",
    "bestuur@hetkompas.example", "beheer@workbench.example",
)  # fmt: skip
_LONG = 20_000
Item = Mapping[str, Any]


class PersonSchema(StrictSchema):
    """An invented person with an account."""

    email = Email()
    name = Text()
    role = Code(*Role)


class OrganisationSchema(StrictSchema):
    """An invented organisation with its people."""

    name = Text()
    kind = Code(*OrganisationKind)
    number = Text(blank=True, longest=40)
    sectors = Listing(Code(*Sector))
    people = Listing(Part(PersonSchema))


class OrganisationsSchema(StrictSchema):
    """The file organisations.yaml."""

    organisations = Listing(Part(OrganisationSchema))

    @validates_schema
    def holds_everybody(self, data: Item, **_kwargs: Any) -> None:
        """Refuse to leave out who the story needs, or to name anybody twice."""
        found = [person["email"] for row in data["organisations"] for person in row["people"]]
        missing = [email for email in ACCOUNTS if email not in found]
        twice = sorted({email for email in found if found.count(email) > 1})
        wrong = [_("There is no account %(email)s.", email=email) for email in missing]
        wrong += [_("The account %(email)s is there twice.", email=email) for email in twice]
        if wrong:
            raise ValidationError({"organisations": wrong})


class AppliedSchema(StrictSchema):
    """A measure that the board applied, with its evidence."""

    key = Number()
    evidence = Text(longest=_LONG)


class AdviceSchema(StrictSchema):
    """What the data protection officer advised."""

    given = Ago(required=True)
    text = Text(longest=_LONG)


class ViewsSchema(AdviceSchema):
    """What parents, pupils and staff said."""

    asked = Flag(required=True)
    heard = fields.List(Code(*Hearing), load_default=list)


class DecisionSchema(StrictSchema):
    """What the board decided."""

    taken = Ago(required=True)
    outcome = Code(*Outcome)
    reason = Text(longest=_LONG)
    conditions = fields.List(Part(ConditionSchema), load_default=list)
    stance = Code(*AdviceStance)
    follows_advice = Text(blank=True, longest=_LONG)
    consultation = fields.List(Part(HappenedSchema), load_default=list)
    mandate = Text()
    review_in = Whole(least=1, most=360, required=True)


class LookSchema(StrictSchema):
    """Why the data protection officer asked for a new look."""

    asked = Ago(required=True)
    text = Text(longest=_LONG)


class AdoptionSchema(StrictSchema):
    """How far a board is with a product; each step that is there was taken."""

    board = Slug()
    product = Slug()
    started = Ago(required=True)
    joined = Ago()
    schools = fields.Nested(CoveredSchema)
    situation = fields.Nested(SituationSchema)
    risks = fields.List(Part(OwnRiskSchema), load_default=list)
    measures = fields.List(Part(AppliedSchema), load_default=list)
    advice = fields.Nested(AdviceSchema)
    views = fields.Nested(ViewsSchema)
    decision = fields.Nested(DecisionSchema)
    look = fields.Nested(LookSchema)


class UsedSchema(StrictSchema):
    """A product that a board uses without a joint verdict, and what it asks."""

    name = Text()
    pupils = Whole(least=0, most=100_000)
    wants_verdict = Flag(load_default=False)
    takes_part = Flag(load_default=False)


class UsedListSchema(StrictSchema):
    """What stands on the list of a board besides what it adopts."""

    board = Slug()
    added = Ago(required=True)
    products = Listing(Part(UsedSchema))


class AdoptionsSchema(StrictSchema):
    """The file adoptions.yaml."""

    adoptions = Listing(Part(AdoptionSchema))
    lists = Listing(Part(UsedListSchema))
    registers = Listing(Part(RegisterSchema))


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """All that data/demonstration/ holds, checked; dossiers by the slug of their product."""

    organisations: Sequence[Item] = ()
    dossiers: Mapping[str, Item] = field(default_factory=dict)
    drafts: Sequence[Item] = ()
    adoptions: Sequence[Item] = ()
    announcements: Sequence[Item] = ()
    searches: Sequence[Item] = ()
    lists: Sequence[Item] = ()
    incidents: Sequence[Item] = ()
    feedback: Sequence[Item] = ()
    registers: Sequence[Item] = ()

    def files(self) -> list[Item]:
        """Return the files of evidence, messages and agreements, with names and what they hold."""
        revisions = [item["revision"] for item in self.dossiers.values() if "revision" in item]
        agreed = [item["agreement"] for item in self.dossiers.values() if "agreement" in item]
        items = (*revisions, *self.drafts)
        proofs = [each["file"] for item in items for each in item["evidence"]]
        annexes = [each["file"] for item in agreed for each in item["annexes"]]
        sent = [file for item in items for file in questions.files(item)]
        return [*proofs, *annexes, *sent]


def read_demonstration(folder: Path) -> Demonstration:
    """Read and check the demonstration; nothing at all if there is no such folder.

    Raises ContentRefused with all problems of all files, each with file, line and field.
    """
    if not folder.is_dir():
        return Demonstration()
    desk = Desk(folder=folder)
    _source, people = desk.read(folder / "organisations.yaml", schema=OrganisationsSchema())
    names = [slug_of(row["name"]) for row in people.get("organisations", ())]
    shared = {path.stem: _shared(desk, path) for path in _files(folder / "shared")}
    dossiers = {
        path.stem: _dossier(desk, path, vendors=names, shared=shared)
        for path in _files(folder / "dossiers")
    }
    drafts = [_draft(desk, path, of=dossiers, shared=shared) for path in _files(folder / "drafts")]
    source, found = desk.read(folder / "adoptions.yaml", schema=AdoptionsSchema())
    for index, item in enumerate(found.get("adoptions", ())):
        if source:
            _adoption(desk, source, index, item, boards=names, dossiers=dossiers)
    for part in ("lists", "registers"):
        for index, item in enumerate(found.get(part, ())):
            if source:
                _known(desk, source, (part, index, "board"), item["board"], of=names)
    announcements = _announcements(desk, folder / "sub_processors.yaml", dossiers=dossiers)
    reported = _incidents(desk, folder / "incidents.yaml", boards=names, dossiers=dossiers)
    _saved, searches = desk.read(folder / "searches.yaml", schema=SearchesSchema())
    desk.finish()
    return Demonstration(
        organisations=people["organisations"],
        dossiers=dossiers,
        drafts=drafts,
        adoptions=found["adoptions"],
        announcements=announcements,
        searches=searches["searches"],
        lists=found["lists"],
        incidents=reported["incidents"],
        feedback=reported["feedback"],
        registers=found["registers"],
    )


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _shared(desk: Desk, path: Path) -> Item:
    source, item = desk.read(path, schema=SharedSchema())
    if source and item:
        _note(desk, source, entry_faults(item["entries"], known={}))
    return item


def _dossier(desk: Desk, path: Path, *, vendors: Sequence[str], shared: Mapping[str, Item]) -> Item:
    source, item = desk.read(path, schema=DossierSchema())
    if not source or not item:
        return item
    _known(desk, source, ("product", "vendor"), item["product"]["vendor"], of=vendors)
    # The name of a product makes the name of its file.
    slug = slug_of(item["product"]["name"]["nl"])
    _known(desk, source, ("product", "name"), slug, of=[path.stem])
    _note(desk, source, faults(item, shared=shared))
    if "revision" in item:
        found = _revision_faults(item, revision=item["revision"])
        _note(desk, source, ((("revision", *where), message) for where, message in found))
    return whole(item, shared=shared)


def _revision_faults(item: Item, *, revision: Item) -> Iterator[tuple[Where, str]]:
    """Yield what is wrong in a revision; its entries refer to one another only."""
    yield from entry_faults(revision["entries"], known={})
    yield from loose_ends(revision, accounts=ACCOUNTS, parts=(item, revision))
    yield from questions.loose_ends(revision, accounts=ACCOUNTS)


def _draft(desk: Desk, path: Path, *, of: Mapping[str, Item], shared: Mapping[str, Item]) -> Item:
    source, item = desk.read(path, schema=DraftSchema())
    if not source or not item:
        return item
    _known(desk, source, ("product",), item["product"], of=of)
    _known(desk, source, ("by",), item["by"], of=ACCOUNTS)
    _note(desk, source, faults(item, shared=shared))
    _note(desk, source, loose_ends(item, accounts=ACCOUNTS, parts=(item,)))
    _note(desk, source, questions.loose_ends(item, accounts=ACCOUNTS))
    return whole(item, shared=shared)


def _note(desk: Desk, source: Source, found: Iterable[tuple[Where, str]]) -> None:
    """Keep what is wrong with what one part of a file says of another one."""
    desk.problems += [source.problem(where, message=message) for where, message in found]


def _adoption(
    desk: Desk,
    source: Source,
    index: int,
    item: Item,
    *,
    boards: Sequence[str],
    dossiers: Mapping[str, Item],
) -> None:
    """Refuse a board, a product or a measure that is not there."""
    here: tuple[str | int, ...] = ("adoptions", index)
    _known(desk, source, (*here, "board"), item["board"], of=boards)
    _known(desk, source, (*here, "product"), item["product"], of=dossiers)
    count = len(dossiers.get(item["product"], {}).get("measures", ()))
    keys = [f"M{number}" for number in range(1, count + 1)]
    for place, measure in enumerate(item["measures"]):
        _known(desk, source, (*here, "measures", place, "key"), measure["key"], of=keys)


def _announcements(desk: Desk, path: Path, *, dossiers: Mapping[str, Item]) -> Sequence[Item]:
    """Return the announcements, unless they name people or products that are not there."""
    source, found = desk.read(path, schema=AnnouncementsSchema())
    items: Sequence[Item] = found.get("announcements", ())
    for index, item in enumerate(items):
        if source:
            here: tuple[str | int, ...] = ("announcements", index)
            people = [item["by"], *([item["bundle"]["by"]] if "bundle" in item else [])]
            for email in people:
                _known(desk, source, (*here, "by"), email, of=ACCOUNTS)
            for slug in item["products"]:
                _known(desk, source, (*here, "products"), slug, of=dossiers)
    return items


def _incidents(
    desk: Desk, path: Path, *, boards: Sequence[str], dossiers: Mapping[str, Item]
) -> Item:
    """Return incidents and feedback, unless they name people, boards or products that are not."""
    source, found = desk.read(path, schema=IncidentsSchema())
    for part in ("incidents", "feedback"):
        for index, item in enumerate(found.get(part, ())):
            if source:
                here: tuple[str | int, ...] = (part, index)
                _known(desk, source, (*here, "product"), item["product"], of=dossiers)
                for name in {"by", "sent_by"} & item.keys():
                    _known(desk, source, (*here, name), item[name], of=ACCOUNTS)
                for each in (item, *item.get("readers", ())):
                    if "board" in each:
                        _known(desk, source, (*here, "board"), each["board"], of=boards)
    return found


def _known(
    desk: Desk, source: Source, where: tuple[str | int, ...], value: str, *, of: Any
) -> None:
    """Refuse a name of something that is nowhere; a list with problems of its own allows all."""
    if of and value not in of:
        message = _("There is no %(name)s in the demonstration.", name=value)
        desk.problems.append(source.problem(where, message=message))
