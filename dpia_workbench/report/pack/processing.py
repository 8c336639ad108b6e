"""What a board does with a product, operation by operation, with the words of the release."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.entry_words import entry_name
from dpia_workbench.i18n.labels import label
from dpia_workbench.report.wording import text_of
from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.statements import DataCategory, DataType, Mechanism, PartyRole, SubjectKind
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store.models import LocalOperation
from dpia_workbench.usecases.local import LocalAssessment, MeasureView

Entry = Mapping[str, Any]
_RECEIVE = frozenset({PartyRole.RECIPIENT, PartyRole.THIRD_PARTY, PartyRole.PROVIDER})


def operations(assessment: LocalAssessment) -> tuple[LocalOperation, ...]:
    """Return the operations of the board."""
    return tuple(row for row in assessment.adoption.operations if not row.is_removed)


def entries(assessment: LocalAssessment, register: Register) -> tuple[Entry, ...]:
    """Return the entries of a register in the release; earlier forms had none."""
    found = assessment.content.get("entries", ())
    return tuple(item for item in found if item["register"] == register)


def names(assessment: LocalAssessment, keys: Iterable[str]) -> list[str]:
    """Return the names of entries of the release by their keys, as the board chose them."""
    known = {item["key"]: item for item in assessment.content.get("entries", ())}
    return [
        entry_name(Register(known[key]["register"]), known[key]["values"]) if key in known else key
        for key in keys
    ]


def applied(assessment: LocalAssessment) -> list[MeasureView]:
    """Return the measures that this board has in effect."""
    return [view for view in assessment.measures if view.is_effective]


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """What the register of processing says of one operation, in the current language."""

    name: str
    purpose: str
    basis: str
    basis_reason: str
    subjects: tuple[str, ...]
    categories: tuple[str, ...]
    data: tuple[str, ...]
    protected: tuple[str, ...]
    access: str
    recipients: tuple[str, ...]
    processors: tuple[str, ...]
    transfers: tuple[str, ...]
    retention: str
    links: str


def processings(assessment: LocalAssessment) -> tuple[Processing, ...]:
    """Return one per operation; of a board that named none, its purposes as one."""
    found = tuple(_processing(assessment, row) for row in operations(assessment))
    return found or (_unnamed(assessment),)


def _processing(assessment: LocalAssessment, row: LocalOperation) -> Processing:
    items = [e for e in entries(assessment, Register.DATA_ITEM) if e["key"] in row.data_items]
    other = [row.other_data.strip()] if row.other_data.strip() else []
    return Processing(
        name=row.name,
        purpose=row.purpose,
        basis=label(row.legal_basis) if row.legal_basis else "",
        basis_reason=row.basis_reason,
        subjects=_subjects(assessment, items),
        categories=_labels(DataCategory, items, field="category"),
        data=(*names(assessment, row.data_items), *other),
        protected=tuple(
            kind for kind in _labels(DataType, items, field="data_type")
            if kind != label(DataType.ORDINARY)
        ),
        access=row.access,
        recipients=_parties(assessment, roles=_RECEIVE, key=row.key),
        processors=processors(assessment, key=row.key),
        transfers=transfers(assessment, key=row.key),
        retention=row.retention,
        links=row.links,
    )  # fmt: skip


def _unnamed(assessment: LocalAssessment) -> Processing:
    product = text_of(assessment.content["product"]["name"])
    return Processing(
        name=_("Use of %(product)s", product=product), purpose=assessment.adoption.purposes,
        basis="", basis_reason="", subjects=_subjects(assessment, ()), categories=(), data=(),
        protected=(), access="", recipients=_parties(assessment, roles=_RECEIVE, key=""),
        processors=processors(assessment), transfers=transfers(assessment), retention="", links="",
    )  # fmt: skip


def _labels(options: Any, items: Iterable[Entry], *, field: str) -> tuple[str, ...]:
    chosen = [item["values"].get(field) for item in items]
    return tuple(dict.fromkeys(label(options(value)) for value in chosen if value))


def _subjects(assessment: LocalAssessment, items: Iterable[Entry]) -> tuple[str, ...]:
    """Return whose data it is: of the data, or else of the scope cells that the board uses."""
    keys = {key for item in items for key in item["values"].get("subjects", ())}
    people = [e for e in entries(assessment, Register.DATA_SUBJECT) if e["key"] in keys]
    named = _labels(SubjectKind, people, field="subject_kind")
    groups = (label(SubjectGroup(cell["group"])) for cell in assessment.cells)
    return named or tuple(dict.fromkeys(groups))


def _is_about(item: Entry, key: str) -> bool:
    """Return whether a statement is about an operation; one without operations is about all."""
    about = item["values"].get("operations") or ()
    return not about or not key or key in about


def _parties(
    assessment: LocalAssessment, *, roles: Iterable[PartyRole], key: str
) -> tuple[str, ...]:
    wanted = set(roles)
    return tuple(
        item["values"].get("name", item["key"])
        for item in entries(assessment, Register.PARTY)
        if _is_about(item, key) and wanted & set(item["values"].get("roles", ()))
    )


def processors(assessment: LocalAssessment, *, key: str = "") -> tuple[str, ...]:
    """Return who processes for the board and below it; the vendor if the release names nobody."""
    first = _parties(assessment, roles=(PartyRole.PROCESSOR,), key=key)
    named = first or (str(assessment.content["product"]["vendor"]["name"]),)
    below = _parties(assessment, roles=(PartyRole.SUB_PROCESSOR,), key=key)
    return (*named, *(_("%(name)s (sub-processor)", name=name) for name in below))


def transfers(assessment: LocalAssessment, *, key: str = "") -> tuple[str, ...]:
    """Return where data are, on what a transfer rests, and what else protects it."""
    return tuple(_transfer(item) for item in _locations(assessment, key=key))


def _locations(assessment: LocalAssessment, *, key: str) -> Iterator[Entry]:
    for item in entries(assessment, Register.LOCATION):
        if _is_about(item, key):
            yield item


def _transfer(item: Entry) -> str:
    values = item["values"]
    country, ground = values.get("country", ""), values.get("mechanism", "")
    more = " ".join(str(values.get("supplementary", "")).split())
    rests = label(Mechanism(ground)) if ground else ""
    return ": ".join(part for part in (country, rests, more) if part)
