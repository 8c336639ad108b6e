"""What a release says it examined, as a board is asked about it (method.md 4.2, points 2-4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dpia_workbench.risk.vocabulary import SubjectGroup

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An operation that a board is asked about, with what the assessment says of it."""

    key: str
    name: str
    description: str = ""
    data: tuple[str, ...] = ()  # keys of the data items
    purposes: tuple[str, ...] = ()
    retention: tuple[tuple[str, str], ...] = ()  # length and unit


def entries(content: Content, register: str) -> list[Content]:
    """Return the entries of a register of a release; older releases and records have none."""
    return [item for item in content.get("entries", ()) if item["register"] == register]


def named_tags(content: Content) -> frozenset[str]:
    """Return the circumstances that raise a risk of a release or make a measure useless."""
    floors = {floor["tag"] for risk in content["risks"] for floor in risk.get("floors", ())}
    return frozenset(floors | void_tags(content))


def void_tags(content: Content) -> frozenset[str]:
    """Return the circumstances that make a measure of a release useless."""
    return frozenset(tag for claim in content.get("claims", ()) for tag in claim["void_if"])


_PROVIDES = frozenset({"processor", "joint_controller", "provider"})
_FEATURES = frozenset({"artificial_intelligence", "automated_decisions", "profiling"})


def services(content: Content) -> list[str]:
    """Return the services of a release that a board switches on or off; none if there is one."""
    found = {
        item["values"]["service"]
        for item in entries(content, "party")
        if item["values"].get("service") and _PROVIDES & set(item["values"].get("roles", ()))
    }
    return sorted(found) if len(found) > 1 else []


def features(content: Content) -> list[str]:
    """Return the examined techniques of a release that are AI, or judge people by themselves."""
    return [
        item["values"]["technique"]
        for item in entries(content, "technique")
        if item["values"]["technique"] in _FEATURES and item["values"].get("used") == "yes"
    ]


def switches(content: Content) -> list[str]:
    """Return all that a board can say is switched on: services by name, techniques by code."""
    return [*services(content), *features(content)]


def left_out_editions(content: Content) -> list[Content]:
    """Return the editions of the product that no scope cell of the release is about."""
    seen = {cell["edition"]["key"] for cell in content["cells"]}
    return [each for each in content["product"].get("editions", ()) if each["key"] not in seen]


def left_out_groups(content: Content) -> list[SubjectGroup]:
    """Return the groups of people that no scope cell of the release is about."""
    seen = {cell["group"] for cell in content["cells"]}
    return [group for group in SubjectGroup if group not in seen]


def operations(content: Content) -> list[Asked]:
    """Return the operations that a board is asked about.

    A release without a register of operations, or a record, has one per use of its scope cells;
    cells without a use are together one, with the name of the product.
    """
    found = [_operation(item, content=content) for item in entries(content, "operation")]
    if found:
        return found
    uses: dict[str, Asked] = {}
    product = content["product"]["name"]
    for cell in content["cells"]:
        name = cell["use"]["nl"] or cell["use"]["en"] or product["nl"] or product["en"]
        uses.setdefault(name, Asked(key=cell["key"], name=name))
    return list(uses.values())


def _operation(item: Content, *, content: Content) -> Asked:
    key, values = item["key"], item["values"]
    terms, meant = (_about(content, name, operation=key) for name in ("retention", "purpose"))
    return Asked(
        key=key,
        name=values["name"],
        description=values.get("description", ""),
        data=tuple(values.get("data", ())),
        purposes=tuple(each["name"] for each in meant if each.get("name")),
        retention=tuple((str(each.get("length", "")), str(each["unit"])) for each in terms),
    )


def _about(content: Content, register: str, *, operation: str) -> list[Content]:
    found = [each["values"] for each in entries(content, register)]
    return [values for values in found if operation in values.get("operations", ())]


def data_items(content: Content) -> dict[str, str]:
    """Return the names of the data items of a release by their keys."""
    return {item["key"]: item["values"]["name"] for item in entries(content, "data_item")}
