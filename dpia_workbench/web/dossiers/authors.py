"""Who wrote which words of a text."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.store import contents, dossiers
from dpia_workbench.together import SIGN, Speaking
from dpia_workbench.usecases import authors as verbs
from dpia_workbench.web.dossiers.beside import section_of
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.content_pages import AuthorsPage, WrittenPassage
from dpia_workbench.web.dossiers.points import section_url

COLOURS = 6  # as the carets in the editor


@blueprint.get("/<uuid:dossier_id>/texts/<string:section>/authors")
def text_authors(dossier_id: UUID, section: str) -> ResponseReturnValue:
    """Show who wrote which words of a text, as it is now."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    chosen = section_of(section)
    row = contents.text(db.session(), dossier.revision, chosen)
    found = (
        verbs.written(db.session(), row, dossier=dossier, document=Speaking())
        if row is not None
        else ()
    )
    names = contents.names(db.session(), {author for author, _text in found if author})
    page = AuthorsPage(
        dossier=dossier.key,
        back_url=url_for(".show", dossier_id=dossier_id),
        text_url=section_url(dossier, chosen),
        history_url=url_for(
            ".steps", dossier_id=dossier_id, part=DossierPart.TEXT.value, key=chosen, field="body"
        ),
        section=label(chosen),
        title=_("Who wrote what in: %(text)s", text=label(chosen)),
        language=dossier.revision.language,
        passages=tuple(_passages(found, names)),
        people=tuple(sorted(names.values())),
    )
    return render_template("dossiers/authors.html", page=page)


def _passages(
    found: Iterable[tuple[str | None, str]], names: Mapping[str, str]
) -> Iterator[WrittenPassage]:
    """Yield passages with the names of who wrote them; each person has a colour on the page."""
    colours = {name: place % COLOURS for place, name in enumerate(sorted(names.values()))}
    for author, text in found:
        who = names.get(author or "", "")
        yield WrittenPassage(who=who, colour=colours.get(who), text=text.replace(SIGN, "▫"))
