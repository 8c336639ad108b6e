"""The products of a school board: overview, begin, one product, its report."""

import io
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.pictures import sources
from dpia_workbench.pictures.figures import measure_figure, risk_figure
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.report import MEDIA_TYPE
from dpia_workbench.report.local_file import local_file
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.readoption import AlreadyAdopted
from dpia_workbench.risk.release import Status
from dpia_workbench.schemas.adoptions import StartRecordSchema, StartSchema
from dpia_workbench.store import adoptions, followups, products, releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import adoption, local, record_adoption
from dpia_workbench.usecases.adoption_tasks import latest
from dpia_workbench.web import pieces
from dpia_workbench.web.adoptions import (
    advising,
    after,
    again,
    answers,
    choosing_schools,
    consulting,
    contracting,
    deciding,
    describing,
    feedback,
    following_up,
    hearing,
    measuring,
    one_school,
    operating,
    own_measures,
    own_risks,
    packing,
    progress,
    reading,
    remaining,
    school_reading,
    steps,
    worksheets,
)
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.pages import IndexPage, ProductRow
from dpia_workbench.web.adoptions.round_pages import ProductPage
from dpia_workbench.web.reviews.reading import keeping
from dpia_workbench.web.used_products.reading import listed

# Importing them adds their views to the blueprint.
MODULES = (
    advising,
    again,
    choosing_schools,
    consulting,
    contracting,
    deciding,
    describing,
    feedback,
    following_up,
    hearing,
    measuring,
    one_school,
    operating,
    own_measures,
    own_risks,
    packing,
    remaining,
    worksheets,
)

__all__ = ["MODULES", "blueprint"]


@dataclass(frozen=True, slots=True)
class _Ours:
    """An adoption that would be the reader's board's own, to ask the policy about."""

    board_id: UUID | None


@blueprint.get("/school")
def index() -> ResponseReturnValue:
    """Show the products that the board adopts, and what to do next with each."""
    actor, identity = current_actor(), current_identity()
    if not allows(actor, Permission.ADOPTION_READ, _Ours(actor.organisation_id)):
        raise NotFound
    found = adoptions.find(db.session(), actor=actor)
    newest = {row.id for row in latest(found)}
    rejected = {row.id for row in latest(found) if _is_rejected(row)}
    shown = newest | {row.id for row in followups.in_use(found)}  # until a newer one is decided
    board = identity.organisation.name if identity and identity.organisation else ""
    today = clock.today()
    statuses = releases.statuses_of(db.session(), [row.basis for row in found], on=today)
    rows = {row.id: _row(row, status=statuses[row.basis.id], today=today) for row in found}
    page = IndexPage(
        board=board,
        rows=tuple(rows[row.id] for row in found if row.id in shown - rejected),
        rejected=tuple(rows[row.id] for row in found if row.id in rejected),
        older=tuple(rows[row.id] for row in found if row.id not in shown),
        listed=listed(without=(row.basis.product.slug for row in found if row.id in newest)),
        may_start=allows(actor, Permission.ADOPTION_START),
    )
    return render_template("adoptions/index.html", page=page)


def _is_rejected(row: Adoption) -> bool:
    return row.decision is not None and row.decision.outcome is Outcome.REJECTED


def _row(row: Adoption, *, status: Status, today: date) -> ProductRow:
    assessed = local.assess(row, on=today)
    return ProductRow(
        product=pieces.words(assessed.content["product"]["name"]),
        url=url_for(".show", adoption_id=row.id),
        verdict=reading.verdict_badge(row, status=status),
        state=reading.state_badge(assessed.state),
        worst=reading.worst(assessed),
        next_review=row.decision.next_review if row.decision else None,
        next=steps.next_step(db.session(), assessed, actor=current_actor(), status=status),
        warning=reading.warning(status),
        schools=school_reading.summary(row),
    )


