"""What waits for the reader, in one list."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import current_language, gettext
from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.store.threads import Show
from dpia_workbench.usecases.task import Kind, Task
from dpia_workbench.usecases.tasks import waiting
from dpia_workbench.web.adoptions import steps
from dpia_workbench.web.tasks.pages import TaskRow, TasksPage

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")

SENTENCES: Mapping[Kind, str] = {
    Kind.COMPLETE_DRAFT: _("Complete your draft: something is missing"),
    Kind.MAKE_CHANGES: _("Make the changes that the reviewer asks for"),
    Kind.FOLLOW_APPROVED: _("Approved: a publisher can publish it now"),
    Kind.REVIEW: _("Review what the analysts wrote"),
    Kind.PUBLISH: _("Publish what was approved"),
    Kind.SEE_TO_THREADS: _("See to the discussions that are yours"),
    Kind.READ_MENTIONS: _("Read where somebody mentions you"),
    Kind.ANSWER_SUGGESTIONS: _("Accept or refuse the suggestions"),
    Kind.RESOLVE_THREADS: _("Resolve the discussions: the approval waits for them"),
    Kind.CHECK_DELIVERY: _("Check what the vendor delivered"),
    Kind.READ_REQUEST: _("Read this request and confirm that you read it"),
    Kind.PROMISE_DAY: _("Promise a day, or decline with a reason"),
    Kind.DELIVER_OVERDUE: _("Deliver what you promised: the day has passed"),
    Kind.RESPOND_TO_CHANGE: _("Say whether your board objects to this company"),
    Kind.BUNDLE_OBJECTIONS: _("Tell the vendor whether schools object to this sub-processor"),
    Kind.ANSWER_OBJECTION: _("Answer the objection to this sub-processor"),
    Kind.ANNOUNCE_ANEW: _("Announce your changed plan for this sub-processor"),
    Kind.ANSWER_FACT_CHECK: _("Check the facts about your product"),
    Kind.PROCESS_FACT_CHECK: _("Process what the vendor answered to the fact check"),
    Kind.CLOSE_FACT_CHECK: _("The vendor did not answer in time: close the fact check"),
    Kind.DECIDE_STATEMENT: _("Decide about the statement of a vendor"),
    Kind.ANSWER_REMARKS: _("Answer readers who report a mistake or a missing risk"),
    Kind.SEND_INCIDENT: _("Read this incident and send it to schools"),
    Kind.CHECK_INCIDENT: _("Check what a vendor reports about an incident"),
    Kind.READ_INCIDENT: _("Read what you must do because of this incident"),
    Kind.DESCRIBE_SITUATION: _("Describe your own situation"),
    Kind.RECORD_MEASURES: _("Record what your board does with the measures"),
    Kind.SEE_WORKSHEET: _("See what your ICT partner answered about the settings"),
    Kind.RECORD_VIEWS: _("Record the views of parents, pupils and staff"),
    Kind.RENEW_ADVICE: _("Facts changed after your advice: renew it, or let it stand"),
    Kind.ADVISE: _("Give your advice to the board"),
    Kind.DECIDE: _("Take the board's decision"),
    Kind.LOOK_AGAIN: _("Look again at what your board adopted"),
    Kind.REPLACE_RELEASE: _("The verdict that your board relies on no longer holds"),
    Kind.MEET_CONDITION: _("See to a condition of your board's decision"),
    Kind.WATCH_CONDITION: _("A condition of your decision is overdue"),
    Kind.SUBMIT_CONSULTATION: _("Ask the Data Protection Authority, as your board decided"),
    Kind.FOLLOW_CONSULTATION: _(
        "The Data Protection Authority has your question: note what it says"
    ),
    Kind.REMIND_AUTHORITY: _("The last day for an answer of the Data Protection Authority passed"),
    Kind.RECORD_FOLLOWING: _("Write down what your board does with the authority's answer"),
    Kind.DECIDE_ANEW: _("The Data Protection Authority answered: decide anew"),
    Kind.DO_PLANNED_MEASURES: _("Planned measures are not done: the day has passed"),
    Kind.CHECK_MEASURES: _("Check measures again: they count no more until you do"),
}

_DOSSIER = ("dossiers.show", "dossier_id")
_THREADS = ("threads.index", "dossier_id")
_REQUEST = ("remediations.show", "remediation_id")
_CHANGE = ("sub_processors.show", "change_id")
_INCIDENT = ("incidents.show", "incident_id")
_FACT_CHECK = ("fact_checks.show", "fact_check_id")
# Where each thing is done; a request and an adoption say there who is next and why.
PLACES: Mapping[Kind, tuple[str, str]] = {
    Kind.COMPLETE_DRAFT: _DOSSIER,
    Kind.MAKE_CHANGES: _DOSSIER,
    Kind.FOLLOW_APPROVED: _DOSSIER,
    Kind.REVIEW: _DOSSIER,
    Kind.PUBLISH: _DOSSIER,
    Kind.SEE_TO_THREADS: _THREADS,
    Kind.READ_MENTIONS: _THREADS,
    Kind.ANSWER_SUGGESTIONS: _THREADS,
    Kind.RESOLVE_THREADS: _THREADS,
    Kind.CHECK_DELIVERY: ("remediations.verify", "remediation_id"),
    Kind.READ_REQUEST: _REQUEST,
    Kind.PROMISE_DAY: _REQUEST,
    Kind.DELIVER_OVERDUE: _REQUEST,
    Kind.RESPOND_TO_CHANGE: _CHANGE,
    Kind.BUNDLE_OBJECTIONS: _CHANGE,
    Kind.ANSWER_OBJECTION: _CHANGE,
    Kind.ANNOUNCE_ANEW: _CHANGE,
    Kind.ANSWER_FACT_CHECK: _FACT_CHECK,
    Kind.PROCESS_FACT_CHECK: _FACT_CHECK,
    Kind.CLOSE_FACT_CHECK: _FACT_CHECK,
    Kind.DECIDE_STATEMENT: ("fact_checks.statement", "statement_id"),
    Kind.ANSWER_REMARKS: ("remarks.index", "product"),
    Kind.SEND_INCIDENT: _INCIDENT,
    Kind.CHECK_INCIDENT: _INCIDENT,
    Kind.READ_INCIDENT: _INCIDENT,
    Kind.DESCRIBE_SITUATION: ("adoptions.show", "adoption_id"),
    Kind.RECORD_MEASURES: ("adoptions.measures", "adoption_id"),
    Kind.SEE_WORKSHEET: ("adoptions.worksheet", "adoption_id"),
    Kind.RECORD_VIEWS: ("adoptions.views", "adoption_id"),
    Kind.RENEW_ADVICE: ("adoptions.advice", "adoption_id"),
    Kind.ADVISE: ("adoptions.advice", "adoption_id"),
    Kind.DECIDE: ("adoptions.decision", "adoption_id"),
    Kind.LOOK_AGAIN: ("reviews.show", "task_id"),
    Kind.REPLACE_RELEASE: ("adoptions.show", "adoption_id"),
    Kind.MEET_CONDITION: ("adoptions.decision", "adoption_id"),
    Kind.WATCH_CONDITION: ("adoptions.decision", "adoption_id"),
    Kind.SUBMIT_CONSULTATION: ("adoptions.consultation", "adoption_id"),
    Kind.FOLLOW_CONSULTATION: ("adoptions.consultation", "adoption_id"),
    Kind.REMIND_AUTHORITY: ("adoptions.consultation", "adoption_id"),
    Kind.RECORD_FOLLOWING: ("adoptions.consultation", "adoption_id"),
    Kind.DECIDE_ANEW: ("adoptions.consultation", "adoption_id"),
    Kind.DO_PLANNED_MEASURES: ("adoptions.follow_up", "adoption_id"),
    Kind.CHECK_MEASURES: ("adoptions.follow_up", "adoption_id"),
}

# Which of the discussions of a dossier a task is about.
SHOWN: Mapping[Kind, Show] = {
    Kind.SEE_TO_THREADS: Show.MINE,
    Kind.READ_MENTIONS: Show.MENTIONS,
    Kind.ANSWER_SUGGESTIONS: Show.SUGGESTIONS,
    Kind.RESOLVE_THREADS: Show.OPEN,
}


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show what waits for the reader."""
    actor = current_actor()
    found = waiting(db.session(), actor=actor, today=clock.today())
    page = TasksPage(name=actor.name, tasks=tuple(_row(task) for task in found))
    return render_template("tasks/index.html", page=page)


def _row(task: Task) -> TaskRow:
    endpoint, name = PLACES[task.kind]
    if task.steps:
        endpoint = steps.ENDPOINTS[task.steps[0]]
    place: dict[str, Any] = {name: task.subject_id, "show": SHOWN.get(task.kind)}
    language = current_language()
    return TaskRow(
        sentence=gettext(SENTENCES[task.kind]),
        subject=task.subject.text(language),
        language=task.subject.language(language),
        url=url_for(endpoint, **place),
        since=task.since,
        due=task.due,
        is_late=task.is_late,
        count=task.count,
        steps=", ".join(label(step) for step in task.steps),
    )
