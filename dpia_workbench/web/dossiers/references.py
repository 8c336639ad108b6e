"""What the texts of a dossier can refer to, by the names of now."""

from functools import cache, partial
from typing import Any

from flask import url_for

from dpia_workbench.i18n import current_language
from dpia_workbench.markdown.references import Named, Names
from dpia_workbench.plumbing.database import db
from dpia_workbench.store import contents
from dpia_workbench.store.models import Dossier
from dpia_workbench.web.dossiers.content_reading import name_of


def referred(dossier: Dossier) -> dict[str, Named]:
    """Return risks, measures and rows of registers of the newest revision, by their keys."""
    revision, language = dossier.revision, current_language()
    place: dict[str, Any] = {"dossier_id": dossier.id}
    found = {
        row.key: Named(row.title.text(language), url_for("dossiers.risk", risk_id=row.id, **place))
        for row in revision.risks
    }
    found |= {
        row.key: Named(
            row.title.text(language), url_for("dossiers.measure", measure_id=row.id, **place)
        )
        for row in revision.measures
    }
    return found | {
        row.key: Named(name_of(row), url_for("dossiers.entry", key=row.key, **place))
        for row in contents.entries(db.session(), revision)
    }


def names_of(dossier: Dossier) -> Names:
    """Return what finds the name of something that a text refers to; most texts ask for none."""
    found = cache(partial(referred, dossier))
    return lambda key: found().get(key)
