"""What is processed: each operation as a process, with what the registers say about it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dpia_workbench.linked import dpv
from dpia_workbench.linked.nodes import Content, Node, Place, filled, refer
from dpia_workbench.risk.registers import Register

Values = Mapping[str, Any]
Described = Callable[[str, Values, Place], Node]
# How an operation points to the entries of a register that name it.
_POINTS = {
    Register.PURPOSE: "dpv:hasPurpose",
    Register.LEGAL_BASIS: "dpv:hasLegalBasis",
    Register.LOCATION: "dpv:hasLocation",
    Register.RETENTION: "dpv:hasStorageCondition",
}


def processing(entries: Sequence[Content], *, place: Place) -> Iterator[Node]:
    """Yield the operations. What several of them share is described where it first stands."""
    telling = _Telling(entries, place=place)
    for key, values in telling.all_of(Register.OPERATION):
        yield telling.operation(key, values)


class _Telling:
    """The entries of a release, and which of them were described already."""

    def __init__(self, entries: Sequence[Content], *, place: Place) -> None:
        self.place = place
        self.known = {item["key"]: item for item in entries}
        self.told: set[str] = set()

    def all_of(self, register: Register) -> Iterator[tuple[str, Values]]:
        """Yield key and values of the entries of a register."""
        for key, item in self.known.items():
            if item["register"] == register:
                yield key, item["values"]

    def operation(self, key: str, values: Values) -> Node:
        """Return an operation with all that its registers say about it."""
        data = [each for each in values.get("data", ()) if each in self.known]
        subjects = [
            each for item in data for each in self.known[item]["values"].get("subjects", ())
        ]
        return {
            "@id": self.place.of(key),
            "@type": ["dpv:Process"],
            **filled(
                {
                    "dct:identifier": key,
                    "dct:title": self.place.text(values.get("name")),
                    "dct:description": self.place.text(values.get("description")),
                    "dpv:hasProcessing": [
                        dpv.PROCESSING[each] for each in values.get("phases", ())
                    ],
                    "dpv:hasPersonalData": self.shown(data),
                    "dpv:hasDataSubject": self.shown(subjects),
                    **{
                        name: self.shown(self._about(register, operation=key))
                        for register, name in _POINTS.items()
                    },
                    **self._parties(operation=key),
                }
            ),
        }

    def _about(self, register: Register, *, operation: str) -> list[str]:
        found = self.all_of(register)
        return [key for key, values in found if operation in values.get("operations", ())]

    def _parties(self, *, operation: str) -> dict[str, list[Any]]:
        """Return who takes part in an operation, by role."""
        found: dict[str, list[str]] = {}
        for key in self._about(Register.PARTY, operation=operation):
            for role in self.known[key]["values"].get("roles", ()):
                found.setdefault(dpv.ROLE[role][0], []).append(key)
        return {name: self.shown(keys) for name, keys in found.items()}

    def shown(self, keys: Iterable[str]) -> list[Any]:
        """Return descriptions of what is new, and links to what was described before."""
        found: list[Any] = []
        for key in dict.fromkeys(keys):
            item = self.known.get(key)
            if item is not None and key in self.told:
                found.append(self.place.of(key))
            elif item is not None:
                found.append(_DESCRIBED[item["register"]](key, item["values"], self.place))
                self.told.add(key)
        return found


def _party(key: str, values: Values, place: Place) -> Node:
    types = [dpv.ROLE[role][1] for role in values.get("roles", ())]
    return place.node(key, *types, dct__identifier=key, dpv__hasName=values.get("name"))


def _data(key: str, values: Values, place: Place) -> Node:
    return place.node(
        key, "dpv:PersonalData", *dpv.DATA.get(values.get("data_type", ""), ()),
        dct__identifier=key,
        dct__title=place.text(values.get("name")),
        wb__category=values.get("category"),
        dpv__hasDataSubject=refer(place, values.get("subjects", ())),
    )  # fmt: skip


def _subject(key: str, values: Values, place: Place) -> Node:
    types = dpv.SUBJECT.get(values.get("subject_kind", ""), ())
    title = place.text(values.get("name"))
    return place.node(key, "dpv:DataSubject", *types, dct__identifier=key, dct__title=title)


def _purpose(key: str, values: Values, place: Place) -> Node:
    title, text = place.text(values.get("name")), place.text(values.get("description"))
    return place.node(
        key, "dpv:Purpose", dct__identifier=key, dct__title=title, dct__description=text
    )


def _basis(key: str, values: Values, place: Place) -> Node:
    article = dpv.BASIS.get(values.get("article", ""))
    text = place.text(values.get("conditions"))
    types = ["dpv:LegalBasis", *([article] if article else [])]
    return place.node(key, *types, dct__identifier=key, dct__description=text)


def _location(key: str, values: Values, place: Place) -> Node:
    return place.node(
        key, "dpv:Location",
        dct__identifier=key,
        dct__title=place.text(values.get("country")),
        wb__transferGround=dpv.TRANSFER.get(values.get("mechanism", "")),
    )  # fmt: skip


def _retention(key: str, values: Values, place: Place) -> Node:
    facts = {
        "dct:identifier": key,
        "dct:description": place.text(values.get("motivation")),
        "wb:period": " ".join(filter(None, [values.get("length"), values.get("unit")])),
    }
    return {"@id": place.of(key), "@type": ["dpv:StorageCondition"], **filled(facts)}


_DESCRIBED: Mapping[str, Described] = {
    Register.PARTY: _party,
    Register.DATA_ITEM: _data,
    Register.DATA_SUBJECT: _subject,
    Register.PURPOSE: _purpose,
    Register.LEGAL_BASIS: _basis,
    Register.LOCATION: _location,
    Register.RETENTION: _retention,
}
