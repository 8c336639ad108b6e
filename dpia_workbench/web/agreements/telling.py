"""What happened to an agreement, who is covered, and what the reader can do, in sentences."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.agreement import MOVES, TERMS_OPEN, Coverage, Move, State
from dpia_workbench.store import agreements, audit
from dpia_workbench.store.models import Agreement, AuditEvent, Organisation
from dpia_workbench.usecases import agreed
from dpia_workbench.web import pieces
from dpia_workbench.web.agreements.pages import Covered
from dpia_workbench.web.agreements.reading import Eyes
from dpia_workbench.web.pieces import Action, Badge, Entry

# What the cooperative does for itself is not for the vendor.
_OWN = frozenset({"agreement.created", "agreement.duties-checked", "agreement.clause-saved"})


def history(session: Session, row: Agreement, *, eyes: Eyes) -> Iterator[Entry]:
    """Yield what happened to an agreement, newest first; people appear as their organisation."""
    if not eyes.is_counterpart:
        return
    for event in audit.find(session, subject_id=row.id):
        title = _happened(event)
        if title is None or not (eyes.is_owner or _is_theirs(event, row)):
            continue
        yield Entry(
            at=event.at,
            who=pieces.organisation_of(session, event),
            title=title,
            text=event.detail.get("reason", ""),
        )


def _is_theirs(event: AuditEvent, row: Agreement) -> bool:
    shown = row.negotiated_at is not None and event.at >= row.negotiated_at
    return shown and event.fact not in _OWN


def _happened(event: AuditEvent) -> str | None:
    detail = event.detail
    named = {
        "agreement.party-signed": (_("Signed for %(name)s"), "party"),
        "agreement.annex-added": (_("File added: %(name)s"), "title"),
        "agreement.subprocessor-ended": (_("Sub-processor ended: %(name)s"), "name"),
        "agreement.clause-saved": (_("Clause described: %(name)s"), "reference"),
        "agreement.joined": (_("Joined by %(name)s"), "board"),
    }
    if event.fact in named:
        sentence, key = named[event.fact]
        return sentence % {"name": detail[key]}
    if event.fact in ("agreement.terminated", "agreement.superseded"):
        over = event.fact == "agreement.terminated"
        sentence = _("Terminated from %(day)s on") if over else _("Replaced from %(day)s on")
        return sentence % {"day": day(detail["on"])}
    return {
        "agreement.created": _("Recorded as a draft"),
        "agreement.changed": _("Terms changed"),
        "agreement.negotiated": _("Shown to the vendor"),
        "agreement.agreed": _("Agreed"),
        "agreement.signed": _("Signed by all"),
        "agreement.abandoned": _("Given up"),
        "agreement.party-added": _("Party added"),
        "agreement.boards-named": _("Boards named"),
        "agreement.duties-checked": _("Checklist filled in"),
        "agreement.subprocessor-added": _("Sub-processor added"),
    }.get(event.fact)


def covered(session: Session, row: Agreement, *, actor: Actor, eyes: Eyes, on: date) -> Covered:
    """Return who is covered: for its own cooperative and its vendor by name, for a board itself.

    Nobody learns of other boards than those that are party, named or joined (invariant 16).
    """
    boards: dict[str, str] = {}
    rest, mine, url, text = "", None, None, ""
    if eyes.is_counterpart:
        boards = dict(_boards(row))
        others = len(agreements.boards(session)) - len(boards)
        if eyes.is_owner and row.coverage is not Coverage.COOPERATIVE and others > 0:
            rest = ngettext("%(n)s other board that is known here is not covered.",
                            "%(n)s other boards that are known here are not covered.",
                            others)  # fmt: skip
    elif eyes.is_school and (board := agreements.board_of(session, actor)):
        mine = _mine(row, board, on=on)
        url, text = _joining(row, actor=actor, on=on)
    return Covered(
        sentence=_sentence(row), mine=mine, boards=tuple(boards.items()), rest=rest,
        joinder_url=url, joinder_label=text,
    )  # fmt: skip


def _boards(row: Agreement) -> Iterator[tuple[str, str]]:
    for each in row.boards:
        yield each.board.name, _("Named since %(day)s", day=day(each.at))
    for joinder in row.joinders:
        yield joinder.board.name, _("Joined on %(day)s", day=day(joinder.signed_on))


def _mine(row: Agreement, board: Organisation, *, on: date) -> Badge:
    found = agreed.cover_of(row, board, on=on)
    if found is None:
        return Badge(_("Your board is not covered"), "warning")
    in_force = agreements.facts_of(row).is_in_force(on=on)
    return Badge(label(found), "safe" if in_force else "neutral")


def _joining(row: Agreement, *, actor: Actor, on: date) -> tuple[str | None, str]:
    joined = agreements.joinder_of(row, board_id=actor.organisation_id) is not None
    url = url_for("agreements.join", agreement_id=row.id)
    if joined:
        return url, _("What your board signed")
    can = row.coverage is Coverage.OPEN_OFFER and agreements.facts_of(row).is_in_force(on=on)
    if can and allows(actor, Permission.AGREEMENT_JOIN, row):
        return url, _("Join this agreement")
    return None, ""


def _sentence(row: Agreement) -> str:
    return {
        Coverage.NAMED: _("Only boards that are party or are named in it are covered."),
        Coverage.OPEN_OFFER: _("A board is covered from the day on which it joins."),
        Coverage.COOPERATIVE: _("The cooperative signed for all boards in its sectors; they need"
                                " not join."),
    }[row.coverage]  # fmt: skip


def next_step(row: Agreement, *, eyes: Eyes) -> str:
    """Return in one sentence what comes next, for who works on the agreement."""
    if not eyes.is_counterpart:
        return ""
    return {
        State.DRAFT: _("Only your cooperative sees this draft. Show it to the vendor when you"
                       " begin to talk."),
        State.NEGOTIATING: _("The parties talk about the text. It holds for nobody yet."),
        State.AGREED: _("The parties agree on the text. It counts when all have signed."),
        State.PARTLY_SIGNED: _("Not every signature is here, or the signed text is not. It counts"
                               " for nothing yet."),
        State.SIGNED: _("All have signed. Whether it is in force follows from its days."),
        State.TERMINATED: _("This agreement was terminated."),
        State.SUPERSEDED: _("Another agreement took the place of this one."),
        State.ABANDONED: _("This agreement was given up; it was never signed by all."),
    }[row.state]  # fmt: skip


def actions(row: Agreement, *, eyes: Eyes) -> Iterator[Action]:
    """Yield what the reader can do now with the agreement as a whole."""
    if not eyes.may_edit:
        return
    here: dict[str, Any] = {"agreement_id": row.id}
    moves = MOVES[row.state]
    for move, endpoint in (
        (Move.NEGOTIATE, "negotiate"), (Move.AGREE, "agree"), (Move.COMPLETE, "complete"),
    ):  # fmt: skip
        if move in moves:
            yield Action(label(move), url_for(f"agreements.{endpoint}", **here), is_post=True)
    if row.state in TERMS_OPEN:
        yield Action(_("Change the terms"), url_for("agreements.change", **here), look="secondary")
    if Move.TERMINATE in moves:
        url = url_for("agreements.terminate", **here)
        yield Action(label(Move.TERMINATE), url, look="secondary")
    if Move.ABANDON in moves:
        yield Action(label(Move.ABANDON), url_for("agreements.abandon", **here), look="secondary")
