"""What a vendor says beside the verdict: written, decided upon, taken away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import Role
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.filters import moment
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.vendor_statement import DECISIONS, MOVES, Move, State
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.schemas.fact_checks import (
    StatementDecisionSchema,
    StatementRemovalSchema,
    VendorStatementSchema,
)
from dpia_workbench.store import vendor_statements
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import VendorStatement
from dpia_workbench.usecases import vendor_statement
from dpia_workbench.web import pieces
from dpia_workbench.web.fact_checks.blueprint import blueprint
from dpia_workbench.web.fact_checks.statement_pages import (
    StatementPage,
    StatementRow,
    StatementsPage,
    WritePage,
)
from dpia_workbench.web.pieces import Badge, Words

_TONES = {State.WAITING: "warning", State.ACCEPTED: "safe", State.REFUSED: "danger",
          State.REMOVED: "danger"}  # fmt: skip
_ON_REASON = {"statement.reason-missing": "reason"}


@blueprint.get("/fact-checks/statements")
def statements() -> ResponseReturnValue:
    """Show the statements of the own vendor, or all that were written."""
    actor, session = current_actor(), db.session()
    is_vendor = actor.has(Role.VENDOR_CONTACT)
    if not is_vendor and not allows(actor, Permission.VENDOR_STATEMENT_DECIDE):
        raise NotFound
    products = vendor_statement.own_products(session, actor=actor) if is_vendor else ()
    page = StatementsPage(
        is_vendor=is_vendor,
        products=tuple(
            (pieces.words(each.name), url_for("fact_checks.write_statement", slug=each.slug))
            for each in products
        ),
        rows=tuple(_row(each) for each in vendor_statements.find(session, actor=actor)),
    )
    return render_template("fact_checks/statements.html", page=page)


def _row(row: VendorStatement) -> StatementRow:
    return StatementRow(
        title=_title(row),
        url=url_for("fact_checks.statement", statement_id=row.id),
        product=pieces.words(row.product.name),
        vendor=row.vendor.name,
        state=_state(row),
        at=row.written_at,
    )


def _title(row: VendorStatement) -> str:
    return _("Statement, version %(number)s", number=row.number)


def _state(row: VendorStatement) -> Badge:
    return Badge(label(row.state), _TONES.get(row.state, "neutral"))


@blueprint.route("/fact-checks/statements/products/<slug>", methods=["GET", "POST"])
def write_statement(slug: str) -> ResponseReturnValue:
    """Write the next version of the statement on a product."""
    actor, session = current_actor(), db.session()
    product = vendor_statement.own_product(session, slug, actor=actor)
    require(actor, Permission.VENDOR_STATEMENT_WRITE, product)
    newest = next(iter(vendor_statements.of_product(session, product.id)), None)
    names = ("text", "signatory", "function")
    initial = {name: getattr(newest, name) for name in names} if newest else {}
    form = Form(VendorStatementSchema(), initial=initial)
    if form.submitted:
        with form.refusals(), transaction() as writing:
            row = vendor_statement.write(
                writing, actor=actor, slug=slug, today=clock.today(), now=clock.now(),
                **form.values(),
            )  # fmt: skip
    if form.accepted:
        return _to(row.id, _("Handed in. The publisher decides whether it stands there."))
    page = WritePage(
        product=pieces.words(product.name),
        product_url=url_for("verdicts.show", slug=slug),
        form=form,
        back_url=url_for("fact_checks.statements"),
    )
    return render_template("fact_checks/write_statement.html", page=page), form.status


def _to(statement_id: UUID, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("fact_checks.statement", statement_id=statement_id), 303)


@blueprint.get("/fact-checks/statements/<uuid:statement_id>")
def statement(statement_id: UUID) -> ResponseReturnValue:
    """Show one version of a statement."""
    row = vendor_statements.get(db.session(), statement_id, actor=current_actor())
    return _render(row)


def _render(row: VendorStatement, sent: Form | None = None) -> ResponseReturnValue:
    page = _page(row, sent)
    return render_template("fact_checks/statement.html", page=page), sent.status if sent else 200


def _page(row: VendorStatement, sent: Form | None) -> StatementPage:
    actor, moves = current_actor(), MOVES[row.state]
    place: dict[str, Any] = {"statement_id": row.id}
    is_own = allows(actor, Permission.VENDOR_STATEMENT_WRITE, row)
    decides = Move.ACCEPT in moves and allows(actor, Permission.VENDOR_STATEMENT_DECIDE, row)
    removes = Move.REMOVE in moves and allows(actor, Permission.VENDOR_STATEMENT_REMOVE, row)
    withdraw_url = url_for("fact_checks.withdraw_statement", **place)
    return StatementPage(
        title=_title(row),
        product=pieces.words(row.product.name),
        product_url=url_for("verdicts.show", slug=row.product.slug),
        state=_state(row),
        texts=(
            (_("In Dutch"), Words(row.text.nl, "nl")),
            (_("In English"), Words(row.text.en, "en")),
        ),
        facts=(
            (_("Vendor"), row.vendor.name),
            (_("Signed by"), row.signatory),
            (_("Function"), row.function),
            (_("Written on"), moment(row.written_at)),
        ),
        events=tuple((each.at, _happened(each.move), each.reason) for each in row.events),
        errors=tuple(sent.errors) if sent else (),
        decide=(sent or Form(StatementDecisionSchema())) if decides else None,
        decide_url=url_for("fact_checks.decide_statement", **place),
        decisions=tuple((move.value, label(move)) for move in DECISIONS),
        remove=(sent or Form(StatementRemovalSchema())) if removes else None,
        remove_url=url_for("fact_checks.remove_statement", **place),
        withdraw_url=withdraw_url if is_own and Move.WITHDRAW in moves else None,
        write_url=url_for("fact_checks.write_statement", slug=row.product.slug) if is_own else None,
    )


def _happened(move: Move) -> str:
    return label(
        {
            Move.ACCEPT: State.ACCEPTED,
            Move.REFUSE: State.REFUSED,
            Move.REPLACE: State.REPLACED,
            Move.WITHDRAW: State.WITHDRAWN,
            Move.REMOVE: State.REMOVED,
        }[move]
    )


def _decided(
    statement_id: UUID, form: Form, verb: Callable[..., object], *, text: str, **more: Any
) -> ResponseReturnValue:
    """Do something with a statement, or show it with what is refused."""
    with form.refusals(on=_ON_REASON), transaction() as session:
        verb(
            session, actor=current_actor(), statement_id=statement_id, now=clock.now(), **more,
            **form.values(),
        )  # fmt: skip
    if form.accepted:
        return _to(statement_id, text)
    return _render(vendor_statements.get(db.session(), statement_id, actor=current_actor()), form)


@blueprint.post("/fact-checks/statements/<uuid:statement_id>/decision")
def decide_statement(statement_id: UUID) -> ResponseReturnValue:
    """Decide whether a statement stands beside the verdict."""
    form, verb = Form(StatementDecisionSchema()), vendor_statement.decide
    text = _("Your decision is recorded, and the vendor is told.")
    return _decided(statement_id, form, verb, text=text, today=clock.today())


@blueprint.post("/fact-checks/statements/<uuid:statement_id>/removal")
def remove_statement(statement_id: UUID) -> ResponseReturnValue:
    """Take a statement from beside the verdict."""
    form, verb = Form(StatementRemovalSchema()), vendor_statement.remove
    text = _("The statement was taken away, and the vendor is told.")
    return _decided(statement_id, form, verb, text=text, today=clock.today())


@blueprint.post("/fact-checks/statements/<uuid:statement_id>/withdrawal")
def withdraw_statement(statement_id: UUID) -> ResponseReturnValue:
    """Take the own statement away."""
    form, verb = Form(StrictSchema()), vendor_statement.withdraw
    return _decided(statement_id, form, verb, text=_("Your statement was taken away."))
