"""What changed between two releases, as lines that a school can read."""

from collections.abc import Iterator, Mapping
from typing import Any

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.measures import SCHOOL_OWNERS, Owner
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import ORDER, Result, Topic, Verdict
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.web.verdicts.pages import Change

Content = Mapping[str, Any]
_RESULTS = (Result.COMPLIANT, Result.REMEDIABLE, Result.NOT_ASSESSED, Result.NON_COMPLIANT)


def changes_between(before: Content, after: Content) -> Iterator[Change]:
    """Yield the differences that matter to a school, the verdict first."""
    yield from _verdict(before, after)
    yield from _duties(before, after)
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


def _duties(before: Content, after: Content) -> Iterator[Change]:
    old, new = _by_key(before, "measures"), _by_key(after, "measures")
    for key in sorted(old.keys() | new.keys(), key=lambda key: int(key[1:])):
        was, now = old.get(key), new.get(key)
        owners = {Owner(item["owner"]) for item in (was, now) if item}
        if not owners & SCHOOL_OWNERS:
            continue
        told_before, told_after = _duty(was), _duty(now)
        if told_before != told_after:
            mandatory = now is not None and Owner(now["owner"]) is Owner.SCHOOL_MANDATORY
            yield Change(
                subject=_("Measure %(key)s", key=key),
                before=told_before or _("was not there"),
                after=told_after or _("is no longer there"),
                is_worse=mandatory,
            )


def _duty(item: Content | None) -> str:
    if item is None:
        return ""
    parts = [_text(item["title"]), label(Owner(item["owner"])), _text(item["instruction"])]
    return " – ".join(part for part in parts if part)


def _risks(before: Content, after: Content) -> Iterator[Change]:
    old, new = _by_key(before, "risks"), _by_key(after, "risks")
    for key in sorted(old.keys() | new.keys(), key=lambda key: int(key[1:])):
        was, now = old.get(key), new.get(key)
        levels = [Level(i["levels"][Stage.ATTAINABLE]) if i else None for i in (was, now)]
        if levels[0] is levels[1]:
            continue
        title = _text((now or was or {})["title"])
        ranks = [level.rank if level else 0 for level in levels]
        yield Change(
            subject=_("Risk %(key)s: %(title)s", key=key, title=title),
            before=label(levels[0]) if levels[0] else _("was not there"),
            after=label(levels[1]) if levels[1] else _("is no longer there"),
            is_worse=ranks[1] > ranks[0],
        )


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
    names = {"sentence": _("The verdict in one sentence"), "scope": _("Scope")}
    for name, title in names.items():
        if before[name] != after[name]:
            yield Change(
                subject=title,
                before=_text(before[name]),
                after=_text(after[name]),
                is_worse=False,
            )
