"""The public screening: questions, and at once what follows from the answers. Nothing is kept."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.risk.screening import screen
from dpia_workbench.schemas.screening import answers_schema
from dpia_workbench.store import screenings
from dpia_workbench.usecases.screening import answers_of, definition_of
from dpia_workbench.web.screening import reading
from dpia_workbench.web.screening.pages import ScreeningPage

blueprint = Blueprint("screening", __name__)


@blueprint.route("/screening", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """Ask the questions; above them stands what follows once they are answered."""
    content = screenings.newest(db.session()).content
    definition = definition_of(content)
    form = Form(answers_schema(definition, versioned=False))
    outcome = None
    if form.submitted:
        with form.refusals():
            found = screen(definition, answers_of(form.values()))
            outcome = reading.outcome(content, found, linked=True)
    page = ScreeningPage(
        title=reading.told(content["title"]),
        form=form,
        sections=reading.sections(content),
        outcome=outcome,
    )
    return render_template("screening/show.html", page=page), form.status
