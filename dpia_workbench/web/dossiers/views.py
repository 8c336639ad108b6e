"""Dossiers: one dossier, its submission, its history."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.pictures import sources
from dpia_workbench.pictures.figures import measure_figure, risk_figure
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.problems import status_of
from dpia_workbench.risk.assessment import Incomplete, State
from dpia_workbench.risk.vocabulary import ReportKind
from dpia_workbench.store import audit, dossiers, releases, remarks
from dpia_workbench.store.models import Dossier, User
from dpia_workbench.usecases import review
from dpia_workbench.usecases.levels import Outcome, outcome
from dpia_workbench.web.dossiers import (
    asked,
    asking,
    authors,
    beside,
    calendar,
    checked,
    entries,
    heard,
    life,
    lines,
    overview,
    parts,
    points,
    proofs,
    reading,
    report,
    reuse,
    reviewing,
    screening,
    steps,
    talk,
    way,
    writing,
)
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.facts import described
from dpia_workbench.web.dossiers.pages import (
    Action,
    DossierPage,
    HistoryEntry,
    HistoryPage,
    PastView,
    RiskPages,
    RisksView,
)
from dpia_workbench.web.dossiers.proofs import Proofs
from dpia_workbench.web.dossiers.references import names_of

# Importing them adds their views to the blueprint.
MODULES = (
    asking, authors, beside, calendar, entries, life, lines, overview, parts, points, report,
    reuse, reviewing, screening, steps, writing,
)  # fmt: skip

__all__ = ["MODULES", "blueprint"]


@blueprint.get("/<uuid:dossier_id>")
def show(dossier_id: UUID) -> ResponseReturnValue:
    """Show a dossier: where it stands, what is missing, what it says."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    return render_template("dossiers/show.html", page=_page(dossier))


@blueprint.post("/<uuid:dossier_id>/submission")
def submit(dossier_id: UUID) -> ResponseReturnValue:
    """Hand the draft to the reviewers, or say on its page what is missing."""
    try:
        with transaction() as session:
            review.submit(
                session, actor=current_actor(), dossier_id=dossier_id, today=clock.today(),
                now=clock.now(),
            )  # fmt: skip
    except Incomplete as error:
        dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
        page = _page(dossier, refusal=message(error))
        return render_template("dossiers/show.html", page=page), status_of(error)
    flash(_("Submitted. The reviewers get a message."), "success")
    return redirect(url_for(".show", dossier_id=dossier_id), 303)


def _readers(dossier: Dossier) -> tuple[str, str]:
    """Return how many readers wait for an answer, and where they get it."""
    rows = remarks.waiting(db.session(), actor=current_actor())
    open_ones = next((each.count for each in rows if each.product.id == dossier.product_id), 0)
    text = _("Remarks of readers (%(n)s open)", n=open_ones)
    return text, url_for("remarks.index", product=dossier.product_id)


def _page(dossier: Dossier, *, refusal: str = "") -> DossierPage:
    today, revision = clock.today(), dossier.revision
    editable = reading.may_edit(dossier, actor=current_actor())
    reached, (proof, proved) = outcome(revision, on=today), proofs.look(dossier, on=today)
    gaps = tuple(reading.gaps(dossier, editable=editable))
    return DossierPage(
        key=dossier.key,
        product=dossier.product.name.text(current_language()),
        **_ways_out(dossier),
        revision=revision.number,
        kind=label(ReportKind(revision.kind)),
        state=reading.state_badge(revision),
        verdict=reading.verdict_badge(reached),
        verdict_sentence=reading.verdict_sentence(reached),
        confidence=reading.confidence(revision, outcome=reached, on=today),
        owner=dossier.owner.name,
        lead=dossier.lead.name,
        today=today,
        actions=tuple(_actions(dossier)),
        waits=reading.waits(revision.state),
        refusal=refusal,
        remark=reading.remark(revision),
        gaps=gaps,
        points=points.summary(dossier, gaps),
        screening=screening.summary(dossier, editable=editable),
        description=reading.description(dossier, editable=editable),
        cells=tuple(reading.cells(dossier, outcome=reached, editable=editable)),
        risks=_risks(dossier, outcome=reached, proofs=proved, editable=editable),
        **_measures(dossier, on=today, proofs=proved, editable=editable),
        claims=tuple(reading.claims(dossier, editable=editable)),
        findings=tuple(reading.findings(dossier, proofs=proved, editable=editable)),
        evidence=proof,
        fact_checks=checked.view(dossier, on=today),
        add_urls=_add_urls(dossier) if editable else {},
        past=_past(dossier),
        asked=asked.of_all(dossier),
        **_said(dossier),
        way=way.view(dossier, reached=reached, on=today),
        report=report.form(dossier),
    )


