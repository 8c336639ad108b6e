"""From the rows of a discussion to the values that its pages show."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.difference import Kind, difference
from dpia_workbench.risk.discussion import Answer
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Section
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store.audit import sha256
from dpia_workbench.store.models import Comment, Thread
from dpia_workbench.together import Speaking
from dpia_workbench.usecases.place import Spot
from dpia_workbench.usecases.suggestion import outcome
from dpia_workbench.web.dossiers.content_reading import field_name
from dpia_workbench.web.dossiers.pages import Badge
from dpia_workbench.web.threads.pages import CommentView, Piece, SuggestionView, ThreadRow

_EXCERPT = 200


def part_name(place: Place) -> str:
    """Return the name of a part: its key, or what it is if it has none."""
    if place.part is DossierPart.FINDING and place.key in list(Topic):
        return label(Topic(place.key))
    if place.part is DossierPart.TEXT and place.key in list(Section):
        return label(Section(place.key))
    return place.key or label(place.part)


def spot_name(spot: Spot, *, place: Place) -> str:
    """Return the name of a text within its part."""
    name = field_name(Place(part=place.part, key=place.key, field=spot.field))
    if spot.language == "nl":
        return _("%(field)s in Dutch", field=name)
    return _("%(field)s in English", field=name) if spot.language else name


def where(row: Thread) -> str:
    """Return where in its dossier a thread is."""
    name = part_name(row.place)
    if not row.field:
        return name
    spot = spot_name(Spot(field=row.field, language=row.language), place=row.place)
    return _("%(part)s: %(field)s", part=name, field=spot)


def badges(row: Thread) -> Iterator[Badge]:
    """Yield the state of a thread, and of its suggestion."""
    if row.is_open:
        yield Badge("open", _("Open"), "warning")
    else:
        yield Badge("resolved", _("Resolved"), "safe")
    if row.answer is not None:
        tone = "safe" if row.answer is Answer.ACCEPTED else "neutral"
        yield Badge(row.answer, _("Suggestion: %(answer)s", answer=label(row.answer).lower()), tone)
    elif row.proposed is not None:
        yield Badge("suggestion", _("Suggestion"))


def thread_row(row: Thread) -> ThreadRow:
    """Return a thread as it stands in a list."""
    first = row.comments[0].body or row.proposed or ""
    return ThreadRow(
        where=where(row),
        url=url_for("threads.show", dossier_id=row.dossier_id, thread_id=row.id),
        excerpt=first if len(first) <= _EXCERPT else first[:_EXCERPT].rsplit(None, 1)[0] + "…",
        who=row.opened_by.name,
        at=row.opened_at,
        answers=len(row.comments) - 1,
        badges=tuple(badges(row)),
        assignee=row.assignee.name if row.assignee else "",
    )


def comments(rows: Sequence[Comment]) -> Iterator[CommentView]:
    """Yield what was said; a first comment that is only a suggestion says nothing."""
    for row in rows:
        yield CommentView(
            number=row.number,
            who=row.author.name,
            at=row.at,
            body=row.body,
            mentions=tuple(sorted(mention.user.name for mention in row.mentions)),
        )


def suggestion(row: Thread, *, actor: Actor) -> SuggestionView | None:
    """Return the suggestion of a thread beside the text as it is now, or None without one."""
    if row.proposed is None or row.basis is None:
        return None
    current, made = outcome(row, document=Speaking())
    waits = _why_not(row, actor=actor) if row.waits_for_answer else ""
    may = row.waits_for_answer and not waits
    before = row.basis if row.answer is not None or current is None else current
    after = _after(row, made=made)
    old, new = both_sides(before, after)
    place: dict[str, Any] = {"dossier_id": row.dossier_id, "thread_id": row.id}
    return SuggestionView(
        old=old, new=new, language=row.language,
        is_changed=row.waits_for_answer and current is not None and made is None,
        is_gone=current is None, made_on=row.basis, proposed=row.proposed,
        answer=next((b for b in badges(row) if b.code == row.answer), None),
        answered=row.answered_by.name if row.answered_by else "", reason=row.answer_reason,
        read=sha256(current or ""), made=made if made is not None else "",
        accept_url=url_for("threads.accept", **place) if may and current is not None else None,
        refuse_url=url_for("threads.refuse", **place) if may else None,
        waits=waits,
    )  # fmt: skip


def _after(row: Thread, *, made: str | None) -> str:
    """Return what the suggestion makes of the text now, or made of that on which it was made."""
    if made is not None and row.answer is None:
        return made
    basis, proposed = row.basis or "", row.proposed or ""
    return basis.replace(row.passage, proposed, 1) if row.passage else proposed


def _why_not(row: Thread, *, actor: Actor) -> str:
    """Return why the reader cannot answer a suggestion now, if so."""
    if not allows(actor, Permission.DOSSIER_EDIT, row.dossier):
        return _("An analyst of the owner answers this suggestion while the revision is a draft.")
    if row.dossier.revision.state is not State.DRAFT:
        return _("A suggestion can be answered while the revision is a draft.")
    return ""


def both_sides(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return two texts in pieces: what is the same, what is gone from one and new in the other."""
    runs = difference(old, new)
    before = (run for run in runs if run.kind is not Kind.ADDED)
    after = (run for run in runs if run.kind is not Kind.REMOVED)
    return tuple((r.kind, r.text) for r in before), tuple((r.kind, r.text) for r in after)
