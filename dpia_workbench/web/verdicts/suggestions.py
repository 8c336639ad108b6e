"""What the search box offers while somebody types: names first, then words of the verdicts."""

from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench.i18n import current_language
from dpia_workbench.plumbing import indexing
from dpia_workbench.schemas.base import clean
from dpia_workbench.search import Suggestion

blueprint = Blueprint("suggestions", __name__)

MOST = 8
LONGEST = 100
_SECONDS = 60


@blueprint.get("/verdicts/suggestions")
def show() -> ResponseReturnValue:
    """Return what the beginning of a question (`q`) may become, each with its address."""
    text = clean(request.args.get("q", "")[:LONGEST]).strip()
    found = indexing.suggest(text, language=current_language(), limit=MOST) if text else ()
    answer = jsonify(items=[_item(each) for each in found])
    answer.headers["Cache-Control"] = f"public, max-age={_SECONDS}"
    return answer


def _item(suggestion: Suggestion) -> dict[str, Any]:
    return {"text": suggestion.text, "kind": suggestion.kind, "url": _address(suggestion)}


def _address(suggestion: Suggestion) -> str:
    if suggestion.kind == "product" and suggestion.slug:
        return url_for("verdicts.show", slug=suggestion.slug)
    return url_for("verdicts.results", q=suggestion.text)