def _said(dossier: Dossier) -> dict[str, Any]:
    """Return where its parts are discussed, and where readers and schools say something."""
    return {
        "names": names_of(dossier),
        "threads": talk.links(dossier),
        "heard": heard.links(dossier),
    }


def _ways_out(dossier: Dossier) -> dict[str, Any]:
    """Return where the public part of it is, and what publication asks."""
    return {
        "product_url": url_for("verdicts.show", slug=dossier.product.slug),
        "gate_url": url_for("publications.gate", dossier_id=dossier.id),
    }


def _measures(dossier: Dossier, *, on: date, proofs: Proofs, editable: bool) -> dict[str, Any]:
    """Return the measures, and the picture of how far they are."""
    found = sources.measures_of_revision(dossier.revision, on=on)
    return {
        "measures": tuple(reading.measures(dossier, on=on, proofs=proofs, editable=editable)),
        "measure_picture": measure_figure(found),
    }


def _risks(dossier: Dossier, *, outcome: Outcome, proofs: Proofs, editable: bool) -> RisksView:
    """Return a page of risks, and where all of them stand if people can tell them apart."""
    count = len(dossier.revision.risks)
    asked, base = request.args.get("risks", 1, type=int), url_for(".show", dossier_id=dossier.id)
    numbers = RiskPages.of(count, asked=asked, base=base)
    rows = reading.risks(
        dossier, outcome=outcome, proofs=proofs, editable=editable, shown=numbers.shown
    )
    picture = sources.risks_of_revision(dossier.revision, outcome=outcome)
    return RisksView(
        rows=tuple(rows),
        numbers=numbers,
        picture=risk_figure(picture) if numbers.pages == 1 else None,
    )


def _past(dossier: Dossier) -> PastView:
    return PastView(
        readers=_readers(dossier),
        reviews=tuple(reading.reviews(dossier.revision)),
        releases=tuple(_releases(dossier)),
        history_url=url_for(".history", dossier_id=dossier.id),
    )


def _add_urls(dossier: Dossier) -> dict[str, str]:
    found = {
        kind: url_for(f".{kind}", dossier_id=dossier.id, **{f"{kind}_id": None})
        for kind in ("cell", "risk", "measure", "claim")
    }
    return {**found, "library": url_for(".library", dossier_id=dossier.id)}


def _releases(dossier: Dossier) -> Iterator[tuple[str, str]]:
    slug = dossier.product.slug
    for row in releases.listed(db.session(), product_id=dossier.product_id):
        text = _("Release %(number)s: %(verdict)s", number=row.number, verdict=label(row.verdict))
        yield text, url_for("verdicts.release", slug=slug, number=row.number)


def _actions(dossier: Dossier) -> Iterator[Action]:
    """Yield what the reader can do now; the use case has the last word."""
    actor, state = current_actor(), dossier.revision.state
    place: dict[str, Any] = {"dossier_id": dossier.id}
    if state is State.DRAFT and allows(actor, Permission.DOSSIER_SUBMIT, dossier):
        yield Action(_("Submit for review"), url_for(".submit", **place), is_post=True)
    if state is State.IN_REVIEW and allows(actor, Permission.DOSSIER_REVIEW, dossier):
        yield Action(_("Review"), url_for(".review", **place), is_post=False)
    if state is State.CHANGES_REQUESTED and allows(actor, Permission.DOSSIER_SUBMIT, dossier):
        yield Action(_("Take it up again"), url_for(".resume", **place), is_post=True)
    if state is State.APPROVED and allows(actor, Permission.DOSSIER_PUBLISH, dossier):
        yield Action(_("Publish"), url_for("publications.gate", **place), is_post=False)
    if state is State.APPROVED and allows(actor, Permission.DOSSIER_REOPEN, dossier):
        sure = _("The approval becomes void. Reopen the revision?")
        yield Action(
            _("Reopen"), url_for(".reopen", **place), is_post=True, confirm=sure, look="secondary"
        )
    if state is State.PUBLISHED and allows(actor, Permission.DOSSIER_EDIT, dossier):
        yield Action(_("Start a new revision"), url_for(".revise", **place), is_post=True)


@blueprint.get("/<uuid:dossier_id>/history")
def history(dossier_id: UUID) -> ResponseReturnValue:
    """Show what happened to a dossier, newest first."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    events = audit.find(db.session(), subject_id=dossier.id)
    entries = []
    for event in events:
        who = db.session().get(User, event.actor_id) if event.actor_id else None
        title, text = described(event)
        entries.append(
            HistoryEntry(at=event.at, who=who.name if who else _("System"), title=title, text=text)
        )
    page = HistoryPage(
        key=dossier.key,
        back_url=url_for(".show", dossier_id=dossier.id),
        entries=tuple(entries),
    )
    return render_template("dossiers/history.html", page=page)
