"""All that an address follows, by the link that stands in each mail."""

from collections.abc import Iterator
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import followers as links
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.followers import Purpose
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.schemas.following import MailLanguageSchema, PaceSchema
from dpia_workbench.store import followers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Follower
from dpia_workbench.usecases import followed, following
from dpia_workbench.web.chrome import LANGUAGE_NAMES
from dpia_workbench.web.subscriptions import targets
from dpia_workbench.web.subscriptions.pages import EndingPage, FollowedRow, MinePage
from dpia_workbench.web.subscriptions.views import blueprint, kept_nowhere

__all__ = ["blueprint"]

_GONE = 410


def _follower_id(token: str) -> UUID:
    return links.row_id(token, purpose=Purpose.MANAGE)


@blueprint.get("/follow/mine/<token>")
def mine(token: str) -> ResponseReturnValue:
    """Show all that an address follows."""
    follower_id = _follower_id(token)
    try:
        row = followers.follower(db.session(), follower_id)
    except NotFound:
        page = EndingPage(what=(), is_over=True, manage_url=None)
        return kept_nowhere(render_template("subscriptions/ending.html", page=page), status=_GONE)
    shown = MinePage(
        email=row.email or "",
        rows=tuple(_rows(row, token=token)),
        language_form=Form(MailLanguageSchema(), initial={"language": row.language}),
        languages=tuple((code, LANGUAGE_NAMES[code]) for code in LANGUAGES),
        language_url=url_for(".choose_language", token=token),
        end_url=url_for(".end_all", token=token),
    )
    return kept_nowhere(render_template("subscriptions/mine.html", page=shown))


def _rows(row: Follower, *, token: str) -> Iterator[FollowedRow]:
    for each in row.follows:
        if each.is_on and each.confirmed_at is not None:
            yield FollowedRow(
                what=followed.described(db.session(), each),
                url=targets.url_of(each),
                since=each.confirmed_at,
                pace=label(each.pace),
                form=Form(PaceSchema(), initial={"pace": each.pace}),
                paces=tuple((pace.value, label(pace)) for pace in following.paces_of(each)),
                pace_url=url_for(".choose_pace", token=token, follow_id=each.id),
                end_url=url_for(".end_one", token=token, follow_id=each.id),
            )


@blueprint.post("/follow/mine/<token>/language")
def choose_language(token: str) -> ResponseReturnValue:
    """Mail in another language from now on."""
    values = Form(MailLanguageSchema()).values()
    with transaction() as session:
        following.change_language(session, follower_id=_follower_id(token), **values)
    return redirect(url_for(".mine", token=token, lang=values["language"]), 303)


@blueprint.post("/follow/mine/<token>/<uuid:follow_id>/pace")
def choose_pace(token: str, follow_id: UUID) -> ResponseReturnValue:
    """Hear of something more or less often."""
    values = Form(PaceSchema()).values()
    with transaction() as session:
        following.change_pace(
            session, follower_id=_follower_id(token), follow_id=follow_id, **values
        )
    return redirect(url_for(".mine", token=token), 303)


@blueprint.post("/follow/mine/<token>/<uuid:follow_id>/ending")
def end_one(token: str, follow_id: UUID) -> ResponseReturnValue:
    """End following one thing."""
    with transaction() as session:
        row = following.of_follower(session, follower_id=_follower_id(token), follow_id=follow_id)
        following.end(session, follow_id=row.id, now=clock.now())
    return redirect(url_for(".mine", token=token), 303)


@blueprint.route("/follow/mine/<token>/ending", methods=["GET", "POST"])
def end_all(token: str) -> ResponseReturnValue:
    """End following everything, and wipe the address."""
    follower_id = _follower_id(token)
    if request.method == "POST":
        with transaction() as session:
            following.end_all(session, follower_id=follower_id, now=clock.now())
    what = tuple(_names(follower_id))
    manage_url = url_for(".mine", token=token) if what else None
    page = EndingPage(what=what, is_over=not what, manage_url=manage_url)
    return kept_nowhere(render_template("subscriptions/ending.html", page=page))


def _names(follower_id: UUID) -> Iterator[str]:
    """Yield what is followed; nothing of who is gone."""
    try:
        row = followers.follower(db.session(), follower_id)
    except NotFound:
        return
    for each in row.follows:
        if each.is_on:
            yield followed.described(db.session(), each)
