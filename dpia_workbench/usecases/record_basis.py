"""An external record in the form of a release, so that a board can adopt it (method.md 4.1, C9).

The publisher of a record did not compute with our model: levels that it states are a floor under
what the board judges, and what it does not state is unknown, which counts as the worst
(invariant 12). What a vendor is said to have done lowers nothing here (invariant 6).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import GROUPS_OF_SECTOR, Origin, Sector
from dpia_workbench.store import profiles, record_snapshots
from dpia_workbench.store.audit import canonical_json, jsonable, sha256
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import ExternalRecord, Product, RecordSnapshot
from dpia_workbench.usecases.content import product_of
from dpia_workbench.usecases.recorded import kind_of, school_owner

SCHEMA = "dpia-workbench/record/1"
ADOPTABLE = frozenset({Verdict.GREEN, Verdict.GREEN_WITH_MEASURES, Verdict.AMBER})
_METHOD = "nl-rijk-3.0"  # the profile that boards judge by where nobody pinned one

Item = Mapping[str, Any]


def snapshot(
    session: Session, record: ExternalRecord, *, now: datetime, on: date
) -> RecordSnapshot:
    """Return what a record says now, as kept for boards: the newest one if it says the same."""
    content = _content(session, record)
    newest = record_snapshots.newest(session, record.product_id)
    if newest is not None and _said(newest) == content:
        return newest
    return _keep(
        session, record, content, number=newest.number + 1 if newest else 1, now=now, on=on
    )


def _said(kept: RecordSnapshot) -> dict[str, Any]:
    added = ("number", "valid_until")
    found = record_snapshots.content(kept)
    return {name: value for name, value in found.items() if name not in added}


def _keep(
    session: Session,
    record: ExternalRecord,
    content: dict[str, Any],
    *,
    number: int,
    now: datetime,
    on: date,
) -> RecordSnapshot:
    periods = MethodProfile.of(content["profile"]).periods
    until = add_months(on, months=periods.review_months)
    canonical = canonical_json({**content, "number": number, "valid_until": until.isoformat()})
    row = RecordSnapshot(
        product_id=record.product_id, number=number, canonical=canonical,
        sha256=sha256(canonical), verdict=record.verdict, made_at=now, valid_until=until,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _content(session: Session, record: ExternalRecord) -> dict[str, Any]:
    """Return a record with the names that the content of a release has."""
    product, said = record.product, record.content
    content = {
        "schema": SCHEMA,
        "dossier": None,
        "product": product_of(product),
        "publisher": said["publisher"],
        "published_on": record.published,
        "profile": profiles.newest(session, key=_METHOD).content,
        "screening": None,
        "summary": said["verdict"]["one_line"],
        "sentence": said["verdict"]["one_line"],
        "scope": {language: _scope(said["scope"], language) for language in ("nl", "en")},
        "computed_verdict": Verdict.GREY,  # nobody computed it here
        "published_verdict": record.verdict,
        "override_reason": "",
        "cells": list(_cells(product, said)),
        "risks": [_risk(number, item) for number, item in enumerate(said["risks"], start=1)],
        "measures": list(_measures(said)),
        "claims": [],
        "findings": [],
        "tolerated": [],
        "language": "nl",
        "templates": {},
        "texts": {},
        "entries": [],
        "not_applicable": {},
        "services": [{"name": service.name, "role": service.role} for service in product.services],
        "sources": said["sources"],
    }
    frozen: dict[str, Any] = jsonable(content)
    return frozen


def _scope(scope: Item, language: str) -> str:
    lines = [Bilingual.of(each).text(language) for each in scope["in_scope"]]
    return "\n".join(f"- {line}" for line in lines)


def _cells(product: Product, said: Item) -> Iterator[dict[str, Any]]:
    """Yield a cell for each edition and group of the sectors that the record is for."""
    editions = [
        {"key": each.key, "name": each.name} for each in product.editions if each.is_offered
    ]
    outside = {
        language: "; ".join(
            Bilingual.of(each).text(language) for each in said["scope"]["out_of_scope"]
        )
        for language in ("nl", "en")
    }
    groups = dict.fromkeys(
        group for sector in product.sectors for group in GROUPS_OF_SECTOR[Sector(sector)]
    )
    places = [(edition, group) for edition in editions or [_only(product)] for group in groups]
    for number, (edition, group) in enumerate(places, start=1):
        yield {
            "key": f"C{number}", "edition": edition, "group": group, "use": Bilingual(),
            "tags": [], "exclusions": outside, "verdict": Verdict(said["verdict"]["colour"]),
            "levels": {}, "explanations": {},
        }  # fmt: skip


def _only(product: Product) -> dict[str, Any]:
    return {"key": product.slug, "name": product.name}


def _risk(number: int, item: Item) -> dict[str, Any]:
    return {
        "key": f"R{number}", "title": item["title"], "description": item.get("description") or {},
        "origin": Origin.BY_DESIGN, "likelihood": None, "likelihood_reason": "",
        "severity": None, "severity_reason": "", "unknown_note": "",
        "severe_floor_waived": False, "waiver_reason": "", "floors": [], "levels": {},
        "published": {
            "before": _level(item["level_before"]), "after": _level(item["level_after"]),
            "note": item.get("level_after_note") or {}, "state": item["state"],
        },
    }  # fmt: skip


def _level(value: str) -> Level | None:
    """Return a level that a record states; what is unconfirmed is none."""
    return Level(value) if value in set(Level) else None


def _measures(said: Item) -> Iterator[dict[str, Any]]:
    """Yield what the record asks of schools, and what it says of the vendor, for information."""
    number = 0
    schools, vendors = said["school_measures"], said["vendor_measures"]
    for owner_of, items in ((school_owner, schools), (_vendor, vendors)):
        for item in items:
            number += 1
            yield {
                "key": f"M{number}", "owner": owner_of(item),
                "kind": kind_of(item),
                "title": item["measure"], "instruction": {}, "editions": [],
                "agreement": None, "promise": None,
            }  # fmt: skip


def _vendor(_item: Item) -> Owner:
    return Owner.VENDOR


def renew(session: Session, products: Sequence[Product], *, now: datetime, on: date) -> None:
    """Keep anew what records say that boards adopted and that read otherwise now."""
    for product in products:
        if product.record is not None and record_snapshots.newest(session, product.id) is not None:
            snapshot(session, product.record, now=now, on=on)
