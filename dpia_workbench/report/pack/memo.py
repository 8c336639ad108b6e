"""The memo for the board: one page with what is asked, what remains, and what is decided."""

from collections.abc import Iterator

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import uncovered
from dpia_workbench.report.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Document,
    Heading,
    Paragraph,
    Run,
    Runs,
    Table,
    Tone,
)
from dpia_workbench.report.pack import frame, risks, schooling, todo
from dpia_workbench.report.wording import day, either, listed, plain, sentence, text_of
from dpia_workbench.risk.adoption_pack import Paper
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.models import AdoptionDecision, DecisionCondition
from dpia_workbench.usecases.adoption_pack import Pack

# What fits on a page; the rest stands in the local DPIA, and the memo says so.
MOST_RISKS, MOST_ACTIONS, MOST_UNCOVERED = 3, 3, 3
_LONG, _SHORT, _CELL = 25, 16, 8  # words


def memo(pack: Pack) -> Document:
    """Return the memo for the board."""
    return frame.document(pack, title=label(Paper.BOARD_MEMO), blocks=_blocks(pack))


def _blocks(pack: Pack) -> Iterator[Block]:
    yield _title(pack)
    yield from _state(pack)
    yield _part(_("What is asked"), plain(_asked(pack)))
    yield _part(_("Answer"), plain(_answer(pack)))
    yield _part(_("Not covered"), plain(_not_covered(pack)))
    yield from _risks(pack)
    yield from _actions(pack)
    yield _part(_("Advice of the FG"), _advice(pack))
    yield _part(_("Views"), _views(pack))
    yield from _decision(pack)
    yield _checklist(pack)
    yield sentence(_("Where “…” stands, the text goes on in the local DPIA."))


def _title(pack: Pack) -> Heading:
    text = _("Memo for the board: %(product)s", product=frame.product(pack.assessment))
    return frame.heading(1, text)


def _state(pack: Pack) -> Iterator[Block]:
    """Yield in one box that it is a draft and what is missing, or invented."""
    told: list[Runs] = []
    if pack.missing:
        steps = listed(label(step) for step in pack.missing)
        told.append(plain(_("Still to be done: %(steps)s.", steps=steps)))
    if pack.is_draft and pack.unwritten:
        count = len(pack.unwritten)
        told.append(plain(ngettext(
            "%(n)s use that is not covered has no assessment of its own yet.",
            "%(n)s uses that are not covered have no assessment of their own yet.", count,
        )))  # fmt: skip
    if pack.is_draft and pack.status is not Status.CURRENT:
        text = _("Status of the release today: %(status)s.", status=label(pack.status))
        told.append(plain(text))
    if pack.is_draft:
        title = _("Draft: the board has not decided yet")
        yield Callout(title=title, paragraphs=tuple(told), tone=Tone.CAUTION)
    if pack.assessment.content["product"]["is_invented"]:
        yield sentence(_("This product and its vendor do not exist: a demonstration."))


def _part(title: str, words: Runs) -> Paragraph:
    return Paragraph(runs=(Run(text=_("%(name)s:", name=title), bold=True), Run(text=" "), *words))


def _asked(pack: Pack) -> str:
    content = pack.assessment.content
    return _(
        "May %(schools)s use %(product)s of %(vendor)s? This rests on release %(number)s of"
        " %(publisher)s (SHA-256 %(hash)s…).",
        schools=schooling.short(pack.assessment),
        product=frame.product(pack.assessment),
        vendor=frame.vendor(pack.assessment),
        number=content["number"],
        publisher=text_of(content["publisher"]),
        hash=pack.adoption.release_sha256[:12],
    )


def _answer(pack: Pack) -> str:
    verdict = Verdict(pack.assessment.content["published_verdict"])
    return _(
        "The central verdict is: %(verdict)s. Risks at our schools: %(counted)s",
        verdict=label(verdict),
        counted=frame.counted(pack.assessment.risks),
    )


def _not_covered(pack: Pack) -> str:
    found = uncovered.words(pack.assessment)
    if not found:
        return _("The board uses nothing that the release does not cover.")
    shown = [frame.shortened(each, words=_CELL) for each in found[:MOST_UNCOVERED]]
    return _and_more("; ".join(shown), left=len(found) - MOST_UNCOVERED)


def _and_more(text: str, *, left: int) -> str:
    if left <= 0:
        return text
    return ngettext(
        "%(text)s; and %(n)s more, see the local DPIA.",
        "%(text)s; and %(n)s more, see the local DPIA.",
        left,
        text=text,
    )


def _risks(pack: Pack) -> Iterator[Block]:
    table = risks.short_table(pack.assessment, most=MOST_RISKS, words=_CELL)
    if table is None:
        words = _("None: every risk is low.") if pack.assessment.risks else _("Not known yet.")
        yield _part(_("Risks that remain"), plain(words))
        return
    left = len(risks.remaining(pack.assessment)) - MOST_RISKS
    yield _part(_("Risks that remain"), plain(_and_more(_("see the table"), left=left)))
    yield table


