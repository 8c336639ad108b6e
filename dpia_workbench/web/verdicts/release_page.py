"""From the frozen content of a release to the values that its page shows."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import url_for

from dpia_workbench.i18n import explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, sentence
from dpia_workbench.i18n.terms import vendor_name
from dpia_workbench.pictures import sources
from dpia_workbench.pictures.figures import measure_figure, risk_figure
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report.names import names_in
from dpia_workbench.risk.release import IN_USE, Event, Status, asks_attention
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import Sector, SubjectGroup
from dpia_workbench.store import releases
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import frozen
from dpia_workbench.web.verdicts.basis import basis
from dpia_workbench.web.verdicts.cards import badge, told, vendor_url
from dpia_workbench.web.verdicts.doing import duties, fall
from dpia_workbench.web.verdicts.incidents import reason_of
from dpia_workbench.web.verdicts.pages import (
    Badge,
    CellView,
    EventView,
    Head,
    ReleasePage,
    RiskView,
)
from dpia_workbench.web.verdicts.shared import shared
from dpia_workbench.web.verdicts.sharing import Download, Shared

STAGES = (Stage.AS_TESTED, Stage.AFTER_VENDOR, Stage.ATTAINABLE)
Content = Mapping[str, Any]


def page(
    release: Release,
    *,
    status: Status,
    newest: int,
    has_successor: bool,
    on: date,
    **rest: Any,
) -> ReleasePage:
    """Return the page of a release on a day. `rest` is what depends on the reader.

    `has_successor` says whether the newest release of the product is another one, and in use.
    """
    content = releases.content(release)
    place = {"slug": content["product"]["slug"], "number": release.number}
    head = _head(content, answer=_answer(release, status=status, has_successor=has_successor))
    return ReleasePage(
        head=head,
        shared=_shared(head, content),
        published=badge(release.verdict),
        number=release.number,
        is_newest=release.number == newest,
        newest_url=url_for("verdicts.show", slug=place["slug"]),
        status=Badge(status, label(status)),
        is_in_use=status in IN_USE,
        status_reason=_status_reason(release, status=status),
        published_on=date.fromisoformat(content["published_on"]),
        valid_until=release.valid_until,
        publisher=content["publisher"],
        sha256=release.sha256,
        computed=badge(release.computed_verdict),
        override_reason=content["override_reason"],
        summary=told(content["summary"]),
        scope=told(content["scope"]),
        events=tuple(_events(release, content=content)),
        confidence=explanation.confidence(frozen.confidence_of(release, content, on=on)),
        **_addresses(place),
        **_parts(content, place=place),
        **rest,
    )


def _shared(head: Head, content: Content) -> Shared:
    return shared(
        head,
        path=url_for("verdicts.show", slug=head.slug),
        publisher=content["publisher"],
        published=content["published_on"],
        valid_until=content["valid_until"],
    )


def _addresses(place: Mapping[str, Any]) -> dict[str, Any]:
    """Return where the release and its files are, and where a reader says what is wrong."""
    return {
        "permalink": settings().base_url + url_for("verdicts.release", **place),
        "downloads": tuple(_downloads(place)),
        "pdf_url": url_for("verdicts.report_pdf", **place),
        "report_url": url_for("verdicts.report", **place),
        "json_url": url_for("verdicts.release_json", **place),
        "remark_url": url_for("remarks.write", **place),
    }


def _parts(content: Content, *, place: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of the frozen content, each as its section shows it."""
    return {
        "names": names_in(content),
        "duties": duties(content, place=place),
        "cells": tuple(_cells(content)),
        "risks": tuple(_risks(content, place=place)),
        "fall": fall(content),
        "risk_picture": risk_figure(sources.risks_of_release(content)),
        "measure_picture": measure_figure(sources.measures_of_release(content)),
        "findings": tuple(_findings(content)),
        "sources": tuple(basis(content)),
    }


def _downloads(place: Mapping[str, Any]) -> Iterator[Download]:
    names = {"nl": (_("PDF in Dutch"), _("Word in Dutch")),
             "en": (_("PDF in English"), _("Word in English"))}  # fmt: skip
    for language, (pdf, word) in names.items():
        for name, endpoint in ((pdf, "verdicts.report_pdf"), (word, "verdicts.report")):
            url = url_for(endpoint, lang=language, **place)
            yield Download(label=name, url=url, language=language)


