"""From rows of a board's list to what pages show of them."""

from collections.abc import Iterable, Mapping, Sequence

from flask import url_for

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.terms import vendor_name
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.release import IN_USE
from dpia_workbench.store import products, used_products
from dpia_workbench.store.models import AssessmentPlan, Product, UsedProduct
from dpia_workbench.usecases import verdict
from dpia_workbench.usecases.record_basis import ADOPTABLE
from dpia_workbench.usecases.verdict import Card
from dpia_workbench.web.pieces import Words, words
from dpia_workbench.web.used_products.matching import keys
from dpia_workbench.web.used_products.matching import label as product_label
from dpia_workbench.web.used_products.pages import Meant, UsedRow


def listed(*, without: Iterable[str]) -> tuple[UsedRow, ...]:
    """Return what stands on the list of the reader's board, without the products adopted."""
    adopted = frozenset(without)
    found = used_products.find(db.session(), actor=current_actor())
    return views([row for row in found if row.product is None or row.product.slug not in adopted])


def views(rows: Sequence[UsedProduct]) -> tuple[UsedRow, ...]:
    """Return products of the reader's board as pages show them."""
    slugs = [row.product.slug for row in rows if row.product]
    cards = {card.slug: card for card in verdict.cards(db.session(), slugs=slugs, on=clock.today())}
    named = _named() if any(row.product is None for row in rows) else {}
    planned = used_products.plans_by_key(db.session())
    return tuple(
        _view(
            row,
            card=cards.get(row.product.slug) if row.product else None,
            perhaps=named.get(row.name_key) if row.product is None else None,
            planned=planned.get(row.name_key, ()),
        )
        for row in rows
    )


def _named() -> Mapping[str, Product]:
    """Return each product that something is public about, by every name it has."""
    rows = products.all_published(db.session())
    return {key: row for row in rows for key in keys(row)}


def _view(
    row: UsedProduct,
    *,
    card: Card | None,
    perhaps: Product | None,
    planned: Iterable[AssessmentPlan],
) -> UsedRow:
    may_edit = allows(current_actor(), Permission.USED_PRODUCT_EDIT, row)
    return UsedRow(
        name=name(row),
        vendor=vendor_name(row.product.vendor.name) if row.product else "",
        url=url_for("used_products.change", used_id=row.id) if may_edit else "",
        verdict_url=url_for("verdicts.show", slug=card.slug) if card else None,
        verdict=(card.verdict, label(card.verdict)) if card else None,
        can_adopt=card is not None and _can_adopt(card),
        pupils=row.pupils,
        is_asked=row.wants_verdict,
        takes_part=row.takes_part,
        planned=tuple(plan_text(each) for each in planned),
        perhaps=_meant(perhaps) if perhaps else None,
    )


def _can_adopt(card: Card) -> bool:
    """Return whether a board can adopt a release that holds, or what others published."""
    return card.status in IN_USE or (card.status is None and card.verdict in ADOPTABLE)


def _meant(row: Product) -> Meant:
    return Meant(slug=row.slug, name=row.name.text(current_language()), label=product_label(row))


def name(row: UsedProduct) -> Words:
    """Return the name of a product, as the catalogue or the board writes it."""
    return words(row.product.name) if row.product else Words(row.name, "nl")


def plan_text(plan: AssessmentPlan) -> str:
    """Return what a cooperative plans, as a sentence."""
    return _(
        "%(cooperative)s plans a DPIA in the %(quarter)s of %(year)s.",
        cooperative=plan.owner.name, quarter=quarter_name(plan.quarter), year=plan.year,
    )  # fmt: skip


def quarter_name(number: int) -> str:
    """Return the name of a quarter of a year."""
    names = (_("first quarter"), _("second quarter"), _("third quarter"), _("fourth quarter"))
    return names[number - 1]
