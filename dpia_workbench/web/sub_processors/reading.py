"""From the rows of an announcement to the values that its pages show."""

from collections.abc import Iterable, Iterator
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import STAFF, Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day, number
from dpia_workbench.risk.aggregate import SMALLEST, Range
from dpia_workbench.risk.statements import DataCategory
from dpia_workbench.risk.sub_processors import MOVES, ChangeKind, Clock, Move, Stance, State, clock
from dpia_workbench.store import audit, sub_processors
from dpia_workbench.store.models import AuditEvent, SubProcessorChange
from dpia_workbench.web import pieces
from dpia_workbench.web.pieces import Action, Badge, Entry
from dpia_workbench.web.sub_processors.pages import Bundle, Row

TONES = {
    State.ANNOUNCED: "warning",
    State.OBJECTED: "danger",
    State.ACCEPTED: "safe",
    State.UPHELD: "danger",
    State.CHANGED: "warning",
    State.DROPPED: "neutral",
    State.WITHDRAWN: "neutral",
}
STANCE_TONES = {
    Stance.OBJECTS: "danger", Stance.CONCERN: "warning", Stance.NO_OBJECTION: "safe"
}  # fmt: skip


def clock_of(row: SubProcessorChange, *, on: date) -> Clock:
    """Return the clock of an announcement on a day."""
    return clock(row.state, until=row.objection_until, on=on)


def badges(row: SubProcessorChange, *, on: date) -> Iterator[Badge]:
    """Yield the state of an announcement, and what follows of it today."""
    runs = clock_of(row, on=on)
    if runs.in_silence:
        yield Badge(_("Nobody objected in time"), "neutral")
    else:
        yield Badge(label(row.state), TONES[row.state])
    if runs.is_running:
        yield Badge(_left(runs.days_left), "warning")


def _left(days: int) -> str:
    if days == 0:
        return _("Today is the last day to object")
    return ngettext(
        "%(count)s day left to object", "%(count)s days left to object", days, count=days
    )


def row_of(row: SubProcessorChange, *, on: date) -> Row:
    """Return an announcement as a row of a list."""
    return Row(
        name=row.name,
        kind=label(row.kind),
        url=url_for("sub_processors.show", change_id=row.id),
        products=tuple(pieces.words(product.name) for product in row.products),
        vendor=row.vendor.name,
        states=tuple(badges(row, on=on)),
        until=row.objection_until,
    )


def lead(row: SubProcessorChange) -> str:
    """Return in one sentence what changes, in the words of a school."""
    names = {"vendor": row.vendor.name, "name": row.name, "country": row.country,
             "replaces": row.replaces}  # fmt: skip
    sentence = {
        ChangeKind.ADDED: _("%(vendor)s wants to let another company handle data of pupils or"
                            " staff: %(name)s."),
        ChangeKind.REPLACED: _("%(vendor)s wants to let another company handle data: %(name)s"
                               " takes the place of %(replaces)s."),
        ChangeKind.MOVED: _("%(name)s handles data for %(vendor)s. It is going to do that from"
                            " another country: %(country)s."),
        ChangeKind.OTHER_DATA: _("%(name)s handles data for %(vendor)s. It is going to get other"
                                 " kinds of data than before."),
        ChangeKind.ENDED: _("%(name)s is going to stop handling data for %(vendor)s."),
    }[row.kind]  # fmt: skip
    return sentence % names


def clock_sentence(row: SubProcessorChange, *, on: date) -> str:
    """Return until when one can object, or that this is over."""
    runs = clock_of(row, on=on)
    until = day(row.objection_until)
    if runs.is_running:
        return _("One can object until and including %(until)s.", until=until)
    if runs.in_silence:
        return _("One could object until and including %(until)s. Nobody did, so the change counts"
                 " as accepted.", until=until)  # fmt: skip
    if row.state in (State.WITHDRAWN, State.DROPPED):
        return _("The change does not come.")
    return _("One could object until and including %(until)s.", until=until)


def facts(row: SubProcessorChange, *, objecting: Range | None) -> Iterator[tuple[str, str]]:
    """Yield the record of the sub-processor as it was announced (method.md 5.3).

    `objecting` is in which range lies how many boards object, if that may be told.
    """
    spoken = current_language()
    yield _("Vendor"), row.vendor.name
    yield _("Products"), ", ".join(product.name.text(spoken) for product in row.products)
    yield _("What changes"), label(row.kind)
    yield _("Name"), row.name
    if row.legal_entity:
        yield _("Legal entity"), row.legal_entity
    if row.replaces:
        yield _("Replaces"), row.replaces
    yield _("Country"), row.country
    yield _("Service"), row.service
    yield _("Data"), ", ".join(label(DataCategory(each)) for each in row.categories)
    yield _("Basis of a transfer outside the EEA"), label(row.mechanism)
    yield _("Takes effect on"), day(row.effective_on)
    yield _("Announced on"), day(row.announced_on)
    yield _("Objections until and including"), day(row.objection_until)
    if objecting is not None:
        yield _("School boards that object"), in_range(objecting)


def next_step(row: SubProcessorChange, *, actor: Actor, on: date) -> str:
    """Return in one sentence whose turn it is."""
    runs = clock_of(row, on=on).is_running
    if allows(actor, Permission.SUB_PROCESSOR_ANNOUNCE, row):
        return _for_vendor(row.state)
    if row.state is State.OBJECTED:
        return _("A cooperative objected for its schools. The vendor now answers.")
    if row.state is State.UPHELD:
        return _("The vendor goes on although schools objected. Look what that means for the"
                 " verdict, and for the use of the product.")  # fmt: skip
    if row.state is State.CHANGED:
        return _("The vendor changes its plan and announces it anew. Then you can object again.")
    if not runs:
        return _("There is nothing that you can do now.")
    return _while_it_runs(row, actor=actor)


