"""A school board joins an open offer, and reads later what it signed."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.agreement import require_joinable
from dpia_workbench.schemas.agreements import JoinderSchema
from dpia_workbench.store import agreements, audit
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Agreement, Joinder
from dpia_workbench.usecases import joinder
from dpia_workbench.web import pieces
from dpia_workbench.web.agreements import asking, editing, parts, reading
from dpia_workbench.web.agreements.blueprint import blueprint
from dpia_workbench.web.agreements.pages import JoinderPage
from dpia_workbench.web.agreements.reading import Eyes
from dpia_workbench.web.agreements.views import found

MODULES = (editing, parts)  # importing them adds their views to the blueprint

__all__ = ["MODULES", "blueprint"]


@blueprint.route("/<uuid:agreement_id>/joinder", methods=["GET", "POST"])
def join(agreement_id: UUID) -> ResponseReturnValue:
    """Join an agreement, or show what the reader's board signed."""
    row = found(agreement_id)
    mine = agreements.joinder_of(row, board_id=current_actor().organisation_id)
    form = Form(JoinderSchema(), initial={"version": row.version})
    if form.submitted:
        asking.send(form, _join, agreement_id=agreement_id)
        if form.accepted:
            return redirect(url_for(".join", agreement_id=agreement_id), 303)
    elif mine is None:
        _require_joinable(row)
    elif not Eyes.of(current_actor(), row).is_school:
        raise NotFound
    page = _page(row, form=None if mine else form, mine=mine)
    return render_template("agreements/joinder.html", page=page), form.status


@blueprint.get("/<uuid:agreement_id>/joinder.json")
def joined_text(agreement_id: UUID) -> ResponseReturnValue:
    """Send what the reader's board signed, of which the hash is made."""
    mine = agreements.joinder_of(found(agreement_id), board_id=current_actor().organisation_id)
    if mine is None:
        raise NotFound
    answer = Response(audit.canonical_json(mine.content), content_type="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=joinder.json"
    return answer


def _join(session: Any, *, agrees: bool, **told: Any) -> Joinder:
    """Join, once it was confirmed: the form refuses what was not."""
    assert agrees  # noqa: S101  # the schema lets nothing else through
    return joinder.join(session, **told)


def _require_joinable(row: Agreement) -> None:
    """Refuse who only looks and cannot join, with the reason."""
    require(current_actor(), Permission.AGREEMENT_JOIN, row)
    require_joinable(
        agreements.facts_of(row), coverage=row.coverage, has_joined=False, on=clock.today()
    )


def _page(row: Agreement, *, form: Form | None, mine: Joinder | None) -> JoinderPage:
    back = url_for("agreements.show", agreement_id=row.id)
    title = pieces.words(row.title)
    return JoinderPage(
        title=title,
        summary=pieces.words(row.summary),
        crumbs=(
            (_("Agreements"), url_for("agreements.index")), (title.text, back), (_("Join"), None),
        ),
        terms=(*reading.facts(row), *reading.terms(row)),
        annexes=tuple(reading.annexes(row.annexes)),
        form=form,
        signed=_signed(mine) if mine else (),
        content_url=url_for("agreements.joined_text", agreement_id=row.id) if mine else None,
        back_url=back,
    )  # fmt: skip


def _signed(mine: Joinder) -> tuple[tuple[str, str], ...]:
    return (
        (_("School board"), mine.board.name),
        (_("Signed on"), day(mine.signed_on)),
        (_("Signed by"), _("%(name)s, %(function)s", name=mine.signatory, function=mine.function)),
        (_("SHA-256 of what was signed"), mine.sha256),
    )
