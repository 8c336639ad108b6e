"""From two releases to the page that says what changed, and what that means for a school."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.change_labels import counted
from dpia_workbench.i18n.entry_words import entry_name
from dpia_workbench.i18n.labels import label
from dpia_workbench.report.wording import day
from dpia_workbench.risk.alike import is_of_one_dossier
from dpia_workbench.risk.change import Classified
from dpia_workbench.risk.comparison import Difference, Fate, Part, compared
from dpia_workbench.risk.consequence import Consequence, Effect, consequences
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.release import Event
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store import releases
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import changes
from dpia_workbench.web.verdicts import cards
from dpia_workbench.web.verdicts.cards import badge, told
from dpia_workbench.web.verdicts.change_pages import (
    AsksView,
    ChangesPage,
    EffectView,
    ItemView,
    LineView,
    SectionView,
    SideView,
)
from dpia_workbench.web.verdicts.change_values import Words
from dpia_workbench.web.verdicts.pages import Badge, Told

Content = Mapping[str, Any]

_TONES = {Fate.ADDED: "safe", Fate.REMOVED: "neutral", Fate.CHANGED: "neutral"}
_ABOUT = {Effect.AGREEMENT_CHANGED: Part.AGREEMENT, Effect.PROMISE_OPEN: Part.TOLERATED}
_PARTS = {
    "duty": Part.MEASURE, "setting": Part.MEASURE, "option": Part.MEASURE, "risk": Part.RISK,
    "cell": Part.CELL, "finding": Part.FINDING,
}  # fmt: skip
# What a section of the page holds of the registers; the others come last.
_REGISTERS = {
    "processing": (Register.PURPOSE, Register.PARTY, Register.LOCATION),
    "sources": (Register.DOCUMENT,),
}


def page(session: Session, before: Release, after: Release, *, on: date) -> ChangesPage:
    """Return what changed from one release of a product to another, as things are on a day."""
    old, new = changes.contents(before, after)
    found = compared(old, new)
    slug, others = after.product.slug, releases.listed(session, product_id=after.product_id)
    place: dict[str, Any] = {"slug": slug, "older": before.number, "newer": after.number}
    is_back = after.number < before.number
    asked = None if is_back else changes.between(session, before, after, on=on)
    return ChangesPage(
        slug=slug,
        name=told(new["product"]["name"]),
        before=_side(session, before, on=on),
        after=_side(session, after, on=on),
        asks=_asks(asked) if asked else None,
        effects=tuple(_effects(found)),
        sections=tuple(_sections(found, words=Words(old, new))),
        is_of_one_dossier=is_of_one_dossier(old, new),
        numbers=tuple(each.number for each in others),
        newest=others[0].number,
        reports=tuple(
            (language, name, url_for("verdicts.changes_report", lang=language, **place))
            for language, name in (
                ("nl", _("Tracked changes in Dutch (Word)")),
                ("en", _("Tracked changes in English (Word)")),
            )
        ),
        json_url=url_for("api.changes_between_releases", slug=slug, before=before.number,
                         after=after.number),
    )  # fmt: skip


def effects_between(old: Content, new: Content) -> Iterator[str]:
    """Yield what a step from one content to another means for a school, a sentence each."""
    yield from (each.text for each in _effects(compared(old, new)))


def sections_between(old: Content, new: Content) -> Iterator[SectionView]:
    """Yield what changed from one content to another, by what it belongs to."""
    yield from _sections(compared(old, new), words=Words(old, new))


def _side(session: Session, row: Release, *, on: date) -> SideView:
    status = releases.status(session, row, on=on)
    return SideView(
        number=row.number,
        url=url_for("verdicts.release", slug=row.product.slug, number=row.number),
        published_on=date.fromisoformat(releases.content(row)["published_on"]),
        valid_until=row.valid_until,
        status=Badge(status, label(status)),
        verdict=badge(row.verdict),
        reason=next((e.reason for e in row.events if e.kind is Event.WITHDRAWN), ""),
    )


def _asks(asked: Classified) -> AsksView:
    return AsksView(
        weight=cards.weight(asked.weight),
        reasons=tuple(cards.reason(each) for each in asked.reasons),
        due=asked.due,
    )


def _effects(found: Sequence[Difference]) -> Iterator[EffectView]:
    by_place = {(each.part, each.key): each for each in found}
    for each in consequences(found):
        about = [by_place[place] for place in _places(each)]
        links = ((_called(one), f"#{_id(one)}") for one in about)
        yield EffectView(text=counted(each.effect, n=len(each.keys)), about=tuple(links))


def _places(each: Consequence) -> Iterator[tuple[Part, str]]:
    part = _ABOUT.get(each.effect) or _PARTS.get(each.effect.value.partition("_")[0])
    for key in each.keys:
        yield part or Part.VERDICT, key


def _called(difference: Difference) -> str:
    title = _title(difference).text
    return f"{difference.key} {title}" if difference.key and _is_keyed(difference) else title


def _is_keyed(difference: Difference) -> bool:
    return difference.part not in (Part.FINDING, Part.TEXT, Part.NOT_APPLICABLE)


def _id(difference: Difference) -> str:
    key = difference.key.replace(":", "-").replace("_", "-").lower()
    return f"{difference.part.value.replace('_', '-')}-{key}".strip("-")


def _sections(found: Iterable[Difference], *, words: Words) -> Iterator[SectionView]:
    names = {
        "processing": _("Purposes, parties and countries"),
        "sources": _("Sources"),
        "registers": _("Other statements of the dossier"),
    }
    items: dict[str, list[ItemView]] = {}
    for each in found:
        items.setdefault(_section(each), []).append(item(each, words=words))
    for name in (*(part.value for part in Part), *names):
        if name in items:
            title = names.get(name) or label(Part(name))
            yield SectionView(id=name.replace("_", "-"), title=title, items=tuple(items[name]))


def _section(difference: Difference) -> str:
    if difference.part is not Part.ENTRY:
        return difference.part.value
    register = Register(difference.shown["register"])
    return next((name for name, mine in _REGISTERS.items() if register in mine), "registers")


def item(difference: Difference, *, words: Words) -> ItemView:
    """Return one thing that differs, with its fields."""
    lines: list[LineView] = []
    more: list[LineView] = []
    for name in difference.names:
        if name == "register" or (
            name in ("title", "name") and difference.fate is not Fate.CHANGED
        ):
            continue  # they are its heading
        old, new = ((side or {}).get(name) for side in (difference.before, difference.after))
        into = more if name.startswith("cells.") else lines
        if difference.part is Part.ENTRY:
            register = Register(difference.shown["register"])
            into.append(words.of_entry(register, name, old, new))
        else:
            into.append(words.line(name, old, new))
    return ItemView(
        id=_id(difference),
        key=difference.key if _is_keyed(difference) else "",
        title=_title(difference),
        fate=Badge(difference.fate, label(difference.fate), _TONES[difference.fate]),
        lines=tuple(lines),
        more=tuple(more),
    )


def _title(difference: Difference) -> Told:
    """Return by which words people know a thing."""
    shown, part = difference.shown, difference.part
    if part in (Part.RISK, Part.MEASURE, Part.AGREEMENT):
        return told(shown.get("title", ""))
    match part:
        case Part.CELL:
            edition, group = told(shown["edition"]).text, label(SubjectGroup(shown["group"]))
            return told(_("%(edition)s for %(group)s", edition=edition, group=group))
        case Part.ENTRY:
            register = Register(shown["register"])
            return told(f"{label(register)}: {entry_name(register, shown)}")
        case Part.FINDING:
            return told(label(Topic(difference.key)))
        case Part.TEXT:
            return told(label(Section(difference.key)))
        case _:
            return told(_other_title(difference))


def _other_title(difference: Difference) -> str:
    shown = difference.shown
    if difference.part is Part.CLAIM:
        return _("What measures do to risk %(key)s", key=shown["risk"])
    if difference.part is Part.TOLERATED:
        return _("Promised for %(day)s", day=day(shown["due"]))
    if difference.part is Part.NOT_APPLICABLE:
        return _about(difference.key)
    return label(difference.part)


def _about(subject: str) -> str:
    """Return what does not apply: a text or a register, in words."""
    kind, _colon, key = subject.partition(":")
    if kind == "text" and key in set(Section):
        return label(Section(key))
    return label(Register(key)) if kind == "register" and key in set(Register) else subject
