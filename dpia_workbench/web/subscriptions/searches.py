"""Searches that somebody with an account saved."""

from collections.abc import Iterator
from uuid import UUID

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.criteria import Criteria
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.risk.following import ALERTS
from dpia_workbench.schemas.following import ChangedSearchSchema, SavedSearchSchema
from dpia_workbench.store import followers
from dpia_workbench.usecases import followed, saved_search
from dpia_workbench.web.subscriptions import targets
from dpia_workbench.web.subscriptions.mine import blueprint
from dpia_workbench.web.subscriptions.pages import (
    Bar,
    Options,
    SearchesPage,
    SearchPage,
    SearchRow,
)

__all__ = ["blueprint"]

_FIELDS = {"following.too-many-searches": "name", "following.pace-unknown": "alert"}


def install(app: Flask) -> None:
    """Give the pages of results the bar by which a search is followed or saved."""
    app.context_processor(lambda: {"search_bar": search_bar})


def search_bar() -> Bar:
    """Return where the search of the present address can be followed, read as feed, or saved."""
    criteria = Criteria.of_args(request.args)
    where = criteria.address()
    return Bar(
        follow_url=url_for("subscriptions.start", **where),
        feed_url=targets.feed_of(criteria),
        save_url=url_for("subscriptions.save_search", **where)
        if current_actor().is_known
        else None,
    )


@blueprint.get("/account/searches")
def searches() -> ResponseReturnValue:
    """Show the searches that somebody saved."""
    page = SearchesPage(rows=tuple(_rows()))
    return render_template("subscriptions/searches.html", page=page)


def _rows() -> Iterator[SearchRow]:
    for row in followers.searches(db.session(), actor=current_actor()):
        target = targets.of_search(Criteria.of_json(row.criteria))
        alert = saved_search.alert_of(row)
        yield SearchRow(
            id=row.id,
            name=row.name,
            asks=target.what,
            alert=label(alert) if alert else _("No mail"),
            url=target.url,
            feed_url=target.feed_url,
        )


@blueprint.route("/account/searches/new", methods=["GET", "POST"])
def save_search() -> ResponseReturnValue:
    """Save the search of the address under a name."""
    criteria = Criteria.of_args(request.args)
    asks = followed.searched(db.session(), criteria.as_json())
    form = Form(SavedSearchSchema(), initial={"name": asks[:100], "alert": ""})
    if form.submitted:
        with form.refusals(on=_FIELDS), transaction() as session:
            saved_search.save(
                session, actor=current_actor(), **form.values(), criteria=criteria.as_json(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Your search is saved."), "success")
        return redirect(url_for(".searches"), 303)
    page = _page(form, asks=asks, end_url=None)
    return render_template("subscriptions/search.html", page=page), form.status


@blueprint.route("/account/searches/<uuid:search_id>", methods=["GET", "POST"])
def change_search(search_id: UUID) -> ResponseReturnValue:
    """Give a saved search another name, or other alerts."""
    row = followers.search(db.session(), search_id, actor=current_actor())
    asks = followed.searched(db.session(), row.criteria)
    stored = {"name": row.name, "alert": saved_search.alert_of(row), "version": row.version}
    form = Form(ChangedSearchSchema(), initial=stored)
    if form.submitted:
        with form.refusals(on=_FIELDS), transaction() as session:
            saved_search.change(
                session, actor=current_actor(), search_id=search_id, **form.values(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Your search is saved."), "success")
        return redirect(url_for(".searches"), 303)
    page = _page(form, asks=asks, end_url=url_for(".end_search", search_id=search_id))
    return render_template("subscriptions/search.html", page=page), form.status


@blueprint.post("/account/searches/<uuid:search_id>/ending")
def end_search(search_id: UUID) -> ResponseReturnValue:
    """Remove a saved search, and end its alerts."""
    with transaction() as session:
        row = saved_search.end(session, actor=current_actor(), search_id=search_id, now=clock.now())
        name = row.name
    flash(_("The search “%(name)s” is removed.", name=name), "success")
    return redirect(url_for(".searches"), 303)


def _page(form: Form, *, asks: str, end_url: str | None) -> SearchPage:
    identity = current_identity()
    if identity is None:
        raise Unauthorized
    alerts: Options = tuple((each.value, label(each)) for each in ALERTS)
    return SearchPage(
        form=form, asks=asks, alerts=(("", _("No mail")), *alerts), email=identity.user.email,
        end_url=end_url,
    )  # fmt: skip
