"""What every part of a graph is made with: addresses of parts, and texts in their language."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a release is: `base` is the address of the site, `address` that of the release."""

    base: str
    address: str
    language: str | None  # of texts that exist in one language only

    def of(self, key: str) -> str:
        """Return the address of a part of the release by its key, such as R1."""
        return f"{self.address}#{key}"

    def node(self, key: str, *types: str, **facts: Any) -> Node:
        """Return a part; names in `facts` have two underscores for the colon of their prefix."""
        known = {name.replace("__", ":"): value for name, value in facts.items()}
        return {"@id": self.of(key), "@type": list(dict.fromkeys(types)), **filled(known)}

    def text(self, value: Any) -> Any:
        """Return a text with its language: of the two halves those that are there."""
        if isinstance(value, Mapping):
            return [
                {"@value": value[language], "@language": language}
                for language in ("nl", "en")
                if value.get(language)
            ]
        if not value:
            return None
        return {"@value": value, "@language": self.language} if self.language else value


def filled(facts: Mapping[str, Any]) -> Node:
    """Return what is known: nothing, no text and an empty list say nothing."""
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def refer(place: Place, keys: Iterable[str]) -> list[str]:
    """Return the addresses of parts, each once, in a stable order."""
    return [place.of(key) for key in dict.fromkeys(keys)]


def written(node: Node) -> str:
    """Return a graph as text that people can read, the same each time."""
    return json.dumps(node, ensure_ascii=False, indent=2) + "\n"
