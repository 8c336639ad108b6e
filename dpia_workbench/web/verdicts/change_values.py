"""The value of a field of a release in words, and what changed in it from one to another."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.change_labels import field_label
from dpia_workbench.i18n.entry_words import entry_name, value_words
from dpia_workbench.i18n.explanation import tag_label
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.register_labels import field_label as register_field_label
from dpia_workbench.markdown import read
from dpia_workbench.markdown.plain import plain
from dpia_workbench.plumbing.filters import day
from dpia_workbench.report.wording import last_day, listed, scale_value
from dpia_workbench.risk import remediation
from dpia_workbench.risk.alignment import Work
from dpia_workbench.risk.difference import ELLIPSIS, Kind, Run, difference, shortened
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.registers import Kind as FieldKind
from dpia_workbench.risk.registers import Register, fields_of
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Result, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, Sector, SubjectGroup
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.web.verdicts.change_pages import LineView, Runs
from dpia_workbench.web.verdicts.pages import Badge

Content = Mapping[str, Any]

AROUND = 160  # characters of text that stayed, on either side of a change
LONGEST = 4_000  # characters of one stretch that was put in or taken out
_LONGEST_READ = 100_000  # characters of Markdown; of a longer text the signs are shown, too
_STEPS = 1_500_000  # of comparing, for all texts of a page: less than a second

_CHOICES: Mapping[str, type[StrEnum]] = {
    "group": SubjectGroup, "owner": Owner, "kind": MeasureKind, "origin": Origin, "axis": Axis,
    "result": Result, "promise.state": remediation.State,
}  # fmt: skip
_DAYS = frozenset(
    {"due", "promise.due", "promise.first_due", "promise.delivered_on", "promise.verified_on",
     "in_force_from"}
)  # fmt: skip
_LAST_DAYS = frozenset({"promise.verification_expires_on", "in_force_until"})
_SCALES = frozenset({"likelihood", "severity", "cap"})
_CODED = frozenset({*_CHOICES, *_DAYS, *_LAST_DAYS, *_SCALES})
_VERDICTS = frozenset({"published_verdict", "computed_verdict", "verdict"})
_MARKDOWN = frozenset({"summary", "scope", "description", "body"})
_WHOLE = frozenset({"profile_content", "screening", "templates"})


@dataclass(frozen=True, slots=True)
class Words:
    """Puts what two releases say in words; comparing takes so long together, and no longer."""

    before: Content
    after: Content
    work: Work = field(default_factory=lambda: Work(left=_STEPS))

    def line(self, name: str, old: Any, new: Any) -> LineView:
        """Return a field that differs, as the page shows it."""
        told, language = field_label(name), current_language()
        place, _dot, stage = name.rpartition(".")
        if stage in set(Stage):
            return _badges(_level_label(place, stage), old, new, kind=Level, look="level")
        if name in _VERDICTS:
            return _badges(told, old, new, kind=Verdict, look="verdict")
        if name in _WHOLE:
            note = _("This is not the same any more. All of it is in the frozen content (JSON).")
            return LineView(label=told, language=language, note=note)
        if name not in _CODED and _is_text(old) and _is_text(new):
            return self._text(told, old, new, is_markdown=name in _MARKDOWN)
        was, now = (
            _value(name, side, content=content)
            for side, content in ((old, self.before), (new, self.after))
        )
        return LineView(label=told, language=language, runs=_replaced(was, now))

    def of_entry(self, register: Register, name: str, old: Any, new: Any) -> LineView:
        """Return a field of an entry of a register that differs."""
        known = {each.name: each for each in fields_of(register)}.get(name)
        if known is None:
            return self.line(name, old, new)
        told, language = register_field_label(register, name), current_language()
        sides = [
            value_words(known, side, names=_names(content)) if side else ""
            for side, content in ((old, self.before), (new, self.after))
        ]
        if known.kind in (FieldKind.TEXT, FieldKind.LINE):
            runs = self._runs(*sides, is_markdown=known.kind is FieldKind.TEXT)
            language = str(self.after.get("language") or language)
            return LineView(label=told, language=language, runs=runs)
        return LineView(label=told, language=language, runs=_replaced(*sides))

    def _text(self, told: str, old: Any, new: Any, *, is_markdown: bool) -> LineView:
        """Return a text in the reader's language, or in the other one if only that changed."""
        was, now, spoken = Bilingual.of(old), Bilingual.of(new), current_language()
        note = ""
        texts, language = (was.text(spoken), now.text(spoken)), (now or was).language(spoken)
        if texts[0] == texts[1]:
            language = "nl" if spoken == "en" else "en"
            texts = getattr(was, language), getattr(now, language)
            note = _("Only the text in the other language changed.")
        runs = self._runs(*texts, is_markdown=is_markdown)
        return LineView(label=told, language=language, runs=runs, note=note)

    def _runs(self, old: str, new: str, *, is_markdown: bool) -> Runs:
        if is_markdown and len(old) + len(new) <= _LONGEST_READ:
            was, now = plain(read(old)), plain(read(new))
            if was != now:  # or else only its signs changed, and they are shown
                old, new = was, now
        runs = shortened(difference(old, new, work=self.work), around=AROUND)
        return tuple((run.kind.value, _cut(run)) for run in runs)


