"""The history of texts and entries: who changed what, what it said, and the way back."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.report.wording import listed
from dpia_workbench.risk.difference import difference, shortened, side_by_side
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import normal
from dpia_workbench.store import contents, dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, FieldStep, Revision
from dpia_workbench.usecases import states
from dpia_workbench.usecases import versions as verbs
from dpia_workbench.web.dossiers import content_reading as reading
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.content_pages import (
    ChangedView,
    ComparisonPage,
    StepsPage,
    StepView,
    VersionChoice,
)
from dpia_workbench.web.dossiers.reading import may_edit
from dpia_workbench.web.dossiers.telling import told

MOST = 200  # steps on one page
AROUND = 200  # characters around a change


def _readable(dossier_id: UUID) -> Dossier:
    return dossiers.get(db.session(), dossier_id, actor=current_actor())


@blueprint.get("/<uuid:dossier_id>/steps")
def steps(dossier_id: UUID) -> ResponseReturnValue:
    """Show the history of a dossier's fields, or of one part or field, newest first."""
    dossier = _readable(dossier_id)
    place = _asked()
    found = contents.steps(db.session(), dossier.revision, place=place, limit=MOST)
    names = contents.names(db.session(), {each for step in found for each in step.beside or ()})
    editable = may_edit(dossier, actor=current_actor())
    page = StepsPage(
        dossier=dossier.key,
        title=_("History of %(place)s", place=reading.place_name(place)) if place else "",
        steps=tuple(_step(dossier, step, editable=editable, names=names) for step in found),
        back_url=url_for(".show", dossier_id=dossier_id),
        all_url=url_for(".steps", dossier_id=dossier_id) if place else None,
        compare_url=url_for(".compare", dossier_id=dossier_id),
    )
    return render_template("dossiers/steps.html", page=page)


def _asked() -> Place | None:
    part = request.args.get("part", "")
    if not part:
        return None
    if part not in list(DossierPart):
        raise NotFound
    return Place(
        part=DossierPart(part), key=normal(request.args.get("key", "")),
        field=normal(request.args.get("field", "")),
    )  # fmt: skip


def _step(
    dossier: Dossier, step: FieldStep, *, editable: bool, names: Mapping[str, str]
) -> StepView:
    place = Place(part=step.part, key=step.key, field=step.field)
    before, after = told(place, step.before), told(place, step.after)
    runs = shortened(difference(before, after), around=AROUND)
    can_return = editable and verbs.is_there(dossier.revision, place)
    address: dict[str, Any] = {"dossier_id": dossier.id, "seq": step.seq}
    return StepView(
        at=step.at,
        began_at=step.began_at,
        who=_who(step, names=names),
        place=reading.place_name(place),
        url=url_for(
            ".steps", dossier_id=dossier.id, part=place.part, key=place.key, field=place.field
        ),
        runs=tuple((run.kind, run.text) for run in runs),
        restore_url=url_for(".restore_field", **address) if can_return else None,
        undo_url=url_for(".undo_field", **address) if can_return else None,
        restore_all_url=url_for(".restore_version", **address) if editable else None,
        seq=step.seq,
    )


def _who(step: FieldStep, *, names: Mapping[str, str]) -> str:
    """Return who wrote a step; who typed together is named together."""
    first = step.by.name if step.by else _("System")
    return listed([first, *(names[each] for each in step.beside or () if each in names)])


@blueprint.post("/<uuid:dossier_id>/steps/<int:seq>/return")
def restore_field(dossier_id: UUID, seq: int) -> ResponseReturnValue:
    """Give a field the value it had after a step."""
    with transaction() as session:
        verbs.restore_field(
            session, actor=current_actor(), dossier_id=dossier_id, seq=seq, now=clock.now()
        )
    flash(_("Put back as it was."), "success")
    return redirect(url_for(".steps", dossier_id=dossier_id), 303)


@blueprint.post("/<uuid:dossier_id>/steps/<int:seq>/undoing")
def undo_field(dossier_id: UUID, seq: int) -> ResponseReturnValue:
    """Give a field the value it had before a step."""
    with transaction() as session:
        verbs.restore_field(
            session, actor=current_actor(), dossier_id=dossier_id, seq=seq, before=True,
            now=clock.now(),
        )  # fmt: skip
    flash(_("Put back as it was."), "success")
    return redirect(url_for(".steps", dossier_id=dossier_id), 303)


