"""What a person is asked to do: its kinds, and one thing that waits."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases import incident_tasks
from dpia_workbench.usecases.decided_tasks import Waits as DecidedWaits
from dpia_workbench.usecases.objection_turns import Turn


class Kind(StrEnum):
    """What somebody is asked to do."""

    COMPLETE_DRAFT = "complete_draft"
    MAKE_CHANGES = "make_changes"
    FOLLOW_APPROVED = "follow_approved"
    REVIEW = "review"
    PUBLISH = "publish"
    SEE_TO_THREADS = "see_to_threads"
    READ_MENTIONS = "read_mentions"
    ANSWER_SUGGESTIONS = "answer_suggestions"
    RESOLVE_THREADS = "resolve_threads"
    CHECK_DELIVERY = "check_delivery"
    READ_REQUEST = "read_request"
    PROMISE_DAY = "promise_day"
    DELIVER_OVERDUE = "deliver_overdue"
    RESPOND_TO_CHANGE = Turn.RESPOND.value
    BUNDLE_OBJECTIONS = Turn.BUNDLE.value
    ANSWER_OBJECTION = Turn.ANSWER.value
    ANNOUNCE_ANEW = Turn.ANNOUNCE_ANEW.value
    ANSWER_FACT_CHECK = "answer_fact_check"
    PROCESS_FACT_CHECK = "process_fact_check"
    CLOSE_FACT_CHECK = "close_fact_check"
    DECIDE_STATEMENT = "decide_statement"
    ANSWER_REMARKS = "answer_remarks"
    SEND_INCIDENT = incident_tasks.Waits.SEND.value
    CHECK_INCIDENT = incident_tasks.Waits.CHECK.value
    READ_INCIDENT = incident_tasks.Waits.READ.value
    DESCRIBE_SITUATION = "describe_situation"
    RECORD_MEASURES = "record_measures"
    SEE_WORKSHEET = "see_worksheet"
    RECORD_VIEWS = "record_views"
    ADVISE = "advise"
    RENEW_ADVICE = "renew_advice"
    DECIDE = "decide"
    LOOK_AGAIN = "look_again"
    REPLACE_RELEASE = "replace_release"
    MEET_CONDITION = DecidedWaits.MEET_CONDITION.value
    WATCH_CONDITION = DecidedWaits.WATCH_CONDITION.value
    SUBMIT_CONSULTATION = DecidedWaits.SUBMIT_CONSULTATION.value
    FOLLOW_CONSULTATION = DecidedWaits.FOLLOW_CONSULTATION.value
    REMIND_AUTHORITY = DecidedWaits.REMIND_AUTHORITY.value
    RECORD_FOLLOWING = DecidedWaits.RECORD_FOLLOWING.value
    DECIDE_ANEW = DecidedWaits.DECIDE_ANEW.value
    DO_PLANNED_MEASURES = "do_planned_measures"
    CHECK_MEASURES = "check_measures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that waits: what to do, with what, since when, and by when."""

    kind: Kind
    subject: Bilingual
    subject_id: UUID  # of the dossier, the request or the adoption
    since: date | None = None
    due: date | None = None
    is_late: bool = False
    count: int = 1  # how many things of this kind wait in one place
    steps: tuple[Step, ...] = ()  # the steps of an adoption that wait


def since_day(moment: datetime | None) -> date | None:
    """Return the day from which something waits, if that is known."""
    return day_of(moment) if moment else None