def _cut(run: Run) -> str:
    if run.kind is Kind.SAME or len(run.text) <= LONGEST:
        return run.text
    return run.text[:LONGEST] + ELLIPSIS


def _is_text(value: Any) -> bool:
    """Return whether people wrote this: a text, one in two languages, or nothing."""
    if isinstance(value, Mapping):
        return {"nl", "en"}.issuperset(value)
    return value is None or isinstance(value, str)


def _badges(told: str, old: Any, new: Any, *, kind: type[StrEnum], look: str) -> LineView:
    before, after = (
        Badge(kind(side).value, label(kind(side))) if side else None for side in (old, new)
    )
    return LineView(label=told, language=current_language(), look=look, before=before, after=after)


def _level_label(place: str, stage: str) -> str:
    cell = place.removeprefix("cells.")
    if cell == place:
        return label(Stage(stage))
    return _("%(cell)s: %(stage)s", cell=cell, stage=label(Stage(stage)))


def _replaced(old: str, new: str) -> Runs:
    """Return a value that changed as a whole."""
    sides = ((Kind.REMOVED, old), (Kind.ADDED, new))
    return tuple((kind.value, text) for kind, text in sides if text)


def _value(name: str, value: Any, *, content: Content) -> str:
    if value is None:
        return scale_value(None) if name in ("likelihood", "severity") else ""
    for names, tell in _TOLD:
        if name in names:
            return tell(value, name, content)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return listed(_piece(each, name=name, content=content) for each in value)
    return str(value)


_TOLD: tuple[tuple[Iterable[str], Callable[[Any, str, Content], str]], ...] = (
    (_CHOICES, lambda value, name, _content: label(_CHOICES[name](value))),
    (_DAYS, lambda value, _name, _content: day(value)),
    (_LAST_DAYS, lambda value, _name, _content: last_day(value)),
    (_SCALES, lambda value, _name, _content: scale_value(value)),
)


def _piece(value: Any, *, name: str, content: Content) -> str:
    """Return one of a list in words."""
    if name in ("tags", "void_if"):
        return tag_label(value)
    if name == "sectors":
        return label(Sector(value))
    if name == "floors":
        return _(
            "%(axis)s is at least %(value)s in the circumstance “%(tag)s”.",
            axis=label(Axis(value["axis"])),
            value=scale_value(value["level"]),
            tag=tag_label(value["tag"]),
        )
    if name == "editions" and isinstance(value, str):
        editions = {each["key"]: each["name"] for each in content["product"]["editions"]}
        return Bilingual.of(editions.get(value, value)).text(current_language())
    return Bilingual.of(value).text(current_language()) if _is_text(value) else str(value)


def _names(content: Content) -> dict[str, str]:
    return {
        item["key"]: entry_name(Register(item["register"]), item["values"])
        for item in content.get("entries") or ()
    }
