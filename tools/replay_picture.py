"""Draws the replay of Google Workspace: the verdict and the levels of each day, and what came when.

It is drawn with the same signs as the timelines on the pages of vendors.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from dpia_workbench.i18n import current_language, speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import draw, lines
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.timeline import Line
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.bilingual import Bilingual
from tools.replay_story import RISKS, Chapter

WIDTH, _EDGE = 960.0, 24.0
_STRIP, _BAR, _TITLE = 44.0, 24.0, 34.0
_UNTIL = date(2024, 12, 31)  # after that year the sources name no check
_LEVELS = {Verdict.RED: Level.HIGH, Verdict.AMBER: Level.MEDIUM}
_HEADING = "Google Workspace for Education, 2021 to 2024, as the method follows it"
_NOTES = (
    "The days are those of the sources; where a source gives a month, its last day stands here.",
    "The sources give no level per risk: these risks they name, and they are judged as the method"
    " would.",
    "The picture ends with 2024: after June of that year the sources name no check.",
    "Sources: SURF, SIVON, Privacy Company, Tweakers and Security.NL, which are listed as",
    "S1, S2, S7, S8, S11, S12, S17 and S32 in data/catalogue/products/"
    "google-workspace-for-education.yaml,",
    "and as S1 and S7 in chromeos-chromebooks.yaml beside it.",
)


def drawing(chapters: Sequence[Chapter], asked: Sequence[tuple[Bilingual, Line]]) -> str:
    """Return the story as a picture that stands alone, in English."""
    chapters = [each for each in chapters if each.on <= _UNTIL]
    with speaking("en"):
        content, height = _content(chapters, asked)
        width = WIDTH + 2 * _EDGE
        svg = draw.element(
            "svg",
            draw.element("title", _HEADING, id="title"),
            draw.element("desc", " ".join(_sentences(chapters, asked)), id="description"),
            draw.look("rect", "picture__paper", width=width, height=height + 2 * _EDGE),
            draw.group(content, transform=f"translate({_EDGE:g} {_EDGE:g})"),
            xmlns=draw.NAMESPACE, viewBox=f"0 0 {width:g} {height + 2 * _EDGE:g}", role="img",
            aria_labelledby="title description", font_family="sans-serif",
        )  # fmt: skip
    return f"{svg}\n"


def _content(
    chapters: Sequence[Chapter], asked: Sequence[tuple[Bilingual, Line]]
) -> tuple[Markup, float]:
    found = [line for _title, line in asked]
    axis = lines.Axis(first=chapters[0].on, last=_UNTIL, today=_UNTIL, width=WIDTH)
    strips = [("Verdict", _verdict), *((_risk(key), _level(n)) for n, key in enumerate(RISKS))]
    below = _TITLE + len(strips) * _STRIP + 10
    foot = below + len(found) * lines.ROW + 4
    drawn = [draw.look("text", "picture__title", _HEADING, x=0, y=16)]
    drawn += lines.named_days(axis, top=_TITLE, bottom=foot)
    for number, (name, read) in enumerate(strips):
        drawn += _strip(name, read, chapters, axis=axis, y=_TITLE + number * _STRIP)
    for number, (title, line) in enumerate(asked):
        each = lines.Drawn(title=title.text(current_language()), line=line)
        drawn += lines.line(each, axis=axis, y=below + number * lines.ROW)
    key = lines.key(
        {moment.what for line in found for moment in line.moments}, has_late=True, name="key"
    )
    top = foot + lines.FOOT + 20
    drawn.append(draw.group(key.content, transform=f"translate(0 {top:g})"))
    for number, note in enumerate(_NOTES):
        drawn.append(draw.look("text", "picture__label", note, x=370, y=top + 40 + number * 20))
    return draw.group(*drawn), top + max(key.height, 40 + len(_NOTES) * 20)


_Read = Callable[[Chapter], tuple[Level, str]]


def _verdict(chapter: Chapter) -> tuple[Level, str]:
    return _LEVELS[chapter.verdict], label(chapter.verdict)


def _level(number: int) -> _Read:
    return lambda chapter: (chapter.levels[number], label(chapter.levels[number]))


def _risk(key: str) -> str:
    return f"{key} {RISKS[key].text(current_language())}, after the vendor's measures"


def _strip(
    name: str, read: _Read, chapters: Sequence[Chapter], *, axis: lines.Axis, y: float
) -> Iterator[Markup]:
    """Yield what holds in time, as one bar; its word stands where it changes."""
    yield draw.look("text", "picture__label", name, x=0, y=y + 12)
    for (level, word), since, until in _spans(read, chapters):
        begin, end = axis.x(since), axis.x(until)
        yield draw.look(
            "rect", f"picture__cell--{level}", x=begin, y=y + 17, width=end - begin, height=_BAR - 4
        )
        shown = draw.fit(word, size=12, room=end - begin - 12)
        if shown != "…":
            yield draw.look("text", f"picture__word--{level}", shown, x=begin + 6, y=y + 31)


def _spans(
    read: _Read, chapters: Sequence[Chapter]
) -> Iterator[tuple[tuple[Level, str], date, date]]:
    """Yield what holds from when until when, without days on which nothing changed."""
    changed = [chapters[0]]
    changed += [after for before, after in pairwise(chapters) if read(before) != read(after)]
    ends = [each.on for each in changed[1:]] + [_UNTIL]
    for chapter, end in zip(changed, ends, strict=True):
        yield read(chapter), chapter.on, end


def _sentences(
    chapters: Sequence[Chapter], asked: Sequence[tuple[Bilingual, Line]]
) -> Iterator[str]:
    for (_color, word), since, until in _spans(_verdict, chapters):
        yield f"Verdict from {since} to {until}: {word}."
    for number, key in enumerate(RISKS):
        for (_color, word), since, until in _spans(_level(number), chapters):
            yield f"{_risk(key)}, from {since} to {until}: {word}."
    for title, line in asked:
        for moment in line.moments:
            due = f", for {moment.due}" if moment.due else ""
            yield f"{title.text(current_language())}, {moment.on}: {label(moment.what)}{due}."
