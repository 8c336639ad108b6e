"""Linked data at public addresses: releases, the namespace, its context, and the shapes."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from dpia_workbench.i18n import gettext as _
from dpia_workbench.linked import MEDIA_TYPE, TERMS, Kind, Term, context, shapes, vocabulary
from dpia_workbench.linked.context import namespace
from dpia_workbench.linked.dpv import NAMESPACES
from dpia_workbench.linked.nodes import Node, written
from dpia_workbench.linked.release import release_graph
from dpia_workbench.plumbing import fresh
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.store import releases
from dpia_workbench.web.linked.pages import WordsPage, WordView

blueprint = Blueprint("linked", __name__)


def _linked(node: Node, *, is_frozen: bool = False) -> Response:
    return fresh.public(Response(written(node), mimetype=MEDIA_TYPE), is_frozen=is_frozen)


@blueprint.get("/verdicts/<slug>/releases/<int:number>/release.jsonld")
def release(slug: str, number: int) -> ResponseReturnValue:
    """Return a release as JSON-LD, made from its frozen content."""
    row = releases.get(db.session(), slug, number=number)
    graph = release_graph(releases.content(row), sha256=row.sha256, base=settings().base_url)
    return _linked(graph, is_frozen=True)


@blueprint.get("/ns")
def words() -> ResponseReturnValue:
    """Tell people what our words mean, or programs, if they ask for JSON-LD."""
    if request.accept_mimetypes.best_match(["text/html", MEDIA_TYPE]) == MEDIA_TYPE:
        answer = _linked(vocabulary(settings().base_url))
        answer.vary.add("Accept")
        return answer
    page = WordsPage(namespace=namespace(settings().base_url), words=tuple(map(_word, TERMS)))
    response = Response(render_template("linked/words.html", page=page))
    response.vary.add("Accept")
    return response


def _word(term: Term) -> WordView:
    kinds = {Kind.CLASS: _("class"), Kind.PROPERTY: _("property"), Kind.VALUE: _("value")}
    prefix, _colon, name = term.near.partition(":")
    return WordView(
        name=term.name,
        kind=kinds[term.kind],
        meaning=_(term.meaning),
        near=term.near,
        near_url=f"{NAMESPACES[prefix]}{name}" if name else "",
    )


@blueprint.get("/ns/context.jsonld")
def known() -> ResponseReturnValue:
    """Return the context that our JSON-LD carries in itself."""
    return _linked({"@context": context(settings().base_url)})


@blueprint.get("/ns/shapes.ttl")
def constraints() -> ResponseReturnValue:
    """Return the SHACL shapes that every release keeps to."""
    return fresh.public(Response(shapes(settings().base_url), mimetype="text/turtle"))
