"""What the page of a dossier shows of its fact checks: frozen values, no rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChecksView:
    """The fact checks of a dossier in short; each that blocks as a sentence and an address."""

    count: int
    url: str
    new_url: str | None
    blocking: tuple[tuple[str, str], ...]
