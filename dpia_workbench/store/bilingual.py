"""A text in the two languages of the product."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same text in Dutch and in English; an empty half falls back to the other."""

    nl: str = ""
    en: str = ""

    def text(self, language: str) -> str:
        """Return the text in a language, or in the other one if that half is empty."""
        mine, other = (self.en, self.nl) if language == "en" else (self.nl, self.en)
        return mine or other

    def language(self, language: str) -> str:
        """Return the language the text for a reader is really in, for a `lang` attribute."""
        mine = self.en if language == "en" else self.nl
        other = "nl" if language == "en" else "en"
        return language if mine or not self.text(language) else other

    def __bool__(self) -> bool:
        return bool(self.nl or self.en)

    def as_dict(self) -> dict[str, str]:
        """Return the JSON form."""
        return {"nl": self.nl, "en": self.en}

    @classmethod
    def of(cls, value: "Bilingual | Mapping[str, Any] | str | None") -> "Bilingual":
        """Read the JSON form, one text for both languages, or nothing."""
        if isinstance(value, Bilingual):
            return value
        if isinstance(value, str):
            return cls(value, value)
        return cls(str(value.get("nl") or ""), str(value.get("en") or "")) if value else cls()
