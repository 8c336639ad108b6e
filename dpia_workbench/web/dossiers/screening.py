"""The screening of a dossier: the start of it, written by analysts and read by who may read."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.questionnaire import Instrument
from dpia_workbench.schemas.screening import answers_schema
from dpia_workbench.store import dossiers, screenings
from dpia_workbench.store.models import Dossier, ScreeningForm
from dpia_workbench.usecases import screening as verbs
from dpia_workbench.usecases.screening import (
    Screened,
    answers_of,
    as_sent,
    definition_of,
    fitting,
    screened,
)
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.pages import Badge, ScreeningPage, ScreeningView
from dpia_workbench.web.dossiers.reading import may_edit
from dpia_workbench.web.screening import reading
from dpia_workbench.web.screening.pages import OutcomeView


@blueprint.route("/<uuid:dossier_id>/screening", methods=["GET", "POST"])
def screening(dossier_id: UUID) -> ResponseReturnValue:
    """Answer the questions of the screening, or read the answers and what follows from them."""
    actor = current_actor()
    dossier = dossiers.get(db.session(), dossier_id, actor=actor)
    form_row = screenings.newest(db.session())
    schema = answers_schema(definition_of(form_row.content), versioned=True)
    form = Form(schema, initial=_initial(dossier, form_row))
    if not form.submitted and not may_edit(dossier, actor=actor):
        return render_template("dossiers/screening_read.html", page=_page(dossier, form))
    require(actor, Permission.DOSSIER_EDIT, dossier)
    if form.submitted:
        with form.refusals(), transaction() as session:
            values = form.values()
            verbs.save(
                session, actor=actor, dossier_id=dossier_id, version=values.pop("version"),
                answers=answers_of(values), now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved."), "success")
        return redirect(url_for("dossiers.show", dossier_id=dossier_id, _anchor="screening"), 303)
    page = _page(dossier, form, content=form_row.content)
    return render_template("dossiers/screening.html", page=page), form.status


def _initial(dossier: Dossier, row: ScreeningForm) -> dict[str, Any]:
    """Return the stored answers as the newest form takes them, with the version they are of."""
    stored = (dossier.revision.screening or {}).get("answers", {})
    definition = definition_of(row.content)
    answers = as_sent(fitting(answers_of(stored), definition), definition)
    return {**answers, "version": dossier.revision.version}


def _page(dossier: Dossier, form: Form, *, content: dict[str, Any] | None = None) -> ScreeningPage:
    found = screened(dossier.revision)
    return ScreeningPage(
        title=_("Screening: which assessments are needed?"),
        form=form,
        back_label=dossier.key,
        back_url=url_for("dossiers.show", dossier_id=dossier.id),
        sections=reading.sections(content) if content else (),
        answers=reading.answered(found.form.content, found.answers) if found else (),
        outcome=_outcome(found, content=content) if found else None,
        edition=_edition(found) if found else "",
    )


def _outcome(found: Screened, *, content: dict[str, Any] | None) -> OutcomeView:
    return reading.outcome(found.form.content, found.outcome, linked=content == found.form.content)


def _edition(found: Screened) -> str:
    return _("Form %(key)s, version %(number)s", key=found.form.key, number=found.form.version)


def summary(dossier: Dossier, *, editable: bool) -> ScreeningView:
    """Return the screening in short, for the page of the dossier."""
    found = screened(dossier.revision)
    results = found.outcome.results if found else {}
    return ScreeningView(
        results=tuple(
            (
                label(instrument),
                Badge(
                    results[instrument].need,
                    label(results[instrument].need),
                    reading.TONES[results[instrument].need],
                ),
            )
            for instrument in Instrument
            if instrument in results
        ),
        open=len(found.outcome.open) if found else 0,
        url=url_for("dossiers.screening", dossier_id=dossier.id),
        editable=editable,
    )
