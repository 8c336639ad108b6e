"""Small words that all reports share: days, levels, names, texts in either language.

Everything here speaks the current language (`i18n.speaking`).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from babel.lists import format_list

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import current_language_for_babel
from dpia_workbench.report.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Field,
    Heading,
    Paragraph,
    Run,
    Runs,
    Tone,
)
from dpia_workbench.risk.release import IN_USE, Status
from dpia_workbench.risk.scale import HIGHEST, Level
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.bilingual import Bilingual

Words = Bilingual | Mapping[str, Any] | str | None
Item = Mapping[str, Any]

VERDICT_TONES: Mapping[Verdict, Tone] = {
    Verdict.GREEN: Tone.GOOD,
    Verdict.GREEN_WITH_MEASURES: Tone.GOOD,
    Verdict.AMBER: Tone.CAUTION,
    Verdict.RED: Tone.BAD,
    Verdict.GREY: Tone.NOTE,
}
_LEVEL_TONES = {Level.LOW: Tone.GOOD, Level.MEDIUM: Tone.CAUTION, Level.HIGH: Tone.BAD}
_BULLET = re.compile(r"\s*[-*•] +")


def day(value: date | str) -> str:
    """Return a day in words."""
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(moment, format="long", locale=current_language_for_babel())


def last_day(exclusive: date | str) -> str:
    """Return the last day of a period that is kept with the first day after it."""
    moment = date.fromisoformat(exclusive) if isinstance(exclusive, str) else exclusive
    return day(moment - timedelta(days=1))


def listed(items: Iterable[str]) -> str:
    """Return words as a list in a sentence."""
    return format_list(list(items), locale=current_language_for_babel())


def either(items: Iterable[str]) -> str:
    """Return words as a list to choose from."""
    return format_list(list(items), style="or", locale=current_language_for_babel())


def plain(text: str, *, bold: bool = False, italic: bool = False) -> Runs:
    """Return a sentence of our own, or a name."""
    return (Run(text=text, bold=bold, italic=italic),)


def said(value: Words, *, bold: bool = False, italic: bool = False) -> Runs:
    """Return a text of people, marked if it is in the other language."""
    words, mine = Bilingual.of(value), current_language()
    spoken = words.language(mine)
    return (
        Run(
            text=words.text(mine).strip(),
            bold=bold,
            italic=italic,
            language=None if spoken == mine else spoken,
        ),
    )


def reasoned(text: str, *, content: Item) -> Runs:
    """Return why somebody thinks so: a text in the language of the dossier, where that is known."""
    language = content.get("language")
    return said({language: text} if language else text)


def text_of(value: Words) -> str:
    """Return a text of people where nothing but letters fits, such as in a sentence."""
    return Bilingual.of(value).text(current_language()).strip()


def keyed(item: Item) -> Runs:
    """Return something with its human key before its title."""
    return (Run(text=str(item["key"]), bold=True), Run(text=" "), *said(item["title"]))


def lines(*some: Runs) -> Runs:
    """Return texts one below the other, without those that say nothing."""
    found: list[Run] = []
    for runs in some:
        if any(run.text for run in runs):
            found += [Run(text="\n"), *runs] if found else runs
    return tuple(found)


def prose(value: Words) -> list[Block]:
    """Return a longer text: an empty line ends a paragraph, a dash begins a list item."""
    whole = said(value)[0]
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", whole.text.replace("\r\n", "\n")):
        marked = [line for line in part.split("\n") if line.strip()]
        if marked and all(_BULLET.match(line) for line in marked):
            texts = [_BULLET.sub("", line, count=1).strip() for line in marked]
            items = tuple((Run(text=text, language=whole.language),) for text in texts)
            blocks.append(Bullets(items=items))
        elif marked:
            text = "\n".join(line.strip() for line in marked)
            blocks.append(Paragraph(runs=(Run(text=text, language=whole.language),)))
    return blocks


def sentence(text: str) -> Paragraph:
    """Return a paragraph with a sentence of our own."""
    return Paragraph(runs=plain(text))


def ending(text: str) -> str:
    """Return words to end a sentence with, which brings its own full stop."""
    return text.rstrip().removesuffix(".")


def long_fact(name: str, value: str) -> Paragraph:
    """Return a fact too long to stand beside its name, such as a hash."""
    return Paragraph(runs=lines(plain(name, bold=True), plain(value)))


def chapter(text: str) -> Heading:
    """Return the heading of a chapter."""
    return Heading(level=1, runs=plain(text))


def section(text: str) -> Heading:
    """Return the heading of a section."""
    return Heading(level=2, runs=plain(text))


def cell(text: str) -> Cell:
    """Return a cell with a text of our own."""
    return Cell(runs=plain(text))


def tone_of(level: Level) -> Tone:
    """Return how bad a level is."""
    return _LEVEL_TONES[level]


def level_cell(level: Level | str) -> Cell:
    """Return a cell with the level of a risk."""
    member = Level(level)
    return Cell(runs=plain(label(member)), tone=tone_of(member))


def verdict_cell(verdict: Verdict | str) -> Cell:
    """Return a cell with a verdict."""
    member = Verdict(verdict)
    return Cell(runs=plain(label(member)), tone=VERDICT_TONES[member])


def scale_value(value: int | None) -> str:
    """Return a value on an axis, 1 to 3; nobody knows counts as the worst."""
    if value is None:
        return _("Unknown; counts as high (%(value)s)", value=HIGHEST)
    level = (Level.LOW, Level.MEDIUM, Level.HIGH)[value - 1]
    return _("%(level)s (%(value)s)", level=label(level), value=value)


def editions(keys: Iterable[str], *, content: Item) -> str:
    """Return the names of editions; none means that all are meant."""
    names = {item["key"]: text_of(item["name"]) for item in content["product"]["editions"]}
    chosen = [names.get(key, key) for key in keys]
    return listed(chosen) if chosen else _("All editions")


def status_callout(status: Status) -> list[Block]:
    """Return a warning if the release cannot be relied on without further thought."""
    if status is Status.CURRENT:
        return []
    if status in IN_USE:
        text = _("Something has happened since publication. Read the page of the product first.")
        tone = Tone.CAUTION
    else:
        text = _("This release no longer holds. Do not base a new decision on it.")
        tone = Tone.BAD
    title = _("Status when this report was made: %(status)s", status=label(status))
    return [Callout(title=title, paragraphs=(plain(text),), tone=tone)]


def invented_callout(content: Item) -> list[Block]:
    """Return a warning if the product does not exist."""
    if not content["product"]["is_invented"]:
        return []
    text = _("This product and its vendor do not exist. The report shows how the workbench works.")
    return [Callout(title=_("Demonstration: invented"), paragraphs=(plain(text),))]


def footer() -> Runs:
    """Return the words with the number of the page in them."""
    marks = {"\x01": Field.PAGE, "\x02": Field.PAGES}
    text = _("Page %(page)s of %(pages)s", page="\x01", pages="\x02")
    parts = re.split("([\x01\x02])", text)
    return tuple(
        Run(field=marks[part]) if part in marks else Run(text=part) for part in parts if part
    )