@blueprint.route("/adoptions", methods=["POST"])
def start() -> ResponseReturnValue:
    """Begin the local assessment of a release, or go to the one that was begun before."""
    actor, values = current_actor(), Form(StartSchema()).values()
    try:
        with transaction() as session:
            row = adoption.start(
                session, actor=actor, today=clock.today(), now=clock.now(), **values
            )
    except AlreadyAdopted:
        release = releases.get(db.session(), values["slug"], number=values["number"])
        begun = adoptions.of_release(db.session(), release.id, actor=actor)
        if begun is None:
            raise
        flash(_("Your board already began with this verdict. Here is where it stands."), "info")
        return redirect(url_for(".show", adoption_id=begun.id), 303)
    flash(_("Your board's own assessment has begun."), "success")
    return redirect(url_for(".show", adoption_id=row.id), 303)


@blueprint.route("/adoptions/records", methods=["POST"])
def start_record() -> ResponseReturnValue:
    """Begin on what others published elsewhere, or go to what was begun before."""
    actor, values = current_actor(), Form(StartRecordSchema()).values()
    try:
        with transaction() as session:
            row = record_adoption.start(
                session, actor=actor, today=clock.today(), now=clock.now(), **values
            )
    except AlreadyAdopted:
        product = products.get(db.session(), values["slug"])
        begun = adoptions.of_record(db.session(), product.id, actor=actor)
        if begun is None:
            raise
        flash(_("Your board already began with this verdict. Here is where it stands."), "info")
        return redirect(url_for(".show", adoption_id=begun.id), 303)
    flash(_("Your board's own assessment has begun."), "success")
    return redirect(url_for(".show", adoption_id=row.id), 303)


@blueprint.get("/adoptions/<uuid:adoption_id>")
def show(adoption_id: UUID) -> ResponseReturnValue:
    """Show one product at this board: where it stands, who is up, what it rests on."""
    row = adoptions.get(db.session(), adoption_id, actor=current_actor())
    return render_template("adoptions/show.html", page=_page(row, today=clock.today()))


def _page(row: Adoption, *, today: date) -> ProductPage:
    actor, session = current_actor(), db.session()
    assessed = local.assess(row, on=today)
    status = releases.status(session, row.basis, on=today)
    return ProductPage(
        after=after.view(session, assessed, actor=actor, status=status, today=today),
        title=reading.product_name(assessed.content),
        board=row.board.name,
        state=reading.state_badge(assessed.state),
        notices=tuple(steps.notices(session, assessed, actor=actor, status=status, today=today)),
        keeping=keeping(session, assessed, actor=actor, today=today),
        steps=progress.rows(assessed, actor=actor),
        next=steps.next_step(session, assessed, actor=actor, status=status),
        verdict=reading.verdict(assessed, status=status),
        risks=reading.risks(assessed, on=today),
        risks_url=url_for(".risks", adoption_id=row.id),
        risk_picture=risk_figure(sources.risks_at_school(assessed)),
        schools=school_reading.schools(assessed),
        situation=answers.situation(assessed),
        recorded=after.agreements(session, assessed, actor=actor, today=today),
        measures=reading.measures(assessed),
        measure_picture=measure_figure(sources.measures_at_school(assessed)),
        measures_url=url_for(".measures", adoption_id=row.id),
        advice=reading.advice(row),
        views=reading.views(row),
        decision=reading.whole_decision(row),
        pack_url=url_for(".pack", adoption_id=row.id),
        reports=tuple(
            (code, text, url_for(".report", adoption_id=row.id, lang=code))
            for code, text in (("nl", _("Report in Dutch")), ("en", _("Report in English")))
        ),
    )


@blueprint.get("/adoptions/<uuid:adoption_id>/report.docx")
def report(adoption_id: UUID) -> ResponseReturnValue:
    """Give the board's own report as a Word file, in the language asked for."""
    row = adoptions.get(db.session(), adoption_id, actor=current_actor())
    today = clock.today()
    language = current_language() if current_language() in LANGUAGES else "en"
    made = local_file(
        local.assess(row, on=today),
        status=releases.status(db.session(), row.basis, on=today),
        language=language,
    )
    return send_file(
        io.BytesIO(made.content),
        mimetype=MEDIA_TYPE,
        as_attachment=True,
        download_name=made.name,
    )
