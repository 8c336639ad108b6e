"""The report of a release as a tagged PDF, and the picture that is shown beside a link to it."""

from collections import OrderedDict
from threading import Lock

from flask import Response
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import LANGUAGES, current_language, speaking
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import raster
from dpia_workbench.pictures.card import HEIGHT, WIDTH, Card, drawn
from dpia_workbench.plumbing import proving
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.filters import day
from dpia_workbench.report import pdf
from dpia_workbench.risk.release import Status
from dpia_workbench.store import proofs, releases
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import verdict
from dpia_workbench.web.verdicts.cards import told
from dpia_workbench.web.verdicts.feeds import blueprint

__all__ = ["CARD_SIZE", "blueprint"]

CARD_SIZE = (WIDTH, HEIGHT)
_MOST_KEPT = 32
_Key = tuple[str, Status, str, int]
_kept: OrderedDict[_Key, bytes] = OrderedDict()
_turn = Lock()


@blueprint.get("/verdicts/<slug>/releases/<int:number>/report.pdf")
def report_pdf(slug: str, number: int) -> ResponseReturnValue:
    """Return the report of a release as a PDF, made from its frozen content."""
    row = releases.get(db.session(), slug, number=number)
    status = releases.status(db.session(), row, on=clock.today())
    language = _language()
    made = _written(row, status=status, language=language)
    headers = {"Content-Disposition": f'inline; filename="dpia-{slug}-{number}-{language}.pdf"'}
    return Response(made, mimetype=pdf.MEDIA_TYPE, headers=headers)


def _language() -> str:
    return current_language() if current_language() in LANGUAGES else "nl"


def _written(row: Release, *, status: Status, language: str) -> bytes:
    """Return the file; it is written once for a status, a language and the errata there are."""
    session = db.session()
    key = (row.sha256, status, language, len(proofs.errata(session, row.id)))
    with _turn:  # one at a time: writing one takes all of a processor
        if key not in _kept:
            made = proving.document(session, row, status=status, language=language)
            with speaking(language):
                _kept[key] = pdf.write(made)
        _kept.move_to_end(key)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
        return _kept[key]


@blueprint.get("/verdicts/<slug>/card.png")
def card(slug: str) -> ResponseReturnValue:
    """Return what a message or a news site shows beside a link to a verdict."""
    found = verdict.cards(db.session(), slugs=[slug], on=clock.today())
    if not found:
        return Response(status=404)
    shown = found[0]
    published = _("%(publisher)s, %(day)s", publisher=told(shown.publisher).text,
                  day=day(shown.published))  # fmt: skip
    svg = drawn(
        Card(
            verdict=shown.verdict,
            label=label(shown.verdict),
            name=told(shown.name).text,
            sentence=told(shown.sentence).text,
            published=published,
            notice=_("Demonstration: invented") if shown.is_invented else "",
        )
    )
    return Response(raster.png(svg, width=WIDTH), mimetype="image/png")
