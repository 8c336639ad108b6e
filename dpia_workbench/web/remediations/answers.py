"""What people do with a request: read, promise, decline, check, take back."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.remediation import (
    MOVES,
    Move,
    NothingProposed,
    VerifierNotIndependent,
    after,
)
from dpia_workbench.schemas.remediations import (
    AcknowledgementSchema,
    CommitmentSchema,
    ProposalSchema,
    RefusalSchema,
    SettlementSchema,
    VerificationSchema,
    WithdrawalSchema,
)
from dpia_workbench.store import remediations
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import remediation
from dpia_workbench.web import pieces
from dpia_workbench.web.remediations import about, foreseeing, thread
from dpia_workbench.web.remediations.blueprint import blueprint
from dpia_workbench.web.remediations.pages import (
    CheckPage,
    CommitmentPage,
    ProposalPage,
    SettlementPage,
    WordsPage,
)

_ON_WORDS = {"remediation.words-missing": "words"}
_ON_DAY = {
    **_ON_WORDS, "remediation.due-date-not-ahead": "due", "remediation.same-day": "due",
}  # fmt: skip
_ON_SETTLEMENT = {**_ON_WORDS, "remediation.due-date-not-ahead": "move"}


def _done(remediation_id: UUID, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("remediations.show", remediation_id=remediation_id), 303)


def _begun(
    remediation_id: UUID, *, permission: Permission, move: Move, schema: Schema
) -> tuple[Remediation, Form]:
    """Return a request and its form. Who only looks sees at once that a move is not possible."""
    row = remediations.get(db.session(), remediation_id, actor=current_actor())
    require(current_actor(), permission, row)
    form = Form(schema, initial={"version": row.version})
    if not form.submitted:
        after(row.state, move)
    return row, form


def _send(
    form: Form,
    verb: Callable[..., object],
    row: Remediation,
    *,
    on: Mapping[str, str],
    dated: bool = True,
) -> None:
    """Do what a form asks for, if it was sent; `dated` verbs are told the day.

    What is refused stands at its field.
    """
    if form.submitted:
        with form.refusals(on=on), transaction() as session:
            verb(
                session, actor=current_actor(), remediation_id=row.id, now=clock.now(),
                **({"today": clock.today()} if dated else {}), **form.values(),
            )  # fmt: skip


@blueprint.route("/<uuid:remediation_id>/acknowledgement", methods=["POST"])
def acknowledge(remediation_id: UUID) -> ResponseReturnValue:
    """Say that the request was read."""
    form = Form(AcknowledgementSchema())
    with transaction() as session:
        remediation.acknowledge(
            session,
            actor=current_actor(),
            remediation_id=remediation_id,
            now=clock.now(),
            **form.values(),
        )
    return _done(remediation_id, _("Thank you. Now promise a day, or decline with a reason."))


@blueprint.route("/<uuid:remediation_id>/commitment", methods=["GET", "POST"])
def commit(remediation_id: UUID) -> ResponseReturnValue:
    """Promise a day on which it is done."""
    row, form = _begun(
        remediation_id, permission=Permission.REMEDIATION_ANSWER, move=Move.COMMIT,
        schema=CommitmentSchema(),
    )  # fmt: skip
    _send(form, remediation.commit, row, on=_ON_DAY)
    if form.accepted:
        return _done(remediation_id, _("Your promise is recorded."))
    page = CommitmentPage(
        form=form,
        request=pieces.words(row.title),
        asked=row.request,
        back_url=url_for(".show", remediation_id=row.id),
        earliest=clock.today() + timedelta(days=1),
    )
    return render_template("remediations/commitment.html", page=page), form.status


@blueprint.route("/<uuid:remediation_id>/proposal", methods=["GET", "POST"])
def propose_date(remediation_id: UUID) -> ResponseReturnValue:
    """Propose another day than the promised one."""
    row, form = _begun(
        remediation_id, permission=Permission.REMEDIATION_ANSWER, move=Move.PROPOSE_DATE,
        schema=ProposalSchema(),
    )  # fmt: skip
    _send(form, remediation.propose_date, row, on=_ON_DAY)
    if form.accepted:
        return _done(remediation_id, _("Your proposal is recorded. The promised day still holds."))
    page = ProposalPage(
        form=form,
        request=pieces.words(row.title),
        due=row.due,
        back_url=url_for(".show", remediation_id=row.id),
        earliest=clock.today() + timedelta(days=1),
    )
    return render_template("remediations/proposal.html", page=page), form.status


@blueprint.route("/<uuid:remediation_id>/settlement", methods=["GET", "POST"])
def settle_date(remediation_id: UUID) -> ResponseReturnValue:
    """Accept or refuse the day that the vendor proposes."""
    row, form = _begun(
        remediation_id, permission=Permission.REMEDIATION_REQUEST, move=Move.ACCEPT_DATE,
        schema=SettlementSchema(),
    )  # fmt: skip
    _send(form, remediation.settle_date, row, on=_ON_SETTLEMENT)
    if not form.submitted and row.proposed_due is None:
        raise NothingProposed
    if form.accepted:
        return _done(remediation_id, _("Your answer is recorded, and the vendor is told."))
    page = SettlementPage(
        form=form,
        request=pieces.words(row.title),
        due=row.due,
        proposed=row.proposed_due,
        proposal=row.proposal,
        back_url=url_for(".show", remediation_id=row.id),
        moves=tuple((move.value, label(move)) for move in remediation.SETTLEMENTS),
    )
    return render_template("remediations/settlement.html", page=page), form.status


@blueprint.route("/<uuid:remediation_id>/refusal", methods=["GET", "POST"])
def decline(remediation_id: UUID) -> ResponseReturnValue:
    """Decline a request with a reason."""
    row, form = _begun(
        remediation_id, permission=Permission.REMEDIATION_ANSWER, move=Move.DECLINE,
        schema=RefusalSchema(),
    )  # fmt: skip
    _send(form, remediation.decline, row, on=_ON_WORDS)
    if form.accepted:
        return _done(remediation_id, _("You declined. Your reason is recorded."))
    return _words(row, form=form, texts=_declining())


def _declining() -> dict[str, str]:
    return {
        "title": _("Decline this request"),
        "intro": _("If you decline, the risk stays as it is, and the verdict on your product can"
                   " become worse. You cannot undo this."),
        "words_label": _("Why do you decline?"),
        "words_hint": _("The cooperative reads this."),
        "submit": _("Decline"),
        "look": "danger",
    }  # fmt: skip


@blueprint.route("/<uuid:remediation_id>/withdrawal", methods=["GET", "POST"])
def withdraw(remediation_id: UUID) -> ResponseReturnValue:
    """Take a request back."""
    row, form = _begun(
        remediation_id, permission=Permission.REMEDIATION_REQUEST, move=Move.WITHDRAW,
        schema=WithdrawalSchema(),
    )  # fmt: skip
    _send(form, remediation.withdraw, row, on=_ON_WORDS, dated=False)
    if form.accepted:
        return _done(remediation_id, _("The request was taken back."))
    return _words(row, form=form, texts=_withdrawing() if row.is_sent else _dropping())


def _dropping() -> dict[str, str]:
    return {
        "title": _("Drop this draft"),
        "intro": _("The vendor never sees it. You cannot undo this."),
        "words_label": _("Why do you drop it?"),
        "words_hint": _("Your colleagues read this."),
        "submit": _("Drop this draft"),
        "look": "danger",
    }


def _withdrawing() -> dict[str, str]:
    return {
        "title": _("Take the request back"),
        "intro": _("The vendor then need not do anything any more. You cannot undo this."),
        "words_label": _("Why do you take it back?"),
        "words_hint": _("The vendor reads this."),
        "submit": _("Take the request back"),
        "look": "danger",
    }  # fmt: skip


def _words(row: Remediation, *, form: Form, texts: dict[str, str]) -> ResponseReturnValue:
    """Show a form that asks for one text."""
    page = WordsPage(
        form=form,
        request=pieces.words(row.title),
        asked=row.request,
        back_url=url_for(".show", remediation_id=row.id),
        **texts,
    )
    return render_template("remediations/words.html", page=page), form.status


@blueprint.route("/<uuid:remediation_id>/verification", methods=["GET", "POST"])
def verify(remediation_id: UUID) -> ResponseReturnValue:
    """Record what the check of a delivery found."""
    row, form = _begun(
        remediation_id, permission=Permission.REMEDIATION_VERIFY, move=Move.VERIFY,
        schema=VerificationSchema(),
    )  # fmt: skip
    _send(form, remediation.verify, row, on=_ON_DAY)
    if form.accepted:
        return _done(remediation_id, _("The result of the check is recorded."))
    return render_template("remediations/verification.html", page=_check(row, form)), form.status


def _check(row: Remediation, form: Form) -> CheckPage:
    may = remediation.checkable(db.session(), actor=current_actor(), rows=[row])
    moves = [move for move in remediation.CHECKS if move in MOVES[row.state]]
    return CheckPage(
        form=form if row.id in may else None,
        request=pieces.words(row.title),
        asked=row.request,
        promise=row.promise,
        delivery=row.delivery,
        delivered_on=row.delivered_on,
        files=thread.delivered(db.session(), row, actor=current_actor()),
        back_url=url_for(".show", remediation_id=row.id),
        refusal=message(VerifierNotIndependent()),
        moves=tuple((move.value, label(move), _meaning(move)) for move in moves),
        offers_day=Move.REJECT in moves,
        earliest=clock.today() + timedelta(days=1),
        about=about.about(db.session(), row, actor=current_actor()),
        foreseen=foreseeing.foreseen(db.session(), row, actor=current_actor(), on=clock.today()),
    )


def _meaning(move: Move) -> str:
    return {
        Move.VERIFY: _("The measure counts from today."),
        Move.VERIFY_PARTLY: _("The measure does not count yet. The vendor can promise a new day."),
        Move.REJECT: _("The measure does not count. The vendor gets a new day, which you choose."),
    }[move]
