"""The codes of the catalogue, and what a product file must be beyond the shape of its fields.

The rules look at the data as written, also where a field of it is wrong, so that all problems
of a file come out at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.schemas.catalogue_fields import UNCONFIRMED
from dpia_workbench.schemas.source import Where

GREY = "GREY"
# The action words of a source decide the colour; words that are not here leave it grey.
COLOUR_OF = {
    "use_allowed": "GREEN",
    "use_allowed_with_measures": "GREEN_WITH_MEASURES",
    "use_allowed_with_measures_not_for_special_category_data": "AMBER",
    "restrained_use": "AMBER",
    "advised_against": "RED",
}
# Only an assessment in one of these states has a conclusion that a colour can stand for.
CONCLUDED = (
    *("verified", "no_known_high_risks", "open_high_risk", "restrained_use"),
    "advised_against",
)

LEVELS = ("low", "medium", "high", UNCONFIRMED)
SECTORS = ("po", "vo", "mbo", "hbo", "wo", "research", "government")
ROLES = ("processor", "controller", "joint_controller", "independent_controller", UNCONFIRMED)
COLOURS = ("GREEN", "GREEN_WITH_MEASURES", "AMBER", "RED", GREY)
LABELS = (
    *COLOUR_OF,
    *("use_allowed_while_measures_are_pending", "in_development", "no_public_verdict"),
    *("withdrawn", UNCONFIRMED),
)
STATUSES = (
    *CONCLUDED,
    *("agreement_measures_pending", "published_no_public_verdict", "in_development", "withdrawn"),
    "outcome_unconfirmed",
)
EVENTS = (
    *("plan", "dpia_started", "dpia_published", "dpa_advice_requested", "dpa_advice_given"),
    *("dpa_investigation", "negotiation", "agreement", "contract_rollout", "support_package"),
    *("vendor_measure", "verification", "reassessment", "reassessment_planned", "update"),
    *("verdict", "guidance", "parliament_letter", "publication", "reaction", "incident", "leak"),
    *("end_of_life", UNCONFIRMED),
)
VENDOR_KINDS = ("contract", "technical", "organisational", "transparency", "plan", "mixed")
SCHOOL_KINDS = (
    *("setting", "instruction", "contract", "assessment", "licence", "encryption"),
    *("organisational", "monitoring"),
)

Finding = tuple[Where, str]


def product_findings(product: Any) -> Iterator[Finding]:
    """Name dangling sources, ids used twice, and a colour that its source does not carry."""
    record = _mapping(product, "record")
    ids = {source.get("id") for _place, source in items(record, "sources")}
    yield from _dangling(product, ids, ())
    yield from repeated(product, "editions", name="key")
    for group in ("risks", "vendor_measures", "school_measures", "sources"):
        for where, message in repeated(record, group, name="id"):
            yield ("record", *where), message
    if message := _colour(record):
        yield ("record", "verdict", "colour"), message


def repeated(data: Any, group: str, *, name: str) -> Iterator[Finding]:
    """Name the items of a list whose id was used before in that list."""
    seen = set()
    for place, item in items(data, group):
        value = item.get(name)
        if isinstance(value, str) and value in seen:
            yield (group, place, name), _("%(id)s is used before in this list.", id=value)
        seen.add(str(value))


def items(data: Any, group: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the groups of fields in a list, with their places; nothing if it is no list."""
    found = data.get(group) if isinstance(data, Mapping) else None
    for place, item in enumerate(found if isinstance(found, list) else []):
        if isinstance(item, Mapping):
            yield place, item


def _mapping(data: Any, name: str) -> Mapping[str, Any]:
    found = data.get(name) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _dangling(value: Any, ids: set[Any], where: Where) -> Iterator[Finding]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _dangling(part, ids, (*where, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            here = (*where, place)
            if isinstance(part, str) and where[-1] == "sources" and part not in ids:
                yield here, _("There is no source %(id)s in this record.", id=part)
            yield from _dangling(part, ids, here)


def _colour(record: Mapping[str, Any]) -> str:
    """Return what is wrong with the colour of a verdict; grey is always honest."""
    verdict = _mapping(record, "verdict")
    colour = verdict.get("colour")
    if not isinstance(colour, str) or colour == GREY:
        return ""
    if colour != COLOUR_OF.get(str(verdict.get("label")), GREY):
        return _("This colour does not follow from the label of the verdict.")
    if record.get("published") == UNCONFIRMED:
        return _("Without a date of the conclusion the colour is GREY.")
    if record.get("confidence") == "low":
        return _("With low confidence the colour is GREY.")
    return _unsettled(record, colour)


def _unsettled(record: Mapping[str, Any], colour: str) -> str:
    if record.get("status", CONCLUDED[0]) not in CONCLUDED:
        return _("In this state of the assessment the colour is GREY.")
    high = _mapping(_mapping(record, "risk_counts"), "current").get("high", 0)
    if colour.startswith("GREEN") and high != 0:
        return _("With high risks that are open or not counted the colour is not green.")
    return ""


def nested(findings: Iterable[tuple[Where, str]]) -> dict[str | int, Any]:
    """Return findings in the form of a schema's error messages."""
    messages: dict[str | int, Any] = {}
    for where, message in findings:
        place = messages
        for step in where[:-1]:
            place = place.setdefault(step, {})
        place[where[-1]] = [message]
    return messages
