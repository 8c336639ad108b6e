"""How a release would look: the page of a release, and its Word report, for who reads the draft.

It is made by what shows a release, from what a publication would freeze. The release has no address
yet, so that everything below the address that it will have is answered here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import PUBLIC
from dpia_workbench.i18n import DEFAULT_LANGUAGE, LANGUAGES, current_language, speaking
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.report import MEDIA_TYPE, pdf, write
from dpia_workbench.report.model import Callout, Document, Tone
from dpia_workbench.report.release import release_report
from dpia_workbench.report.wording import plain
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.release import Event, Status
from dpia_workbench.risk.verdict import published_verdict
from dpia_workbench.store import adoptions, audit, dossiers, publications, releases
from dpia_workbench.store.models import Dossier, PublicationPlan, Release
from dpia_workbench.usecases.publication_content import Choice, as_release, content_of
from dpia_workbench.usecases.publication_plan import choice_of
from dpia_workbench.web.publications.blueprint import blueprint
from dpia_workbench.web.publications.gate import FIELDS, form_of, look, page
from dpia_workbench.web.publications.pages import PreviewMark
from dpia_workbench.web.verdicts import beside, release_page, risk_page, standing, trust
from dpia_workbench.web.verdicts.incidents import open_incidents
from dpia_workbench.web.verdicts.pages import ReleaseLine, ReleasePage


@blueprint.route("/preview", methods=["GET", "POST"])
def preview(dossier_id: UUID) -> ResponseReturnValue:
    """Show the release that a dossier would become, as planned or as computed, or as chosen."""
    dossier = _dossier(dossier_id)
    if dossier.revision.state is State.PUBLISHED:
        return redirect(_release_url(dossier))
    if request.method == "POST":
        return _as_chosen(dossier)
    plan = publications.open_plan(db.session(), dossier.revision.id)
    return _shown(dossier, choice=choice_of(plan) if plan else Choice(), plan=plan)


def _dossier(dossier_id: UUID) -> Dossier:
    return dossiers.get(db.session(), dossier_id, actor=current_actor())


def _release_url(dossier: Dossier) -> str:
    row = releases.newest_of_dossier(db.session(), dossier.id)
    number = row.number if row else 0
    return url_for("verdicts.release", slug=dossier.product.slug, number=number)


def _as_chosen(dossier: Dossier) -> ResponseReturnValue:
    """Show it with what a publisher chose in the form; nothing is kept."""
    gate = look(dossier)
    form = form_of(gate)
    with form.refusals(on=FIELDS):
        values = form.values()
        published_verdict(gate.computed, chosen=values["chosen"], reason=values["reason"])
    if not form.accepted:
        return render_template(
            "publications/gate.html", page=page(dossier, gate, form=form)
        ), form.status
    chosen = Choice(**{name: values[name] for name in ("chosen", "reason", "valid_until")})
    return _shown(dossier, choice=chosen, plan=None)


def _made(dossier: Dossier, *, choice: Choice, plan: PublicationPlan | None) -> Release:
    """Return the release that would be made, on the day for which it is planned or today."""
    on = max(day_of(plan.due_at), clock.today()) if plan else clock.today()
    content = content_of(db.session(), dossier, choice=choice, on=on)
    return as_release(dossier, content, actor=current_actor(), now=clock.now())


def _shown(dossier: Dossier, *, choice: Choice, plan: PublicationPlan | None) -> Response:
    row = _made(dossier, choice=choice, plan=plan)
    text = render_template(
        "publications/preview.html",
        page=release_view(dossier, row, on=clock.today()),
        mark=PreviewMark(
            back_url=url_for(".gate", dossier_id=dossier.id),
            planned_for=plan.due_at if plan else None,
        ),
    )
    return _unlisted(make_response(_moved(text, dossier, row)))


def release_view(dossier: Dossier, row: Release, *, on: date) -> ReleasePage:
    """Return the page of a release as everybody would see it on its first day."""
    session, content = db.session(), releases.content(row)
    return release_page.page(
        row,
        status=Status.CURRENT,
        newest=row.number,
        has_successor=False,
        on=on,
        adopt="",
        adopt_url=url_for("adoptions.start"),
        withdraw_url=None,
        promises=tuple(standing.promises(session, row, content, on=on)),
        agreements=tuple(standing.agreements(session, row, content, actor=PUBLIC, on=on)),
        releases=tuple(_lines(row)),
        statement=beside.statement(session, dossier.product_id),
        adopted_by=adoptions.count_for_public(session, dossier.product_id),
        incidents=open_incidents(dossier.product_id, actor=PUBLIC),
        trust=trust.view(session, row, actor=PUBLIC, on=on),
    )


def _lines(row: Release) -> Iterator[ReleaseLine]:
    """Yield the release with those that it follows; the one before it is superseded by it."""
    yield standing.line(row, ended="", is_shown=True)
    for before in standing.lines(db.session(), row):
        is_last = before.number == row.number - 1
        yield replace(before, ended=label(Event.SUPERSEDED)) if is_last else before


def _moved(text: str, dossier: Dossier, row: Release) -> str:
    """Return a page whose links below the address of the release lead to its preview."""
    slug = dossier.product.slug
    gate = url_for(".gate", dossier_id=dossier.id)
    changes = f'"/verdicts/{slug}/changes/{row.number - 1}/{row.number}"'
    address = url_for("verdicts.release", slug=slug, number=row.number)
    moved = text.replace(changes, f'"{gate}#outlook"')
    for ends in ('"', "/", "?", "#"):
        moved = moved.replace(f'"{address}{ends}', f'"{gate}/preview{ends}')
    # What only a published release has: its proof, its part for members, remarks of readers.
    missing = rf'"{re.escape(gate)}/preview/(?:remark|proof|members|correction)[^"]*"'
    return re.sub(missing, f'"{gate}"', moved)


def _unlisted(response: Response) -> Response:
    """Return an answer that is kept nowhere and found by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _draft(dossier_id: UUID) -> tuple[Dossier, Release]:
    dossier = _dossier(dossier_id)
    plan = publications.open_plan(db.session(), dossier.revision.id)
    return dossier, _made(dossier, choice=choice_of(plan) if plan else Choice(), plan=plan)


