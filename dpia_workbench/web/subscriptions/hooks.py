"""Webhooks of an organisation: register, look how messages went, try, renew the secret, end."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.hooks import signing
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.hooks import BOTH_SIGN
from dpia_workbench.schemas.hooks import KINDS, WebhookSchema
from dpia_workbench.store import hooks as stored
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Webhook, WebhookDelivery
from dpia_workbench.usecases import hook
from dpia_workbench.web.subscriptions import pages
from dpia_workbench.web.subscriptions.searches import blueprint

__all__ = ["blueprint"]

MOST_SHOWN = 50
_FIELDS = {"webhook.address-refused": "url", "webhook.too-many": "url"}


def _require_speaker() -> None:
    """Raise NotFound for who registers no address for any organisation."""
    if not allows(current_actor(), Permission.WEBHOOK_MAKE):
        raise NotFound


@blueprint.get("/webhooks")
def hooks() -> ResponseReturnValue:
    """Show the addresses that somebody may see to."""
    _require_speaker()
    rows = stored.find(db.session(), actor=current_actor())
    page = pages.HooksPage(rows=tuple(_row(each) for each in rows))
    return render_template("subscriptions/hooks.html", page=page)


def _row(row: Webhook) -> pages.HookRow:
    return pages.HookRow(
        id=row.id,
        site=urlsplit(row.url)._replace(path="", query="").geturl(),
        organisation=row.organisation.name,
        since=row.created_at,
        state=label(row.stopped) if row.stopped else _("In use"),
        tone="warning" if row.stopped else "safe",
    )


@blueprint.route("/webhooks/new", methods=["GET", "POST"])
def make_hook() -> ResponseReturnValue:
    """Register an address, and show its secret in the answer, once."""
    _require_speaker()
    form = Form(WebhookSchema(), initial={"kinds": [each.value for each in KINDS]})
    if form.submitted:
        with form.refusals(on=_FIELDS), transaction() as session:
            row = hook.make(
                session, actor=current_actor(), **form.values(),
                allows_local=not settings().is_production, now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        return _secret(row, is_new=True)
    page = pages.NewHookPage(form=form, kinds=tuple((each.value, label(each)) for each in KINDS))
    return render_template("subscriptions/hook_new.html", page=page), form.status


def _secret(row: Webhook, *, is_new: bool) -> Response:
    key = signing.secret(settings().secret_key, webhook_id=row.id, number=row.secret_number)
    page = pages.SecretPage(
        host=hook.host_of(row.url), secret=signing.shown(key), is_new=is_new,
        back_url=url_for(".show_hook", webhook_id=row.id),
    )  # fmt: skip
    response = make_response(render_template("subscriptions/hook_secret.html", page=page), 201)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/webhooks/<uuid:webhook_id>")
def show_hook(webhook_id: UUID) -> ResponseReturnValue:
    """Show an address and its last messages."""
    row = stored.get(db.session(), webhook_id, actor=current_actor())
    renewed = row.rotated_at + BOTH_SIGN if row.rotated_at else None
    page = pages.HookPage(
        id=row.id,
        url=row.url,
        host=hook.host_of(row.url),
        organisation=row.organisation.name,
        made_by=row.made_by.name,
        since=row.created_at,
        kinds=tuple(label(each) for each in KINDS if each.value in row.kinds),
        stopped=label(row.stopped) if row.stopped else "",
        both_sign_until=renewed if renewed and renewed > clock.now() else None,
        deliveries=tuple(_deliveries(row)),
    )
    return render_template("subscriptions/hook.html", page=page)


def _deliveries(row: Webhook) -> Iterator[pages.DeliveryRow]:
    names = {f"release.{each.value}": label(each) for each in KINDS}
    for each in stored.deliveries(db.session(), row.id, limit=MOST_SHOWN):
        state, tone = _state(each)
        parts = (str(each.status or ""), label(each.failure) if each.failure else "", each.excerpt)
        yield pages.DeliveryRow(
            kind=names.get(each.kind, _("Test")),
            made_at=each.created_at,
            tries=each.tries,
            state=state,
            tone=tone,
            answer=" · ".join(filter(None, parts)),
            next_at=each.next_at if each.tries else None,
        )


def _state(row: WebhookDelivery) -> tuple[str, str]:
    if row.delivered_at is not None:
        return _("Arrived"), "safe"
    if row.given_up_at is not None:
        return _("Given up"), "danger"
    return (_("Tried, will be tried again"), "warning") if row.tries else (_("Waits"), "neutral")


@blueprint.post("/webhooks/<uuid:webhook_id>/test")
def test_hook(webhook_id: UUID) -> ResponseReturnValue:
    """Send a message that is about nothing."""
    with transaction() as session:
        hook.test(session, actor=current_actor(), webhook_id=webhook_id, now=clock.now())
    flash(_("A test is on its way. Open this page again to see how it went."), "success")
    return redirect(url_for(".show_hook", webhook_id=webhook_id), 303)


@blueprint.post("/webhooks/<uuid:webhook_id>/secret")
def renew_secret(webhook_id: UUID) -> ResponseReturnValue:
    """Give an address another secret, and show it in the answer, once."""
    with transaction() as session:
        row = hook.rotate(session, actor=current_actor(), webhook_id=webhook_id, now=clock.now())
    return _secret(row, is_new=False)


@blueprint.post("/webhooks/<uuid:webhook_id>/resumption")
def resume_hook(webhook_id: UUID) -> ResponseReturnValue:
    """Send messages again to an address at which they did not arrive."""
    with transaction() as session:
        hook.resume(session, actor=current_actor(), webhook_id=webhook_id, now=clock.now())
    flash(_("Messages are sent again from now on."), "success")
    return redirect(url_for(".show_hook", webhook_id=webhook_id), 303)


@blueprint.post("/webhooks/<uuid:webhook_id>/ending")
def end_hook(webhook_id: UUID) -> ResponseReturnValue:
    """Send nothing to an address any more."""
    with transaction() as session:
        hook.end(session, actor=current_actor(), webhook_id=webhook_id, now=clock.now())
    flash(_("Nothing is sent to this address any more."), "success")
    return redirect(url_for(".hooks"), 303)
