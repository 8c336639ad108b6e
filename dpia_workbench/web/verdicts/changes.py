"""What changed between two releases, as lines that a school can read."""

from collections.abc import Iterator, Mapping
from typing import Any

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk import remediation
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import ORDER, Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.practice import PRACTICE
from dpia_workbench.web.verdicts.pages import Change

Content = Mapping[str, Any]
Part = Content | None
_RESULTS = (Result.COMPLIANT, Result.REMEDIABLE, Result.NOT_ASSESSED, Result.NON_COMPLIANT)


def changes_between(before: Content, after: Content) -> Iterator[Change]:
    """Yield the differences that matter to a school, the verdict first."""
    yield from _verdict(before, after)
    yield from _cells(before, after)
    yield from _measures(before, after)
    yield from _risks(before, after)
    yield from _findings(before, after)
    yield from _texts(before, after)


def _text(value: Any) -> str:
    return Bilingual.of(value).text(current_language())


def _by_key(content: Content, name: str) -> dict[str, Content]:
    return {item["key"]: item for item in content[name]}


def _verdict(before: Content, after: Content) -> Iterator[Change]:
    old, new = Verdict(before["published_verdict"]), Verdict(after["published_verdict"])
    if old is not new:
        worse = ORDER.index(new) > ORDER.index(old)
        yield Change(subject=_("Verdict"), before=label(old), after=label(new), is_worse=worse)


def _pairs(before: Content, after: Content, name: str) -> Iterator[tuple[str, Part, Part]]:
    """Yield each part of either release with how it was and how it is, in their order."""
    old, new = _by_key(before, name), _by_key(after, name)
    for key in sorted(old.keys() | new.keys(), key=lambda key: int(key[1:])):
        yield key, old.get(key), new.get(key)


def _told(subject: str, before: str, after: str, *, is_worse: bool = False) -> Iterator[Change]:
    """Yield a change if what is told differs; nothing told means that it was not there."""
    if before != after:
        yield Change(
            subject=subject,
            before=before or _("was not there"),
            after=after or _("is no longer there"),
            is_worse=is_worse,
        )


def _joined(*parts: str) -> str:
    return " – ".join(part for part in parts if part)


def _cells(before: Content, after: Content) -> Iterator[Change]:
    for key, was, now in _pairs(before, after, "cells"):
        yield from _told(_("Scope cell %(key)s", key=key), _cell(was), _cell(now))


def _cell(item: Part) -> str:
    if item is None:
        return ""
    return _joined(
        _text(item["edition"]["name"]), label(SubjectGroup(item["group"])), _text(item["use"]),
        _text(item["exclusions"]), label(Verdict(item["verdict"])),
    )  # fmt: skip


def _measures(before: Content, after: Content) -> Iterator[Change]:
    for key, was, now in _pairs(before, after, "measures"):
        mandatory = now is not None and Owner(now["owner"]) is Owner.SCHOOL_MANDATORY
        subject = _("Measure %(key)s", key=key)
        yield from _told(subject, _measure(was), _measure(now), is_worse=mandatory)


def _measure(item: Part) -> str:
    if item is None:
        return ""
    agreement, promise = item["agreement"] or {}, item["promise"]
    return _joined(
        _text(item["title"]), label(Owner(item["owner"])), _text(item["instruction"]),
        *(_text(item.get(name)) for name in PRACTICE),
        agreement.get("title", ""), agreement.get("clause", ""),
        label(remediation.State(promise["state"])) if promise else "",
    )  # fmt: skip


def _risks(before: Content, after: Content) -> Iterator[Change]:
    for key, was, now in _pairs(before, after, "risks"):
        yield from _level(key, was, now)
        if was is not None and now is not None:
            subject = _("What risk %(key)s says", key=key)
            yield from _told(subject, _risk(was), _risk(now))


def _risk(item: Content) -> str:
    return _joined(_text(item["title"]), _text(item["description"]))


def _level(key: str, was: Part, now: Part) -> Iterator[Change]:
    levels = [Level(i["levels"][Stage.ATTAINABLE]) if i else None for i in (was, now)]
    ranks = [level.rank if level else 0 for level in levels]
    before, after = [label(level) if level else "" for level in levels]
    title = _text((now or was or {})["title"])
    subject = _("Risk %(key)s: %(title)s", key=key, title=title)
    yield from _told(subject, before, after, is_worse=ranks[1] > ranks[0])


def _findings(before: Content, after: Content) -> Iterator[Change]:
    old = {item["topic"]: Result(item["result"]) for item in before["findings"]}
    for item in after["findings"]:
        was, now = old[item["topic"]], Result(item["result"])
        if was is not now:
            yield Change(
                subject=label(Topic(item["topic"])),
                before=label(was),
                after=label(now),
                is_worse=_RESULTS.index(now) > _RESULTS.index(was),
            )


def _texts(before: Content, after: Content) -> Iterator[Change]:
    names = {
        "sentence": _("The verdict in one sentence"),
        "scope": _("Scope"),
        "summary": _("Summary"),
    }
    for name, title in names.items():
        if before[name] != after[name]:
            yield Change(
                subject=title,
                before=_text(before[name]),
                after=_text(after[name]),
                is_worse=False,
            )
