"""What a board tells the owner of a verdict while it works with it, and what comes of that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import DEFAULT_LANGUAGE, LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.feedback import Found
from dpia_workbench.risk.remark import Outcome
from dpia_workbench.schemas.remarks import FeedbackSchema
from dpia_workbench.store import adoptions, remarks
from dpia_workbench.store.models import Adoption, AdoptionFeedback, Organisation, Release, User
from dpia_workbench.usecases import feedback as verbs
from dpia_workbench.web import pieces
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.pieces import Badge, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidView:
    """One thing that the board told, with the answer and what came of it."""

    id: str
    title: str
    text: Words
    who: str
    at: datetime
    state: Badge
    answer: str
    shown: str  # in which release it shows
    shown_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage:
    """What the board told, and the form to tell more."""

    product: str
    url: str
    publisher: str
    form: Form
    kinds: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    board: str
    said: tuple[SaidView, ...]


@blueprint.route("/adoptions/<uuid:adoption_id>/feedback", methods=["GET", "POST"])
def feedback(adoption_id: UUID) -> ResponseReturnValue:
    """Tell the owner of the verdict what the board found, and read what was answered."""
    row = adoptions.get(db.session(), adoption_id, actor=current_actor())
    known = verbs.places(row)
    wanted = request.args.get("place", "")
    form = Form(
        FeedbackSchema(),
        initial={"remark_id": uuid4(), "place": wanted if wanted in known else ""},
    )
    if form.submitted:
        on = {"remark.place-unknown": "place", "remark.words-missing": "text"}
        with form.refusals(on=on), transaction() as session:
            verbs.send(
                session, actor=current_actor(), adoption_id=adoption_id, language=_spoken(),
                now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Sent. The answer comes here, and by mail."), "success")
        return redirect(url_for(".feedback", adoption_id=adoption_id), 303)
    return render_template("adoptions/feedback.html", page=_page(row, form)), form.status


def _spoken() -> str:
    return current_language() if current_language() in LANGUAGES else DEFAULT_LANGUAGE


def _page(row: Adoption, form: Form) -> FeedbackPage:
    named = [(key, f"{key} {pieces.words(title).text}") for key, title in verbs.places(row).items()]
    return FeedbackPage(
        product=pieces.words(row.basis.product.name).text,
        url=url_for(".show", adoption_id=row.id),
        publisher=_publisher(row),
        form=form,
        kinds=tuple((each.value, label(each)) for each in Found),
        places=(("", _("All of it, or something that is not there")), *named),
        board=row.board.name,
        said=tuple(_said(row)),
    )


def _publisher(row: Adoption) -> str:
    if not isinstance(row.basis, Release):
        return ""
    return db.session().get_one(Organisation, row.basis.owner_id).name


def _said(row: Adoption) -> Iterator[SaidView]:
    found = remarks.feedback(db.session(), adoption_id=row.id, actor=current_actor())
    titles = verbs.places(row)
    for number, each in enumerate(found):
        said = each.remark
        title = pieces.words(titles[said.place]).text if said.place in titles else ""
        about = f"{said.place} {title}".strip() or _("The verdict as a whole")
        yield SaidView(
            id=f"said-{number}",
            title=f"{about}: {label(each.found)}",
            text=Words(said.text, said.language),
            who=db.session().get_one(User, each.by_id).name,
            at=said.sent_at,
            state=_state(each),
            answer=said.answer,
            **_shown(each),
        )


def _state(each: AdoptionFeedback) -> Badge:
    outcome = each.remark.outcome
    if outcome is None:
        return Badge(_("Waits for an answer"), "warning")
    return Badge(label(outcome), "safe" if outcome is Outcome.ANSWERED else "neutral")


def _shown(each: AdoptionFeedback) -> dict[str, Any]:
    """Return in which release what the board told shows, or that it will."""
    change = remarks.change_of(db.session(), each.remark_id)
    if change is None:
        return {"shown": "", "shown_url": None}
    if change.release is None:
        return {"shown": _("This leads to a change in the next release."), "shown_url": None}
    slug, number = change.release.product.slug, change.release.number
    url = url_for("verdicts.release", slug=slug, number=number)
    if number > 1:
        url = url_for("verdicts.changes", slug=slug, older=number - 1, newer=number)
    return {
        "shown": _("Your feedback led to a change in release %(number)s.", number=number),
        "shown_url": url,
    }


def address(adoption: Adoption, place: str) -> str:
    """Return where the board tells something about a risk or measure, or nothing if it may not."""
    if not allows(current_actor(), Permission.FEEDBACK_SEND, adoption):
        return ""
    return url_for("adoptions.feedback", adoption_id=adoption.id, place=place)
