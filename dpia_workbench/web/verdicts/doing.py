"""What a release asks of schools and why, and how its risks fell: read from its frozen content."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from babel.lists import format_list
from flask import url_for

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import current_language_for_babel
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.risk.vocabulary import MeasureKind
from dpia_workbench.usecases import practice
from dpia_workbench.usecases.local import school_measures
from dpia_workbench.web.practice import told as practised
from dpia_workbench.web.verdicts.cards import told
from dpia_workbench.web.verdicts.pages import DutyView, Told

Content = Mapping[str, Any]


def duties(content: Content, *, place: Mapping[str, Any]) -> tuple[DutyView, ...]:
    """Return what schools must or can do, the mandatory first; `place` is of the release."""
    return tuple(_duty(item, content=content, place=place) for item in school_measures(content))


def _duty(item: Content, *, content: Content, place: Mapping[str, Any]) -> DutyView:
    owner, key = Owner(item["owner"]), item["key"]
    claims = [claim for claim in content["claims"] if key in claim["requires"]]
    return DutyView(
        key=key,
        title=told(item["title"]),
        instruction=told(item["instruction"]),
        kind=label(MeasureKind(item["kind"])),
        mandatory=label(owner),
        is_mandatory=owner is Owner.SCHOOL_MANDATORY,
        practice=practised(practice.of(item)),
        only_for=_editions(item, content=content),
        why=tuple(_why(key, content=content, risks={claim["risk"] for claim in claims})),
        reasons=tuple(dict.fromkeys(_said(claim["rationale"], content) for claim in claims
                                    if claim["rationale"])),
        remark_url=url_for("remarks.write", place=key, **place),
    )  # fmt: skip


def _why(key: str, *, content: Content, risks: set[str]) -> Iterator[Told]:
    for item in content["risks"]:
        if item["key"] in risks:
            title = told(item["title"])
            yield Told(f"{item['key']} {title.text}", title.language)
    for finding in content["findings"]:
        if finding["measure"] == key:
            yield told(_("Lawfulness: %(topic)s", topic=label(Topic(finding["topic"]))))


def _said(text: str, content: Content) -> Told:
    """Return what analysts wrote, in the language of the dossier where that is known."""
    language = content.get("language")
    return told({language: text} if language else text)


def _editions(item: Content, *, content: Content) -> str:
    names = {each["key"]: told(each["name"]).text for each in content["product"]["editions"]}
    return ", ".join(names.get(key, key) for key in item["editions"])


def fall(content: Content) -> str:
    """Return how the risks fell in one sentence, or nothing if there are none."""
    if not content["risks"]:
        return ""
    return _(
        "As tested: %(before)s. After the measures of the vendor and of your school: %(after)s.",
        before=_counted(content, Stage.AS_TESTED),
        after=_counted(content, Stage.ATTAINABLE),
    )


def _counted(content: Content, stage: Stage) -> str:
    found = Counter(Level(item["levels"][stage]) for item in content["risks"])
    parts = [
        _("%(n)s × %(level)s", n=found[level], level=label(level).lower())
        for level in reversed(Level)
        if found[level]
    ]
    return format_list(parts, locale=current_language_for_babel())
