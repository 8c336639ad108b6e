"""What the page with products side by side may use: frozen values, no rows."""

from dataclasses import dataclass

from dpia_workbench.web.verdicts.pages import Badge, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCell:
    """What one product has on one row.

    `look` is what the badges are: a verdict, a level or a state. A badge may have words beside
    it, such as how many risks have that level. Items are a list; nothing at all is "not stated".
    """

    summary: str = ""
    look: str = ""
    badges: tuple[tuple[Badge, str], ...] = ()
    texts: tuple[Told, ...] = ()
    items: tuple[Told, ...] = ()
    url: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is known."""
        return not (self.summary or self.badges or self.texts or self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One aspect of all products."""

    title: str
    cells: tuple[ComparedCell, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A product that can be chosen."""

    slug: str
    name: Told
    verdict: Badge
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Products side by side, and others to choose from."""

    names: tuple[Told, ...]
    rows: tuple[ComparedRow, ...]
    chosen: tuple[Choice, ...]
    others: tuple[Choice, ...]
    query: str
    unknown: tuple[str, ...]
    is_too_many: bool
    most: int

    @property
    def keep(self) -> tuple[tuple[str, str], ...]:
        """Return what a search for others must not lose."""
        return tuple(("product", each.slug) for each in self.chosen)