@blueprint.get("/preview/risks/<string:key>")
def risk(dossier_id: UUID, key: str) -> ResponseReturnValue:
    """Show how a risk of the release would come to its levels."""
    dossier, row = _draft(dossier_id)
    text = render_template("verdicts/risk.html", page=risk_page.page(row, key=key))
    return _unlisted(make_response(_moved(text, dossier, row)))


@blueprint.get("/preview/release.json")
def content(dossier_id: UUID) -> ResponseReturnValue:
    """Return what would be frozen as JSON, which says itself that it is none."""
    _dossier_row, row = _draft(dossier_id)
    told = {**releases.content(row), "preview": True}
    return _unlisted(Response(audit.canonical_json(told), mimetype="application/json"))


@blueprint.get("/preview/report.docx")
def report(dossier_id: UUID) -> ResponseReturnValue:
    """Return the Word report of the release, marked as a preview on every page."""
    return _file(dossier_id, ends="docx", media_type=MEDIA_TYPE, written=write)


@blueprint.get("/preview/report.pdf")
def report_pdf(dossier_id: UUID) -> ResponseReturnValue:
    """Return the same as PDF."""
    return _file(dossier_id, ends="pdf", media_type=pdf.MEDIA_TYPE, written=pdf.write)


def _file(
    dossier_id: UUID, *, ends: str, media_type: str, written: Callable[[Document], bytes]
) -> Response:
    dossier, row = _draft(dossier_id)
    asked = request.args.get("language", request.args.get("lang", current_language()))
    language = asked if asked in LANGUAGES else DEFAULT_LANGUAGE
    with speaking(language):
        made = written(_marked(_document(row, language=language)))
    name = f"dpia-{dossier.product.slug}-preview-{language}.{ends}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return _unlisted(Response(made, mimetype=media_type, headers=headers))


def _document(row: Release, *, language: str) -> Document:
    return release_report(
        releases.content(row), sha256=row.sha256, status=Status.CURRENT, language=language
    )


def _marked(document: Document) -> Document:
    """Return a report that says of itself that nothing was published."""
    text = _("This is how the report would look. Nothing was published, and the hash in it is of"
             " no release.")  # fmt: skip
    told: dict[str, Any] = {"title": _("Preview"), "paragraphs": (plain(text),)}
    callout = Callout(tone=Tone.CAUTION, **told)
    return replace(document, watermark=_("Preview"), blocks=(callout, *document.blocks))
