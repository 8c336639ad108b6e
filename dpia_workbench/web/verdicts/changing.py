"""What changed between two releases of a product: the page, and the report with revisions."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import LANGUAGES, current_language
from dpia_workbench.plumbing import proving
from dpia_workbench.plumbing.database import db
from dpia_workbench.report import MEDIA_TYPE
from dpia_workbench.report.model import Document
from dpia_workbench.report.tracked import write_changes
from dpia_workbench.store import products, releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Release
from dpia_workbench.web.verdicts.changes import page
from dpia_workbench.web.verdicts.documents import blueprint

__all__ = ["blueprint"]


@blueprint.get("/verdicts/<slug>/changes")
def choose_changes(slug: str) -> ResponseReturnValue:
    """Lead from the two releases that somebody chose to what changed between them."""
    product = products.published(db.session(), slug)
    found = releases.find(db.session(), product_id=product.id)
    if not found:
        raise NotFound
    newest = found[0].number
    chosen: dict[str, Any] = {
        name: request.args.get(name, default, type=int)
        for name, default in (("older", max(newest - 1, 1)), ("newer", newest))
    }
    if min(chosen.values()) < 0:
        raise NotFound
    return redirect(url_for(".changes", slug=slug, **chosen), 302)


@blueprint.get("/verdicts/<slug>/changes/<int:older>/<int:newer>")
def changes(slug: str, older: int, newer: int) -> ResponseReturnValue:
    """Show what changed between two releases, in either order."""
    before = releases.get(db.session(), slug, number=older)
    after = releases.get(db.session(), slug, number=newer)
    shown = page(db.session(), before, after, on=clock.today())
    return render_template("verdicts/changes.html", page=shown)


@blueprint.get("/verdicts/<slug>/changes/<int:older>/<int:newer>/report.docx")
def changes_report(slug: str, older: int, newer: int) -> ResponseReturnValue:
    """Return the report of a release as a Word file in which all changes since another are marked.

    The changes bear the name of the publisher and the day of the newer of the two releases.
    """
    before, after = (releases.get(db.session(), slug, number=n) for n in (older, newer))
    language = current_language() if current_language() in LANGUAGES else "nl"
    newest = releases.content(max(before, after, key=lambda row: row.number))
    old, new = (_report(row, language=language) for row in (before, after))
    # No program that checks the report of a release may take it for that.
    told = replace(new.properties, identifier=f"{before.sha256} {after.sha256}")
    made = write_changes(
        old,
        replace(new, properties=told),
        author=newest["publisher"],
        on=date.fromisoformat(newest["published_on"]),
    )
    name = f"dpia-{slug}-changes-{older}-{newer}-{language}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, mimetype=MEDIA_TYPE, headers=headers)


def _report(row: Release, *, language: str) -> Document:
    status = releases.status(db.session(), row, on=clock.today())
    return proving.document(db.session(), row, status=status, language=language)
