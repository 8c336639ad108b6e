"""What a board knows and decides: levels at this school, advice, views, decision, signature."""

from dpia_workbench.access.actor import Role
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import sources
from dpia_workbench.pictures.figures import risk_figure
from dpia_workbench.report import local_judgement, local_situation, pictures, wording
from dpia_workbench.report.model import (
    Block,
    Callout,
    Cell,
    Facts,
    Heading,
    Runs,
    SignatureLines,
    Table,
    Tone,
)
from dpia_workbench.report.wording import (
    day,
    either,
    level_cell,
    plain,
    prose,
    said,
    section,
    sentence,
)
from dpia_workbench.risk.board_decision import Hearing
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.score import Stage
from dpia_workbench.store.models import AdoptionDecision
from dpia_workbench.usecases.local import LocalAssessment, RiskView

_OUTCOME_TONES = {
    Outcome.APPROVED: Tone.GOOD,
    Outcome.CONDITIONALLY_APPROVED: Tone.CAUTION,
    Outcome.CONSULTATION: Tone.NOTE,
    Outcome.REJECTED: Tone.BAD,
}


def risks(assessment: LocalAssessment) -> list[Block]:
    """Return the chapter on the risks at this school, and on risks of its own."""
    return [
        wording.chapter(_("Risks at this school")),
        *levels(assessment),
        section(_("Risks of the board's own")),
        *local_judgement.own_risks(assessment),
    ]


def levels(assessment: LocalAssessment) -> list[Block]:
    """Return the level at this school beside the attainable one, and why it is accepted."""
    if not assessment.risks:
        return [sentence(_("The board has not said yet what it uses."))]
    intro = _(
        "The first level is what schools can attain with all mandatory measures. The second is"
        " where this board is with the measures and agreements that it really has."
    )
    table = Table(
        caption=_("Risks: attainable, and at this school"),
        description=_("Per risk: the attainable level, the level at this school, and acceptance."),
        header=(
            _("Risk"),
            label(Stage.ATTAINABLE),
            label(Stage.LOCAL),
            _("Why the board accepts it"),
        ),
        rows=tuple(_risk(view) for view in assessment.risks),
        widths=(36, 15, 15, 34),
    )
    picture = risk_figure(sources.risks_at_school(assessment))
    return [sentence(intro), table, *pictures.blocks(picture)]


def _risk(view: RiskView) -> tuple[Cell, ...]:
    return (
        Cell(runs=(*plain(view.key, bold=True), *plain(" "), *said(view.title))),
        level_cell(view.attainable) if view.attainable else Cell(runs=plain(_("Not stated"))),
        level_cell(view.local),
        Cell(runs=said(view.acceptance)),
    )


def advice_and_views(assessment: LocalAssessment) -> list[Block]:
    """Return the chapters with the officer's advice and with the views of people concerned."""
    return [
        wording.chapter(_("Advice of the data protection officer")),
        *advice(assessment),
        wording.chapter(_("Views of the people whose data are processed")),
        *views(assessment),
    ]


def advice(assessment: LocalAssessment) -> list[Block]:
    """Return the advice that counts, and those that it renewed."""
    given = assessment.adoption.advice
    if given is None:
        return [sentence(_("The advice has not been given yet."))]
    pairs = (
        (_("Given by"), plain(given.by.name)),
        (_("Role"), plain(label(Role.DATA_PROTECTION_OFFICER))),
        (_("Given on"), plain(day(given.on))),
    )
    blocks: list[Block] = [Facts(pairs=pairs), *prose(given.text)]
    blocks += _part(section(_("The advice is a document, kept at")), given.document or "")
    for each in reversed(assessment.adoption.advices[:-1]):
        title = _("Earlier advice, given by %(who)s on %(day)s", who=each.by.name, day=day(each.on))
        blocks += _part(section(title), each.text or each.document)
    return blocks


def views(assessment: LocalAssessment) -> list[Block]:
    """Return the views of those concerned, or why they were not asked."""
    heard = assessment.adoption.views
    if heard is None:
        return [sentence(_("The views have not been recorded yet."))]
    asked = (
        _("Parents, pupils or staff were asked. These are their views:")
        if heard.asked
        else _("Parents, pupils and staff were not asked, for this reason:")
    )
    through = ", ".join(label(Hearing(each)) for each in heard.heard or [])
    pairs = (
        *(((_("Asked through"), plain(through)),) if through else ()),
        (_("Recorded on"), plain(day(heard.on))),
    )
    return [Facts(pairs=pairs), sentence(asked), *prose(heard.text)]


def decision(assessment: LocalAssessment) -> list[Block]:
    """Return the chapter with the decision and the lines to sign on."""
    taken = assessment.adoption.decision
    heading = wording.chapter(_("Decision of the board"))
    if taken is None:
        return [heading, *undecided(assessment)]
    return [
        heading,
        *decided(taken, assessment=assessment),
        *local_situation.not_covered(assessment),
        *signatures(taken),
        *local_judgement.authority(taken),
    ]


def undecided(assessment: LocalAssessment) -> list[Block]:
    """Return what the board can still choose."""
    told = [plain(_("The board has not decided yet."))]
    if assessment.risks:
        possible = (label(outcome) for outcome in Outcome if outcome in assessment.allowed)
        text = _("With these levels the board can choose: %(outcomes)s.", outcomes=either(possible))
        told.append(plain(text))
    return [Callout(title=_("Concept"), paragraphs=tuple(told), tone=Tone.CAUTION)]


def decided(taken: AdoptionDecision, *, assessment: LocalAssessment) -> list[Block]:
    """Return what the board decided, why and under which conditions."""
    pairs: tuple[tuple[str, Runs], ...] = (
        (_("Decided on"), plain(day(taken.on))),
        (_("Decided by"), plain(taken.by.name)),
        (_("Role"), plain(label(Role.BOARD))),
        (_("Mandate"), said(taken.mandate)),
        *(((_("Advice of the FG"), plain(label(taken.stance))),) if taken.stance else ()),
        (_("Next review"), plain(day(taken.next_review))),
    )
    title = _("Decision: %(outcome)s", outcome=label(taken.outcome))
    conditions = local_judgement.conditions(taken, assessment=assessment)
    return [
        Callout(title=title, tone=_OUTCOME_TONES[taken.outcome]),
        Facts(pairs=pairs),
        *_part(section(_("Reason")), taken.reason),
        *_under(section(_("Conditions")), conditions),
        *_part(section(_("How the advice was followed")), taken.follows_advice),
    ]


def _part(heading: Heading, text: str) -> list[Block]:
    """Return a text under its heading, or nothing if there is no text."""
    return _under(heading, prose(text))


def _under(heading: Heading, found: list[Block]) -> list[Block]:
    return [heading, *found] if found else []


def signatures(taken: AdoptionDecision) -> list[Block]:
    """Return the lines to sign on."""
    text = _("For the board, %(name)s:", name=taken.by.name)
    labels = (_("Name and function"), _("Place and date"), _("Signature"))
    return [section(_("Signature")), sentence(text), SignatureLines(labels=labels)]
