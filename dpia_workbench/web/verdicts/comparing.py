"""Up to three products side by side, chosen by check boxes; works without scripts."""

from collections.abc import Iterator, Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.terms import vendor_name
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.criteria import Criteria
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.release import Status
from dpia_workbench.schemas.base import clean
from dpia_workbench.store import products, releases
from dpia_workbench.usecases import verdict
from dpia_workbench.usecases.verdict import Card
from dpia_workbench.web.verdicts.cards import badge, told
from dpia_workbench.web.verdicts.changing import blueprint
from dpia_workbench.web.verdicts.compare_cells import NOTHING, of_record, of_release
from dpia_workbench.web.verdicts.compare_pages import (
    Choice,
    ComparedCell,
    ComparedRow,
    ComparePage,
)
from dpia_workbench.web.verdicts.pages import Badge

__all__ = ["blueprint"]

MOST = 3
_MOST_READ = 12  # of an address that names more
_MOST_OTHERS = 12
_LONGEST = 200


@blueprint.get("/compare")
def compare() -> ResponseReturnValue:
    """Show the chosen products side by side, or say why that cannot be."""
    asked = _asked()
    cards = verdict.cards(db.session(), slugs=asked, on=clock.today())
    found = {card.slug for card in cards}
    unknown = tuple(slug for slug in asked if slug not in found)
    is_too_many = len(asked) > MOST
    shown = [] if is_too_many else cards
    text = clean(request.args.get("q", "")[:_LONGEST])
    page = ComparePage(
        names=tuple(told(card.name) for card in shown),
        rows=tuple(_rows(shown)) if shown else (),
        chosen=tuple(_choice(card, is_chosen=True) for card in cards),
        others=tuple(_choice(card, is_chosen=False) for card in _others(cards, text=text)),
        query=text,
        unknown=unknown,
        is_too_many=is_too_many,
        most=MOST,
    )
    status = 422 if is_too_many else 404 if unknown else 200
    return render_template("verdicts/compare.html", page=page), status


def _asked() -> list[str]:
    """Return the slugs in the address, each once and without what no slug can be."""
    values = (clean(value[:_LONGEST]) for value in request.args.getlist("product"))
    return [slug for slug in dict.fromkeys(values) if slug][:_MOST_READ]


def _others(chosen: Sequence[Card], *, text: str) -> list[Card]:
    """Return what else can be chosen: what a search finds, or products of the same kind."""
    if text:
        hits = indexing.find(Criteria(text=text).query(limit=_MOST_OTHERS)).hits
        slugs = [hit.slug for hit in hits]
    else:
        kinds = {card.category_code for card in chosen}
        every = products.all_published(db.session())
        slugs = [row.slug for row in every if not kinds or row.category["code"] in kinds]
    mine = {card.slug for card in chosen}
    slugs = [slug for slug in slugs if slug not in mine][:_MOST_OTHERS]
    return verdict.cards(db.session(), slugs=slugs, on=clock.today())


def _choice(card: Card, *, is_chosen: bool) -> Choice:
    return Choice(card.slug, told(card.name), badge(card.verdict), is_chosen)


def _rows(cards: Sequence[Card]) -> Iterator[ComparedRow]:
    titles = {
        "verdict": _("Verdict"),
        "sentence": _("In one sentence"),
        "vendor": _("Vendor"),
        "published": _("Published by"),
        "validity": _("Validity"),
        "duties": _("What must your school do?"),
        "cells": _("For whom does this hold?"),
        "risks": _("Risks by level"),
        "locations": _("Where data are"),
        "sub_processors": _("Sub-processors"),
        "agreement": _("Agreement"),
        "promises": _("Promises of the vendor (these count for nothing in the verdict)"),
    }
    columns = [_column(card) for card in cards]
    for name, title in titles.items():
        yield ComparedRow(title=title, cells=tuple(each.get(name, NOTHING) for each in columns))


def _column(card: Card) -> dict[str, ComparedCell]:
    url = url_for("verdicts.show", slug=card.slug)
    return {
        "verdict": ComparedCell(look="verdict", badges=((badge(card.verdict), ""),), url=url),
        "sentence": ComparedCell(texts=(told(card.sentence),)),
        "vendor": ComparedCell(summary=vendor_name(card.vendor)),
        "published": ComparedCell(summary=_published(card)),
        "validity": _validity(card),
        **_contents(card),
    }


def _published(card: Card) -> str:
    words = {"publisher": told(card.publisher).text, "day": day(card.published)}
    if card.is_external:
        return _("%(publisher)s, %(day)s; not computed here", **words)
    return _("%(publisher)s, %(day)s", **words)


def _validity(card: Card) -> ComparedCell:
    if card.status is None or card.valid_until is None:
        return NOTHING
    tone = "safe" if card.status is Status.CURRENT else "warning"
    until = _("Up to and including %(day)s", day=day(card.valid_until))
    state = Badge(card.status, label(card.status), tone)
    return ComparedCell(look="state", badges=((state, until),))


def _contents(card: Card) -> dict[str, ComparedCell]:
    product = products.published(db.session(), card.slug)
    release = products.newest_release(db.session(), product.id)
    if release is not None:
        return of_release(releases.content(release))
    return of_record(product.record.content) if product.record else {}