def _while_it_runs(row: SubProcessorChange, *, actor: Actor) -> str:
    if allows(actor, Permission.SUB_PROCESSOR_RESPOND, row):
        return _("Say whether your board objects. The cooperative collects the answers and tells"
                 " the vendor.")  # fmt: skip
    if not actor.has_any(STAFF):
        return _("Your privacy officer says whether your board objects. The cooperative collects"
                 " the answers and tells the vendor.")  # fmt: skip
    if sub_processors.bundle_of(row, actor=actor) is not None:
        return _("Your cooperative told the vendor what its schools say.")
    if allows(actor, Permission.SUB_PROCESSOR_BUNDLE, row):
        return _("Read what boards say, and tell the vendor before the last day whether your"
                 " schools object.")  # fmt: skip
    return _("An analyst or reviewer tells the vendor before the last day whether schools object.")


def _for_vendor(state: State) -> str:
    return {
        State.ANNOUNCED: _("Cooperatives and school boards were told. You get a message when a"
                           " cooperative answers."),
        State.OBJECTED: _("Schools object through their cooperative. Read why, and answer."),
        State.ACCEPTED: _("A cooperative has no objection. Others can still object until the last"
                          " day."),
        State.UPHELD: _("You told that you go on."),
        State.CHANGED: _("You told that you change your plan. Correct the announcement: the period"
                         " for objection then starts anew."),
        State.DROPPED: _("You told that you drop this change."),
        State.WITHDRAWN: _("You took this announcement back."),
    }[state]  # fmt: skip


def actions(
    session: Session, row: SubProcessorChange, *, actor: Actor, on: date
) -> Iterator[Action]:
    """Yield what the reader can do now, the most likely first."""
    if allows(actor, Permission.SUB_PROCESSOR_ANNOUNCE, row):
        yield from _vendors(row)
    if not clock_of(row, on=on).is_running:
        return
    if allows(actor, Permission.SUB_PROCESSOR_RESPOND, row):
        first = sub_processors.stance_of(session, row, actor=actor) is None
        text = _("Say whether your board objects") if first else _("Change your answer")
        look = "primary" if first else "secondary"
        yield Action(text, url_for("sub_processors.respond", change_id=row.id), look)
    if allows(actor, Permission.SUB_PROCESSOR_BUNDLE, row) and not sub_processors.bundle_of(
        row, actor=actor
    ):
        yield Action(_("Tell the vendor"), url_for("sub_processors.bundle", change_id=row.id))


def _vendors(row: SubProcessorChange) -> Iterator[Action]:
    moves = MOVES[row.state]
    if Move.UPHOLD in moves:
        yield Action(_("Answer the objection"), url_for("sub_processors.answer", change_id=row.id))
    if Move.RESTART in moves:
        look = "primary" if row.state is State.CHANGED else "secondary"
        text = _("Correct the announcement")
        yield Action(text, url_for("sub_processors.correct", change_id=row.id), look)
    if Move.WITHDRAW in moves:
        text = _("Take the announcement back")
        yield Action(text, url_for("sub_processors.withdraw", change_id=row.id), "secondary")


def bundles(row: SubProcessorChange) -> Iterator[Bundle]:
    """Yield what cooperatives told the vendor, the newest first, with the answers."""
    for place, each in enumerate(reversed(row.bundles), start=1):
        yield Bundle(
            id=f"bundle-{place}",
            cooperative=each.cooperative.name,
            stance=Badge(label(each.stance), STANCE_TONES[each.stance]),
            words=each.words,
            at=each.at,
            note="" if each.round == row.round else _("About an earlier announcement"),
            answer=label(each.answer) if each.answer else "",
            answer_words=each.answer_words,
            answered_at=each.answered_at,
        )


def in_range(found: Range | None) -> str:
    """Return a number of boards as it may be told."""
    if found is None:
        return _("Fewer than %(count)s", count=number(SMALLEST))
    return pieces.in_range(found)


def history(session: Session, row: SubProcessorChange) -> Iterator[Entry]:
    """Yield what happened to an announcement, newest first; people appear as organisations."""
    for event in audit.find(session, subject_id=row.id):
        yield Entry(
            at=event.at,
            who=pieces.organisation_of(session, event),
            title=_happened(event),
            text=event.detail.get("words", ""),
        )


def _happened(event: AuditEvent) -> str:
    detail = event.detail
    if event.fact == "subprocessor.answered":
        return label(Move(detail["move"]))
    if event.fact == "subprocessor.bundled":
        return label(Stance(detail["stance"]))
    if event.fact == "subprocessor.corrected":
        anew = _("Announcement corrected; the period for objection started anew")
        return anew if detail["restarts"] else _("Announcement corrected")
    return {
        "subprocessor.announced": _("Announced by the vendor"),
        "subprocessor.withdrawn": _("Taken back by the vendor"),
    }[event.fact]


def sections(rows: Iterable[SubProcessorChange], *, on: date) -> tuple[list[Row], list[Row]]:
    """Return those whose clock runs, the nearest last day first, and the others."""
    found = list(rows)
    running = [row for row in found if clock_of(row, on=on).is_running]
    running.sort(key=lambda row: row.objection_until)
    over = [row for row in found if row not in running]
    return [row_of(row, on=on) for row in running], [row_of(row, on=on) for row in over]
