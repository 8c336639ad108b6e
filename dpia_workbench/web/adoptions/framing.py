"""What stands around each of the twelve steps: number, reason, law, the way back and on."""

from collections.abc import Mapping
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import deferred, gettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption_step import DESCRIBING, Step
from dpia_workbench.risk.describing import Standing
from dpia_workbench.store import adoptions
from dpia_workbench.usecases import local
from dpia_workbench.usecases.adoption_progress import progress
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import reading, steps
from dpia_workbench.web.adoptions.step_pages import Frame

ORDER = tuple(Step)
# The question of a step, why it is asked, and which law asks it.
_TOLD: Mapping[Step, tuple[str, str, str]] = {
    Step.SCHOOLS: (
        deferred("Which of your schools take part?"),
        deferred("Your board answers for each school. A school that is not named is not covered."),
        deferred("GDPR article 24: the board is responsible."),
    ),
    Step.SCOPE: (
        deferred("Does what you use fit what was examined?"),
        deferred(
            "The verdict holds only for the editions, groups of people and uses that were"
            " examined. What falls outside, your board must assess itself."
        ),
        deferred("GDPR article 35, paragraphs 1 and 7(a): what the assessment is about."),
    ),
    Step.CIRCUMSTANCES: (
        deferred("In which circumstances do you use it?"),
        deferred(
            "Some circumstances make a risk higher at your board, or make a measure useless. They"
            " count in the levels at your board."
        ),
        deferred("GDPR article 35, paragraph 1: nature, scope and context of the processing."),
    ),
    Step.OPERATIONS: (
        deferred("What do you do with it, and with which data?"),
        deferred(
            "Only your board knows why it uses the product, which data it enters and how long it"
            " keeps them. You need these answers for your register, too."
        ),
        deferred("GDPR articles 5, 6 and 30: purpose, legal basis, retention and the register."),
    ),
    Step.AGREEMENT: (
        deferred("Which processor agreement holds for your board?"),
        deferred(
            "A vendor may use the data of your pupils only as agreed in writing. An agreement"
            " helps you only if your board signed or joined it."
        ),
        deferred("GDPR article 28, paragraph 3."),
    ),
    Step.MEASURES: (
        deferred("Which measures does your board take?"),
        deferred("The verdict counts on these measures. Only what you really did counts for you."),
        deferred("GDPR article 35, paragraph 7(d), and article 32."),
    ),
    Step.OWN_RISKS: (
        deferred("Do you see risks that were not examined?"),
        deferred("The joint assessment does not know your schools. You do."),
        deferred("GDPR article 35, paragraph 7(c)."),
    ),
    Step.ADVICE: (
        deferred("What does the FG advise?"),
        deferred("The board asks the data protection officer for advice before it decides."),
        deferred("GDPR article 35, paragraph 2."),
    ),
    Step.VIEWS: (
        deferred("What do parents, pupils and staff think?"),
        deferred("Those whose data are used are asked, or the board says why not."),
        deferred("GDPR article 35, paragraph 9."),
    ),
    Step.RISKS: (
        deferred("Which risks remain at your board?"),
        deferred("The levels follow from your own answers. The board weighs what remains."),
        deferred("GDPR articles 35 and 36."),
    ),
    Step.DECISION: (
        deferred("What does the board decide?"),
        deferred("The board is responsible, and decides last."),
        deferred("GDPR articles 5, paragraph 2, 24 and 36."),
    ),
    Step.PACK: (
        deferred("Your documents"),
        deferred("Everything your board needs to show what it decided, and to tell people."),
        deferred("GDPR articles 5, paragraph 2, 13, 14 and 30."),
    ),
}


def frame(assessed: LocalAssessment, step: Step) -> Frame:
    """Return what stands around a step of an adoption."""
    number = ORDER.index(step) + 1
    title, why, law = _TOLD[step]
    return Frame(
        place=reading.place(assessed),
        number=number,
        count=len(ORDER),
        name=label(step),
        title=gettext(title),
        why=gettext(why),
        law=gettext(law),
        before=_beside(assessed, number - 2),
        after=_beside(assessed, number),
    )


def _beside(assessed: LocalAssessment, place: int) -> tuple[str, str]:
    """Return the step at a place in the order, or all steps before the first and after the last."""
    if not 0 <= place < len(ORDER):
        return _("All steps"), reading.place(assessed).url
    step = ORDER[place]
    name = _("Step %(number)s: %(name)s", number=place + 1, name=label(step))
    fills = steps.may_fill(assessed, actor=current_actor())
    if step in DESCRIBING and step is not Step.OWN_RISKS and not fills:
        # Only who fills in sees the form; the answers stand on the page of the adoption.
        part = "schools" if step is Step.SCHOOLS else "situation"
        return name, f"{reading.place(assessed).url}#{part}"
    return name, steps.address(assessed.adoption, step)


def onward(adoption_id: UUID, step: Step) -> ResponseReturnValue:
    """Go on after a step was saved: to the next open step that the reader can take.

    If there is none, to the page of the adoption, which says who is next.
    """
    session, actor = db.session(), current_actor()
    row = adoptions.get(session, adoption_id, actor=actor)
    assessed = local.assess(row, on=clock.today())
    standing = {each.step: each.standing for each in progress(assessed)}
    place = ORDER.index(step)
    for each in (*ORDER[place + 1 :], *ORDER[:place]):
        if standing[each] is Standing.OPEN and steps.takes(session, assessed, each, actor=actor):
            return redirect(steps.address(row, each), 303)
    return redirect(url_for("adoptions.show", adoption_id=adoption_id), 303)