def _actions(pack: Pack) -> Iterator[Block]:
    taken, found = pack.adoption.decision, todo.actions(pack.assessment)
    if taken:
        yield from _conditions(taken)
    if not found:
        yield _part(_("Still to be taken"), plain(_("No measure is open or planned.")))
        return
    left = len(found) - MOST_ACTIONS
    yield _part(_("Still to be taken"), plain(_and_more(_("see the list"), left=left)))
    yield Bullets(items=tuple(_action(each) for each in found[:MOST_ACTIONS]))


def _conditions(taken: AdoptionDecision) -> Iterator[Block]:
    """Yield the conditions: what is to be taken is listed below already."""
    if taken.conditions.strip():
        text = frame.shortened(taken.conditions, words=_LONG)
        yield _part(_("Conditions"), frame.mine(text))
    own = [row for row in taken.condition_rows if not row.measure]
    if own:
        left = len(own) - MOST_ACTIONS
        yield _part(_("Conditions"), plain(_and_more(_("see the list"), left=left)))
        yield Bullets(items=tuple(_condition(row) for row in own[:MOST_ACTIONS]))


def _condition(row: DecisionCondition) -> Runs:
    text = _("%(who)s, before: %(day)s", who=row.owner, day=day(row.due))
    return (*frame.mine(frame.shortened(row.text, words=_CELL)), *plain(f" ({text})"))


def _action(action: todo.Action) -> Runs:
    due = day(action.due) if action.due else _("no day yet")
    text = _("%(key)s, before: %(day)s", key=action.key, day=due)
    where = plain(f" ({action.where})") if action.where else ()
    return (*plain(f"{text}. "), *frame.brief(action.title, words=_CELL), *where)


def _advice(pack: Pack) -> Runs:
    given = pack.adoption.advice
    if given is None:
        return plain(_("The advice has not been given yet."))
    on = _("(%(who)s, %(day)s)", who=given.by.name, day=day(given.on))
    words = frame.mine(frame.shortened(given.text, words=_LONG))
    return (*words, *plain(" "), *plain(on))


def _views(pack: Pack) -> Runs:
    heard = pack.adoption.views
    if heard is None:
        return plain(_("The views have not been recorded yet."))
    asked = _("Asked.") if heard.asked else _("Not asked.")
    words = frame.mine(frame.shortened(heard.text, words=_SHORT))
    return (*plain(asked), *plain(" "), *words)


def _decision(pack: Pack) -> Iterator[Block]:
    taken = pack.adoption.decision
    if taken is None:
        yield _part(_("Decision that is asked"), plain(_choices(pack)))
        return
    text = _(
        "%(outcome)s, on %(day)s, by %(who)s (%(mandate)s).",
        outcome=label(taken.outcome),
        day=day(taken.on),
        who=taken.by.name,
        mandate=frame.shortened(taken.mandate, words=_CELL),
    )
    reason = frame.mine(frame.shortened(taken.reason, words=_LONG))
    yield _part(_("Decision"), (*plain(text), *plain(" "), *reason))
    followed = frame.shortened(taken.follows_advice, words=_SHORT)
    if followed:
        yield _part(_("How the advice was followed"), frame.mine(followed))


def _choices(pack: Pack) -> str:
    if not pack.assessment.risks:
        return _("The levels are known once the board has said what it uses.")
    possible = [label(each) for each in Outcome if each in pack.assessment.allowed]
    return _("With these levels the board can choose: %(outcomes)s.", outcomes=either(possible))


def _checklist(pack: Pack) -> Table:
    """Return what the file of the board must hold (method.md 4.4: what level 3 of a norm asks)."""
    taken = pack.adoption.decision
    to_add = _("To be added by the board")
    rows = (
        (_("Adopted document"), taken is not None, _("Local DPIA, in this pack")),
        (_("Date"), taken is not None, day(taken.on) if taken else to_add),
        (_("Decision maker"), taken is not None, taken.by.name if taken else to_add),
        (_("Communication record"), False,
         _("Note when and how staff, parents and pupils were told")),
        (_("Day of the next evaluation"), taken is not None,
         day(taken.next_review) if taken else to_add),
    )  # fmt: skip
    return Table(
        caption=_("For the file"),
        description=_("Per thing that the file must hold: whether it is there, and what it is."),
        header=(_("For the file"), _("There?"), _("What")),
        rows=tuple(
            (
                Cell(runs=plain(name)),
                Cell(runs=plain(_("Yes") if there else _("Not yet"))),
                Cell(runs=plain(what)),
            )
            for name, there, what in rows
        ),
        widths=(34, 14, 52),
    )
