"""Remarks of readers for those who answer them: a list, and one with its answer."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.remark import Outcome
from dpia_workbench.schemas.remarks import RemarkAnswerSchema, RemarkDisposalSchema
from dpia_workbench.store import remarks
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Remark, User
from dpia_workbench.usecases import remark
from dpia_workbench.web import pieces
from dpia_workbench.web.pieces import Badge, Words
from dpia_workbench.web.remarks import origins
from dpia_workbench.web.remarks.pages import ListPage, RemarkPage, RemarkRow
from dpia_workbench.web.remarks.writing import blueprint  # the public form joins it

__all__ = ["blueprint"]

_EXCERPT = 200


@blueprint.get("/remarks")
def index() -> ResponseReturnValue:
    """List what readers say, the open ones first."""
    wanted = request.args.get("product", type=UUID)
    rows = remarks.find(
        db.session(), product_id=wanted, place=request.args.get("place"), actor=current_actor()
    )
    shown = tuple(_row(row) for row in rows)
    page = ListPage(
        rows=shown,
        product=shown[0].product if wanted and shown else None,
        all_url=url_for(".index"),
        open=sum(row.outcome is None for row in rows),
    )
    return render_template("remarks/index.html", page=page)


def _row(row: Remark) -> RemarkRow:
    cut = row.text if len(row.text) <= _EXCERPT else f"{row.text[:_EXCERPT].rstrip()}…"
    return RemarkRow(
        url=url_for(".show", remark_id=row.id),
        product=pieces.words(row.product.name),
        kind=label(row.kind),
        place=row.place,
        excerpt=Words(cut, row.language),
        sent_at=row.sent_at,
        state=_state(row),
        origin=origins.origin(row),
    )


def _state(row: Remark) -> Badge:
    if row.outcome is None:
        return Badge(_("Waits for an answer"), "warning")
    return Badge(label(row.outcome), "safe" if row.outcome is Outcome.ANSWERED else "neutral")


@blueprint.get("/remarks/<uuid:remark_id>")
def show(remark_id: UUID) -> ResponseReturnValue:
    """Show one remark."""
    return _shown(remark_id, answering=None, disposing=None)


@blueprint.route("/remarks/<uuid:remark_id>/answer", methods=["GET", "POST"])
def answer(remark_id: UUID) -> ResponseReturnValue:
    """Answer the reader."""
    form = Form(RemarkAnswerSchema(), initial=_version(remark_id))
    if form.submitted:
        with form.refusals(on="words"), transaction() as session:
            remark.answer(
                session, actor=current_actor(), remark_id=remark_id, now=clock.now(),
                **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("The answer is recorded."), "success")
        return redirect(url_for(".show", remark_id=remark_id), 303)
    return _shown(remark_id, answering=form, disposing=None)


@blueprint.route("/remarks/<uuid:remark_id>/disposal", methods=["GET", "POST"])
def dispose(remark_id: UUID) -> ResponseReturnValue:
    """Put a remark aside."""
    form = Form(RemarkDisposalSchema(), initial=_version(remark_id))
    if form.submitted:
        with form.refusals(on="reason"), transaction() as session:
            remark.dispose(
                session, actor=current_actor(), remark_id=remark_id, now=clock.now(),
                **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("The remark is put aside."), "success")
        return redirect(url_for(".show", remark_id=remark_id), 303)
    return _shown(remark_id, answering=None, disposing=form)


def _version(remark_id: UUID) -> dict[str, int]:
    return {"version": remarks.get(db.session(), remark_id, actor=current_actor()).version}


def _shown(remark_id: UUID, *, answering: Form | None, disposing: Form | None) -> tuple[str, int]:
    row = remarks.get(db.session(), remark_id, actor=current_actor())
    opened = row.outcome is None and allows(current_actor(), Permission.REMARK_SETTLE, row)
    is_shown = opened or answering is not None or disposing is not None
    form = answering or disposing
    page = RemarkPage(
        title=_("Remark about %(product)s", product=pieces.words(row.product.name).text),
        product=pieces.words(row.product.name),
        verdict_url=_verdict_url(row),
        about=_about(row),
        kind=label(row.kind),
        text=Words(row.text, row.language),
        sent_at=row.sent_at,
        state=_state(row),
        is_open=row.outcome is None,
        origin=origins.origin(row),
        leads=origins.leads(row),
        can_lead=row.owner_id is not None,
        reach=origins.reach(row),
        settled_by=_name(row.settled_by_id),
        settled_at=row.settled_at,
        answer=row.answer,
        answering=(answering or _blank(row, RemarkAnswerSchema())) if is_shown else None,
        disposing=(disposing or _blank(row, RemarkDisposalSchema())) if is_shown else None,
        answer_url=url_for(".answer", remark_id=row.id),
        disposal_url=url_for(".dispose", remark_id=row.id),
        list_url=url_for(".index"),
    )
    return render_template("remarks/show.html", page=page), form.status if form else 200


def _blank(row: Remark, schema: RemarkAnswerSchema | RemarkDisposalSchema) -> Form:
    """Return the other form of the page, on which nothing was typed."""
    form = Form(schema, initial={"version": row.version})
    form.submitted = False
    return form


def _verdict_url(row: Remark) -> str:
    if row.release is None:
        return url_for("verdicts.show", slug=row.product.slug)
    return url_for("verdicts.release", slug=row.product.slug, number=row.release.number)


def _about(row: Remark) -> str:
    """Return what of the verdict it is about, in words."""
    number = row.release.number if row.release else None
    found = remark.about(db.session(), row.product.slug, number=number)
    title = pieces.words(found.places.get(row.place, Bilingual())).text
    place = f"{row.place} {title}".strip() or _("The verdict as a whole")
    return _("%(place)s, release %(number)s", place=place, number=number) if number else place


def _name(user_id: UUID | None) -> str:
    found = db.session().get(User, user_id) if user_id else None
    return found.name if found else ""
