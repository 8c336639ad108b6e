"""How far boards are with the releases of a cooperative: a list, its measures, a file."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.filters import number as written
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.report.sheets import Sheet, Value, as_csv
from dpia_workbench.risk.aggregate import Range
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.uptake import Stand, Trouble, as_of
from dpia_workbench.store.base import NotFound
from dpia_workbench.usecases import uptake as usecase
from dpia_workbench.usecases.incident_marks import title_of
from dpia_workbench.usecases.uptake import Hard, Taken, Unread, Uptake
from dpia_workbench.web import pieces
from dpia_workbench.web.pieces import Badge
from dpia_workbench.web.uptake.pages import (
    MeasureRow,
    MeasuresPage,
    NoticeRow,
    ReleaseRow,
    UptakePage,
)

blueprint = Blueprint("uptake", __name__, url_prefix="/adopted")


def _view() -> Uptake:
    """Return what the reader's cooperative may know. Raises NotFound."""
    if not allows(current_actor(), Permission.UPTAKE_READ):
        raise NotFound
    return usecase.view(db.session(), actor=current_actor(), today=clock.today())


def _range(found: Range | None) -> str:
    return pieces.in_range(found) if found else _("too few to tell")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show how far boards are with each release."""
    found = _view()
    page = UptakePage(
        on=found.until.date(),
        header=(_("In use"), *(label(stand) for stand in Stand)),
        rows=tuple(_row(each) for each in found.releases),
        notices=tuple(_notice(each) for each in found.notices),
        csv_url=url_for(".export"),
    )
    return render_template("uptake/index.html", page=page)


def _row(taken: Taken) -> ReleaseRow:
    slug, number = taken.release.product.slug, taken.release.number
    return ReleaseRow(
        product=pieces.words(taken.release.product.name),
        number=number,
        url=url_for("verdicts.release", slug=slug, number=number),
        status=Badge(label(taken.status), "safe" if taken.status is Status.CURRENT else "warning"),
        in_use=_range(taken.told.in_use),
        stands=tuple(_range(taken.told.stands[stand]) for stand in Stand),
        measures_url=url_for(".measures", slug=slug, number=number) if taken.told.in_use else None,
    )


def _notice(each: Unread) -> NoticeRow:
    return NoticeRow(
        title=pieces.words(title_of(each.incident)),
        product=pieces.words(each.incident.product.name),
        url=url_for("incidents.show", incident_id=each.incident.id),
        told=_range(each.told),
        unread=_range(each.unread),
    )


@blueprint.get("/<slug>/<int:number>")
def measures(slug: str, number: int) -> ResponseReturnValue:
    """Show which measures of a release boards find hard."""
    if not allows(current_actor(), Permission.UPTAKE_READ):
        raise NotFound
    taken, found = usecase.hard(
        db.session(), actor=current_actor(), slug=slug, number=number, today=clock.today()
    )
    page = MeasuresPage(
        product=pieces.words(taken.release.product.name),
        number=number,
        on=as_of(clock.today()).date(),
        in_use=_range(taken.told.in_use),
        header=tuple(label(trouble) for trouble in Trouble),
        rows=tuple(_measure(each, taken=taken) for each in found),
    )
    return render_template("uptake/measures.html", page=page)


def _measure(each: Hard, *, taken: Taken) -> MeasureRow:
    return MeasureRow(
        key=each.key,
        title=pieces.words(each.title),
        troubles=tuple(_range(each.troubles[trouble]) for trouble in Trouble),
        feedback=each.feedback,
        feedback_url=url_for("remarks.index", product=taken.release.product_id, place=each.key),
    )


@blueprint.get("/export.csv")
def export() -> ResponseReturnValue:
    """Send the same as a file for a spreadsheet."""
    found = _view()
    sheet = Sheet(
        name=_("Adopted"),
        header=(
            _("Product"), _("Release"), _("State"), _("What"), _("Measure"), _("School boards"),
            _("As it stood on"),
        ),
        rows=tuple(_lines(found)),
    )  # fmt: skip
    answer = Response(as_csv(sheet), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=adopted.csv"
    return answer


def _lines(found: Uptake) -> Iterator[tuple[Value, ...]]:
    """Yield each number that the pages tell, and nothing that they do not."""
    day = found.until.date()
    for taken in found.releases:
        release = taken.release
        begin = (pieces.words(release.product.name).text, release.number, label(taken.status))
        yield (*begin, _("In use"), "", _range(taken.told.in_use), day)
        for stand in Stand:
            yield (*begin, label(stand), "", _range(taken.told.stands[stand]), day)
        hard = usecase.hard_about(
            db.session(), taken=taken, actor=current_actor(), until=found.until
        )
        for each in hard:
            for trouble in Trouble:
                yield (*begin, label(trouble), each.key, _range(each.troubles[trouble]), day)
            yield (*begin, _("Remarks"), each.key, written(each.feedback), day)
    for notice in found.notices:
        name = pieces.words(notice.incident.product.name).text
        title = pieces.words(title_of(notice.incident)).text
        said = _("Did not confirm the newest yet: %(title)s", title=title)
        yield (name, "", label(notice.incident.state), said, "", _range(notice.unread), day)