def _answer(release: Release, *, status: Status, has_successor: bool) -> tuple[Badge, str]:
    """Return the answer of today: what no longer holds is history and no verdict (3.6)."""
    if status in IN_USE:
        return badge(release.verdict), sentence(release.verdict)
    if status is Status.SUPERSEDED and has_successor:
        meaning = _("A newer release took its place. Read that one to know what holds today.")
        return Badge(Verdict.GREY, label(status)), meaning
    return badge(Verdict.GREY), sentence(Verdict.GREY)


def _head(content: Content, *, answer: tuple[Badge, str]) -> Head:
    product = content["product"]
    return Head(
        slug=product["slug"],
        name=told(product["name"]),
        vendor=vendor_name(product["vendor"]["name"]),
        vendor_url=vendor_url(product["vendor"]["slug"]),
        category=told(product["category"]["label"]).text,
        sectors=tuple(label(Sector(sector)) for sector in product["sectors"]),
        former_names=tuple(product["former_names"]),
        is_invented=product["is_invented"],
        verdict=answer[0],
        sentence=told(content["sentence"]),
        meaning=answer[1],
    )


def _status_reason(release: Release, *, status: Status) -> str:
    if status is Status.WITHDRAWN:
        return next(e.reason for e in release.events if e.kind is Event.WITHDRAWN)
    if status is Status.ATTENTION and asks_attention(e.kind for e in release.events):
        asked = next(e for e in reversed(release.events) if e.kind is Event.ATTENTION)
        return reason_of(asked)
    ended = _ended(release)
    if ended and status is Status.ATTENTION:
        return ended
    reasons = {
        Status.ATTENTION: _("A promise of the vendor passed its day."),
        Status.UNDER_REVIEW: _("A promise of the vendor is long overdue, or the publisher looks"
                               " at it again."),
        Status.EXPIRED: _("The last day on which it held has passed."),
        Status.SUPERSEDED: _("There is a newer release."),
    }  # fmt: skip
    return reasons.get(status, "")


def _cells(content: Content) -> Iterator[CellView]:
    for item in content["cells"]:
        yield CellView(
            edition=told(item["edition"]["name"]),
            group=label(SubjectGroup(item["group"])),
            use=told(item["use"]),
            exclusions=told(item["exclusions"]),
            verdict=badge(Verdict(item["verdict"])),
        )


def _risks(content: Content, *, place: Mapping[str, Any]) -> Iterator[RiskView]:
    for item in content["risks"]:
        levels = [Level(item["levels"][stage]) for stage in STAGES]
        claims = [claim for claim in content["claims"] if claim["risk"] == item["key"]]
        yield RiskView(
            key=item["key"],
            title=told(item["title"]),
            description=told(item["description"]),
            levels=tuple(Badge(level, label(level)) for level in levels),
            notes=tuple(told(claim["rationale"]) for claim in claims if claim["rationale"]),
            url=url_for("verdicts.risk", key=item["key"], **place),
        )


def _findings(content: Content) -> Iterator[tuple[str, str, str, Any]]:
    tones = {
        Result.COMPLIANT: "safe",
        Result.REMEDIABLE: "warning",
        Result.NON_COMPLIANT: "danger",
        Result.NOT_ASSESSED: "neutral",
    }
    found = {Topic(item["topic"]): item for item in content["findings"]}
    for topic in Topic:
        result = Result(found[topic]["result"])
        yield label(topic), label(result), tones[result], told(found[topic]["note"])


def _ended(release: Release) -> str:
    """Return from when on an agreement no longer holds, or nothing if none ends."""
    days = [each.reason for each in release.events if each.kind is Event.AGREEMENT_ENDS]
    if not days:
        return ""
    return _("From %(day)s on, an agreement that this verdict rests on no longer holds.",
             day=day(min(days)))  # fmt: skip


def _events(release: Release, *, content: Content) -> Iterator[EventView]:
    empty = told("")
    for event in reversed(release.events):
        reason = event.reason if event.kind is Event.WITHDRAWN else ""
        if event.kind is Event.AGREEMENT_ENDS:
            reason = _("From %(day)s on.", day=day(event.reason))
        yield EventView(
            when=day(event.at), title=label(event.kind), text=told({"nl": reason, "en": reason})
        )
    yield EventView(
        when=day(content["published_on"]),
        title=_("Release %(number)s published", number=release.number),
        text=empty,
    )
    if release.number > 1:
        slug = content["product"]["slug"]
        yield EventView(
            when="",
            title=_("What changed since release %(number)s", number=release.number - 1),
            text=empty,
            url=url_for("verdicts.changes", slug=slug, older=release.number - 1,
                        newer=release.number),
        )  # fmt: skip