@blueprint.post("/<uuid:dossier_id>/versions/<int:seq>/return")
def restore_version(dossier_id: UUID, seq: int) -> ResponseReturnValue:
    """Give a draft all that it held after a step."""
    with transaction() as session:
        count = verbs.restore_version(
            session, actor=current_actor(), dossier_id=dossier_id, seq=seq, now=clock.now()
        )
    flash(
        ngettext(
            "%(count)s field put back as it was.", "%(count)s fields put back as they were.",
            count, count=count,
        ),
        "success",
    )  # fmt: skip
    return redirect(url_for(".steps", dossier_id=dossier_id), 303)


@blueprint.get("/<uuid:dossier_id>/comparison")
def compare(dossier_id: UUID) -> ResponseReturnValue:
    """Show any two versions of a dossier side by side: revisions, or moments in the newest."""
    dossier = _readable(dossier_id)
    usual = _choices(dossier)
    old = request.args.get("old", usual[-1].value)
    new = request.args.get("new", usual[0].value)
    known = [choice.value for choice in usual]
    choices = (*usual, *(_moment(dossier, each) for each in {old, new} if each not in known))
    changes = states.compared(_state(dossier, old), _state(dossier, new))
    page = ComparisonPage(
        dossier=dossier.key,
        choices=choices,
        old=old,
        new=new,
        changes=tuple(_changed(change) for change in changes),
        back_url=url_for(".show", dossier_id=dossier_id),
        steps_url=url_for(".steps", dossier_id=dossier_id),
    )
    return render_template("dossiers/comparison.html", page=page)


def _moment(dossier: Dossier, version: str) -> VersionChoice:
    """Return a moment between those that are offered. Raises NotFound."""
    kind, _dash, number = version.partition("-")
    newest = contents.newest_seq(db.session(), dossier.revision)
    if kind != "step" or not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise NotFound
    if int(number) > newest:
        raise NotFound
    return VersionChoice(value=version, label=_("After step %(number)s", number=number), at=None)


def _choices(dossier: Dossier) -> tuple[VersionChoice, ...]:
    """Return the versions that can be chosen: now, reviews, days with work, and revisions."""
    newest = dossier.revision
    found = [VersionChoice(value="now", label=_("Now"), at=None), *_reviewed(newest)]
    days = set()
    for seq, at in contents.step_moments(db.session(), newest):
        if (on := clock.day_of(at)) not in days:
            days.add(on)
            found.append(VersionChoice(value=f"step-{seq}", label="", at=at))
    found.append(VersionChoice(value="step-0", label=_("When this revision began"), at=None))
    found += [
        VersionChoice(
            value=f"revision-{row.number}", at=None,
            label=_("Revision %(number)s, at its end", number=row.number),
        )
        for row in reversed(dossier.revisions[:-1])
    ]  # fmt: skip
    # Of two names for one moment the first one stays: a review says more than a day.
    return tuple({each.value: each for each in reversed(found)}.values())[::-1]


def _reviewed(revision: Revision) -> Iterator[VersionChoice]:
    """Yield what was approved, and what changes were asked of, the newest first."""
    for row in reversed(revision.reviews):
        told = {"who": row.signed_as, "day": day(row.at)}
        label = (
            _("As it was approved on %(day)s (%(who)s)", **told)
            if row.approved
            else _("When changes were asked for on %(day)s (%(who)s)", **told)
        )
        yield VersionChoice(value=f"step-{row.seq}", label=label, at=None)


def _state(dossier: Dossier, version: str) -> states.State:
    kind, _dash, number = version.partition("-")
    if kind == "revision":
        return states.state(db.session(), _revision(dossier, int(number)))
    seq = int(number) if kind == "step" else None
    return states.state(db.session(), dossier.revision, seq=seq)


def _revision(dossier: Dossier, number: int) -> Revision:
    return next(row for row in dossier.revisions if row.number == number)


def _changed(change: states.Changed) -> ChangedView:
    runs = difference(told(change.place, change.before), told(change.place, change.after))
    return ChangedView(
        place=reading.place_name(change.place),
        rows=tuple(
            (
                tuple((run.kind, run.text) for run in row.old or ()),
                tuple((run.kind, run.text) for run in row.new or ()),
            )
            for row in side_by_side(runs)
            if not row.is_same
        ),
    )
