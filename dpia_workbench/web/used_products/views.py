"""The list of a board: paste it, look through what was recognised, say more of one product."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import GENERAL, HTTP_UNPROCESSABLE, Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.demand import MOST_NAMES
from dpia_workbench.schemas.used_products import (
    KEEP,
    LEAVE_OUT,
    ChoicesSchema,
    EndSchema,
    IdentifySchema,
    ListSchema,
    UsedProductSchema,
    decoded,
    names_in,
)
from dpia_workbench.store import used_products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import UsedProduct
from dpia_workbench.usecases import used_product as verbs
from dpia_workbench.usecases.used_product import Chosen
from dpia_workbench.web.used_products import matching, reading
from dpia_workbench.web.used_products.matching import Match
from dpia_workbench.web.used_products.pages import (
    Candidate,
    ListPage,
    ReviewPage,
    ReviewRow,
    UsedPage,
)

blueprint = Blueprint("used_products", __name__, url_prefix="/school/products")

_ON_NAMES = {
    "demand.list-empty": "names",
    "demand.list-too-long": "names",
    "demand.list-unreadable": "file",
}


def _require_officer() -> None:
    """Let only those in who keep the list. Raises NotFound."""
    if not allows(current_actor(), Permission.USED_PRODUCT_ADD):
        raise NotFound


@blueprint.route("/list", methods=["GET", "POST"])
def paste() -> ResponseReturnValue:
    """Take a list of names, pasted or as a file, and show what each may mean."""
    _require_officer()
    form = Form(ListSchema())
    if form.submitted:
        with form.refusals(on=_ON_NAMES):
            typed = form.values()["names"]
            sent = request.files.get("file")
            names = names_in("\n".join((typed, decoded(sent.read()) if sent else "")))
    if form.accepted:
        return _review(matching.match(names), chosen={})
    page = ListPage(form=form, most=MOST_NAMES, back=url_for("adoptions.index"))
    return render_template("used_products/list.html", page=page), form.status


def _review(found: list[Match], *, chosen: dict[str, str], error: str = "") -> ResponseReturnValue:
    made = (_review_row(each, chosen=chosen, is_late=bool(error)) for each in found)
    rows = tuple(sorted(made, key=lambda row: not row.is_doubtful))
    missing = [
        (f"choice.{place}", _("Choose what “%(name)s” means.", name=row.name))
        for place, row in enumerate(rows)
        if row.is_missing
    ]
    page = ReviewPage(
        rows=rows,
        errors=tuple(missing or ([(GENERAL, error)] if error else [])),
        doubtful=sum(row.is_doubtful for row in rows),
        url=url_for(".add"),
        back=url_for(".paste"),
    )
    status = HTTP_UNPROCESSABLE if error else 200
    return render_template("used_products/review.html", page=page), status


def _review_row(found: Match, *, chosen: dict[str, str], is_late: bool) -> ReviewRow:
    is_doubtful = bool(found.candidates) and not found.is_sure
    likely = found.candidates[0].slug if found.is_sure else "" if is_doubtful else KEEP
    choice = chosen.get(found.name, likely)
    options = [(row.slug, matching.label(row)) for row in found.candidates]
    options += [
        (
            KEEP,
            _("None of these: keep the name") if options else _("Not known here: keep the name"),
        ),
        (LEAVE_OUT, _("Leave this out")),
    ]
    return ReviewRow(
        name=found.name,
        candidates=tuple(
            Candidate(value=value, label=text, is_chosen=value == choice) for value, text in options
        ),
        is_doubtful=is_doubtful,
        is_missing=is_late and not choice,
    )


@blueprint.post("")
def add() -> ResponseReturnValue:
    """Put what was looked through on the list."""
    _require_officer()
    form = Form(ChoicesSchema())
    with form.refusals(), transaction() as session:
        pairs = form.values()["pairs"]
        added = verbs.add(session, actor=current_actor(), chosen=[*_chosen(pairs)], now=clock.now())
    if form.accepted:
        _tell(len(added.rows), known=added.known)
        return redirect(url_for("adoptions.index", _anchor="list"), 303)
    names = tuple(dict.fromkeys(name for name in request.form.getlist("name")[:MOST_NAMES] if name))
    if not names:
        return redirect(url_for(".paste"), 303)
    typed = dict(zip(request.form.getlist("name"), request.form.getlist("choice"), strict=False))
    error = " ".join(text for _name, text in form.errors)
    return _review(matching.match(names), chosen=typed, error=error)


def _chosen(pairs: tuple[tuple[str, str], ...]) -> list[Chosen]:
    return [
        Chosen(name=name, slug="" if choice == KEEP else choice)
        for name, choice in pairs
        if choice != LEAVE_OUT
    ]


def _tell(count: int, *, known: int) -> None:
    text = ngettext("%(n)s product was added.", "%(n)s products were added.", count)
    if known:
        text += " " + ngettext(
            "%(n)s was on your list already.", "%(n)s were on your list already.", known
        )
    flash(text, "success")


@blueprint.route("/<uuid:used_id>", methods=["GET", "POST"])
def change(used_id: UUID) -> ResponseReturnValue:
    """Say how many pupils use a product, ask a DPIA of it, offer to take part."""
    row = _own(used_id)
    form = Form(UsedProductSchema(), initial=_initial(row))
    if form.submitted:
        with form.refusals(on="wants_verdict"), transaction() as session:
            values = form.values()
            verbs.change(
                session, actor=current_actor(), used_id=used_id, version=values.pop("version"),
                values=values, today=clock.today(), now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved."), "success")
        return redirect(url_for("adoptions.index", _anchor="list"), 303)
    return render_template("used_products/change.html", page=_page(row, form)), form.status


def _own(used_id: UUID) -> UsedProduct:
    """Return a product of a list that the reader keeps. Raises NotFound."""
    row = used_products.get(db.session(), used_id, actor=current_actor())
    if not allows(current_actor(), Permission.USED_PRODUCT_EDIT, row):
        raise NotFound
    return row


def _initial(row: UsedProduct) -> dict[str, object]:
    names = ("pupils", "wants_verdict", "takes_part", "version")
    return {name: getattr(row, name) for name in names}


def _page(row: UsedProduct, form: Form) -> UsedPage:
    (shown,) = reading.views([row])
    return UsedPage(
        form=form,
        name=reading.name(row),
        row=shown,
        may_ask=not shown.can_adopt,
        version=row.version,
        identify_url=url_for(".identify", used_id=row.id),
        end_url=url_for(".end", used_id=row.id),
        back=url_for("adoptions.index"),
    )


@blueprint.post("/<uuid:used_id>/product")
def identify(used_id: UUID) -> ResponseReturnValue:
    """Say that a name means a product that something is public about now."""
    row = _own(used_id)
    form = Form(IdentifySchema(), initial={"version": row.version})
    with form.refusals(), transaction() as session:
        verbs.identify(
            session, actor=current_actor(), used_id=used_id, today=clock.today(),
            now=clock.now(), **form.values(),
        )  # fmt: skip
    return _answer(form, row, done=_("Saved."))


@blueprint.post("/<uuid:used_id>/end")
def end(used_id: UUID) -> ResponseReturnValue:
    """Take a product off the list."""
    row = _own(used_id)
    form = Form(EndSchema(), initial={"version": row.version})
    with form.refusals(), transaction() as session:
        verbs.end(session, actor=current_actor(), used_id=used_id, now=clock.now(), **form.values())
    return _answer(form, row, done=_("The product is off your list."))


def _answer(form: Form, row: UsedProduct, *, done: str) -> ResponseReturnValue:
    """Lead back to the list, or show what is wrong on the page of the product."""
    if form.accepted:
        flash(done, "success")
        return redirect(url_for("adoptions.index", _anchor="list"), 303)
    return render_template("used_products/change.html", page=_page(row, form)), form.status
