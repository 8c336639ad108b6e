"""From an external record to the values that its page shows: every fact with its sources."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import url_for

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, sentence
from dpia_workbench.i18n.terms import term, vendor_name
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store.models import Product
from dpia_workbench.web.verdicts.cards import UNCONFIRMED, badge, told, vendor_url
from dpia_workbench.web.verdicts.incidents import open_incidents
from dpia_workbench.web.verdicts.pages import (
    Badge,
    DutyView,
    EventView,
    Head,
    PromiseView,
    RecordPage,
    RiskView,
    Told,
)
from dpia_workbench.web.verdicts.shared import shared
from dpia_workbench.web.verdicts.sharing import Shared, SourceView

Content = Mapping[str, Any]
STALE_AFTER_YEARS = 3  # SIVON means to repeat its DPIAs every three years


def page(
    product: Product, *, content: Content, today: date, adopt: str, adopt_url: str
) -> RecordPage:
    """Return the page of an external record; `adopt` is "start", "running" or nothing."""
    verdict, head = content["verdict"], _head(product, content=content)
    return RecordPage(
        head=head,
        incidents=open_incidents(product.id, actor=current_actor()),
        shared=_shared(head, content=content),
        publisher=told(content["publisher"]),
        published=content["published"],
        colour_reason=told(verdict["colour_reason"]),
        colour_in_source=term(verdict["colour_in_source"]),
        confidence=term(content["confidence"]),
        stale_years=_stale_years(content["published"], today=today),
        facts=tuple(_facts(content)),
        editions=tuple(told(edition.name) for edition in product.editions if edition.is_offered),
        in_scope=tuple(told(item) for item in content["scope"]["in_scope"]),
        out_of_scope=tuple(told(item) for item in content["scope"]["out_of_scope"]),
        duties=tuple(_duties(content)),
        duty_sources={item["id"]: tuple(item["sources"]) for item in content["school_measures"]},
        counts=tuple(_counts(content["risk_counts"])),
        counts_note=told(content["risk_counts"].get("note")),
        risks=tuple(_risks(content)),
        risk_note=told(content.get("risk_note")),
        promises=tuple(_promises(content)),
        services=tuple(_services(product)),
        locations=tuple(told(s["text"], sources=s["sources"]) for s in content["data_locations"]),
        usage=tuple(told(s["text"], sources=s["sources"]) for s in content["usage_facts"]),
        agreement=tuple(_agreement(content["agreement"])),
        events=tuple(_events(content)),
        unconfirmed=tuple(told(item) for item in content["unconfirmed"]),
        sources=tuple(_sources(content)),
        remark_url=url_for("remarks.write", slug=product.slug),
        adopt=adopt,
        adopt_url=adopt_url,
    )


def _shared(head: Head, *, content: Content) -> Shared:
    return shared(
        head,
        path=url_for("verdicts.show", slug=head.slug),
        publisher=told(content["publisher"]).text,
        published=content["published"],
    )


def _head(product: Product, *, content: Content) -> Head:
    verdict = Verdict(content["verdict"]["colour"])
    return Head(
        slug=product.slug,
        name=told(product.name),
        vendor=vendor_name(product.vendor.name),
        vendor_url=vendor_url(product.vendor.slug),
        category=told(product.category["label"]).text,
        sectors=tuple(label(Sector(sector)) for sector in product.sectors),
        former_names=tuple(product.former_names),
        is_invented=product.is_invented,
        verdict=badge(verdict),
        sentence=told(content["verdict"]["one_line"]),
        meaning=sentence(verdict),
    )


def _stale_years(published: str, *, today: date) -> int:
    """Return for how many years nothing newer was concluded, if that is long."""
    if published == UNCONFIRMED:
        return 0
    years = today.year - int(published[:4])
    return years if years >= STALE_AFTER_YEARS else 0


def _named(item: Content, name: str, *, shown: str) -> str:
    """Return a strict value with the note that stands beside it."""
    note = told(item.get(f"{name}_note")).text
    return f"{shown} ({note})" if note else shown


def _facts(content: Content) -> Iterator[tuple[str, str]]:
    report, validity = content["report"], content["validity"]
    yield _("Commissioned by"), _joined(content["commissioned_by"])
    yield _("Carried out by"), _joined(content["conducted_by"])
    yield _("Report"), told(report["title"]).text
    yield _("Authors"), _joined(report["authors"])
    yield _("Date of the report"), _named(report, "date", shown=day(report["date"]))
    yield _("Pages"), _named(report, "pages", shown=_plain(report["pages"]))
    yield _("Language of the report"), term(report["language"])
    if report.get("contents_note"):
        yield _("Contents of the report"), told(report["contents_note"]).text
    yield _("Status"), _named(content, "status", shown=term(content["status"]))
    yield _("Conclusion of the publisher"), term(content["verdict"]["label"])
    yield _("First published"), day(content["first_published"])
    yield _("Holds from"), day(validity["valid_from"])
    yield _("Next review"), _named(validity, "next_review", shown=_day(validity["next_review"]))
    yield _("Expires"), _named(validity, "expiry", shown=_day(validity["expiry"]))
    if validity.get("note"):
        yield _("About its validity"), told(validity["note"]).text


def _plain(value: Any) -> str:
    return _("unconfirmed") if value == UNCONFIRMED else str(value)


def _day(value: str) -> str:
    return term(value) if value in ("none", "none_stated") else day(value)


def _joined(items: list[Any]) -> str:
    return "; ".join(told(item).text for item in items)


def _duties(content: Content) -> Iterator[DutyView]:
    order = ["yes", "conditional", "advised", UNCONFIRMED]
    items = content["school_measures"]
    for item in sorted(items, key=lambda measure: order.index(measure["mandatory"])):
        yield DutyView(
            key=item["id"],
            title=told(item["measure"]),
            instruction=told(item.get("mandatory_note")),
            kind=term(item["kind"]),
            mandatory=term(f"mandatory_{item['mandatory']}"),
            is_mandatory=item["mandatory"] == "yes",
        )


def _counts(counts: Content) -> Iterator[tuple[str, str, str, str]]:
    for name, title in (("initial", _("First assessment")), ("current", _("Now"))):
        found = [_plain(counts[name][level]) for level in ("high", "medium", "low")]
        yield title, found[0], found[1], found[2]


def _level(item: Content, name: str) -> Badge:
    value, note = item[name], told(item.get(f"{name}_note")).text
    known = label(Level(value)) if value != UNCONFIRMED else ""
    return Badge(value, " – ".join(filter(None, [known, note])) or _("unconfirmed"))


def _risks(content: Content) -> Iterator[RiskView]:
    for item in content["risks"]:
        notes = [told(item["state"], sources=item["sources"])]
        who = _("To be solved by: %(who)s", who=term(f"owner_{item['owner']}"))
        yield RiskView(
            key=item["id"],
            title=told(item["title"]),
            description=told(item.get("description")),
            levels=tuple(
                _level(item, name)
                for name in ("level_before", "level_after", "likelihood", "impact")
            ),
            notes=(*notes, told(who)),
        )


def _promises(content: Content) -> Iterator[PromiseView]:
    for item in content["vendor_measures"]:
        deadline = _named(item, "deadline", shown=_day(item["deadline"]))
        yield PromiseView(
            key=item["id"],
            title=told(item["measure"]),
            state=told(item["state"]).text,
            tone=term(item["kind"]),
            when=deadline,
            sources=tuple(item["sources"]),
        )


def _services(product: Product) -> Iterator[tuple[Told, str, Told, str, tuple[str, ...]]]:
    for service in product.services:
        facts = service.facts
        since = _named(facts, "since", shown=_since(str(facts["since"])))
        yield (
            told(service.name),
            term(f"role_{service.role}"),
            told(facts.get("role_note")),
            since,
            tuple(facts["sources"]),
        )


def _since(value: str) -> str:
    return term(value) if not value[:1].isdigit() else day(value)


def _agreement(agreement: Content) -> Iterator[tuple[str, str]]:
    yield _("Kind of agreement"), told(agreement["type"]).text
    yield _("Parties"), _joined(agreement["parties"]) or _("none named")
    yield _("Date"), _named(agreement, "date", shown=day(agreement["date"]))
    yield _("How a school joins"), told(agreement["acceptance"]).text
    if agreement["sources"]:
        yield _("Sources"), ", ".join(agreement["sources"])


def _events(content: Content) -> Iterator[EventView]:
    for item in reversed(content["timeline"]):
        yield EventView(
            when=_named(item, "date", shown=day(item["date"])),
            title=term(f"event_{item['type']}"),
            text=told(item["what"], sources=item["sources"]),
        )


def _sources(content: Content) -> Iterator[SourceView]:
    for item in content["sources"]:
        url = item["url"] if str(item["url"]).startswith(("https://", "http://")) else None
        yield SourceView(
            id=item["id"],
            title=item["title"],
            publisher=item["publisher"],
            url=url,
            date=day(item["date"]),
            kind=_named(item, "kind", shown=term(f"source_{item['kind']}")),
        )
