"""What goes wrong, as a page or as application/problem+json (RFC 9457); one table of statuses."""

import logging
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from flask import Flask, Response, json, make_response, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing import addresses, canonical
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.search import IndexBusy
from dpia_workbench.store.base import NotFound, Stale

log = logging.getLogger(__name__)
HTTP_TOO_LARGE, HTTP_TOO_MANY = 413, 429
_MOST_ERRORS = 50  # who reads more of them at once?

# Broken rules whose status is not 422.
STATUS: Mapping[str, int] = {
    "account.sign-in-refused": 401,
    "account.too-many-attempts": 429,
    "account.link-spent": 410,
    "adoption.already-adopted": 409,
    "adoption.already-decided": 409,
    "adoption.already-ended": 409,
    "adoption.advice-given": 409,
    "adoption.not-ready": 409,
    "adoption.risks-not-judged": 409,
    "adoption.nothing-to-confirm": 409,
    "adoption.same-person-twice": 403,
    "text.still-typing": 409,
    "text.update-too-large": 413,
    "review.already-resolved": 409,
    "review.decision-needed": 409,
    "review.nobody-to-tell": 409,
    "review.not-in-force": 409,
    "adoption.checker-recorded": 403,
    "adoption.evidence-full": 413,
    "adoption.evidence-needed": 409,
    "adoption.nothing-to-check": 409,
    "agreement.already-joined": 409,
    "agreement.move-refused": 409,
    "agreement.not-in-force": 409,
    "agreement.over": 409,
    "agreement.signature-missing": 409,
    "agreement.signed-text-missing": 409,
    "agreement.start-missing": 409,
    "agreement.terms-fixed": 409,
    "assessment.computation-changed": 409,
    "assessment.move-refused": 409,
    "assessment.not-editable": 409,
    "assessment.publisher-is-involved": 403,
    "assessment.reviewer-is-author": 403,
    "assessment.threads-open": 409,
    "claim.still-rests-on-this": 409,
    "consultation.event-out-of-order": 409,
    "consultation.event-still-needed": 409,
    "factcheck.answers-wait": 409,
    "factcheck.move-refused": 409,
    "factcheck.nothing-to-dispose": 409,
    "factcheck.open": 409,
    "field.conflict": 409,
    "followup.not-in-use": 409,
    "followup.refused": 409,
    "following.link-over": 410,
    "following.too-many": 429,
    "following.too-many-searches": 409,
    "register.still-referred": 409,
    "invitation.withdrawn": 410,
    "invitation.ended": 410,
    "invitation.already-open": 409,
    "invitation.too-many": 409,
    "place.part-gone": 409,
    "version.field-needs-others": 409,
    "erratum.repeated": 409,
    "evidence.dossier-full": 413,
    "evidence.file-deleted": 410,
    "evidence.reading-is-recorded": 409,
    "file.infected": 403,
    "file.too-large": 413,
    "publication.not-replayed": 409,
    "publication.plan-over": 409,
    "publication.plan-void": 409,
    "publication.planner-gone": 409,
    "publication.untraced": 409,
    "release.mark-refused": 409,
    "release.incident-open": 409,
    "incident.move-refused": 409,
    "incident.already-reported": 409,
    "incident.already-checked": 409,
    "remark.already-settled": 409,
    "release.not-current": 409,
    "request.crossed": 409,
    "request.too-many": 429,
    "request.version-missing": 428,
    "remediation.move-refused": 409,
    "remediation.nothing-proposed": 409,
    "remediation.already-tied": 409,
    "remediation.not-sent-yet": 409,
    "remediation.thread-full": 413,
    "remediation.verifier-not-independent": 403,
    "subprocessor.already-bundled": 409,
    "subprocessor.corrected-since": 409,
    "subprocessor.move-refused": 409,
    "subprocessor.objection-closed": 409,
    "token.refused": 401,
    "school.brin-taken": 409,
    "school.review-outdated": 409,
    "statement.move-refused": 409,
    "token.too-many": 409,
    "worksheet.answer-changed": 409,
    "worksheet.answer-settled": 409,
    "worksheet.answers-crossed": 409,
    "worksheet.decided": 410,
    "worksheet.expired": 410,
    "worksheet.full": 413,
    "worksheet.sent": 410,
    "worksheet.too-many": 409,
    "worksheet.withdrawn": 410,
    "webhook.not-in-use": 409,
    "webhook.too-many": 409,
    "suggestion.closed": 409,
    "suggestion.text-changed": 409,
}


def status_of(violation: RuleViolation) -> int:
    """Return the HTTP status of a broken rule."""
    return STATUS.get(violation.code, 422)


def install(app: Flask) -> None:
    """Answer every error in the form that the request expects."""
    app.register_error_handler(NotFound, lambda _error: answer(404, code="not-found"))
    app.register_error_handler(Forbidden, lambda _error: answer(403, code="forbidden"))
    app.register_error_handler(RuleViolation, _rule)
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(Stale, lambda _error: answer(409, code="stale"))
    app.register_error_handler(StaleDataError, lambda _error: answer(409, code="stale"))
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(IndexBusy, lambda _error: answer(503, code="search-busy"))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def titles() -> dict[int, str]:
    """Return the title of an error page per status."""
    return {
        400: _("This request is not right"),
        401: _("Sign in first"),
        403: _("You may not do this"),
        404: _("This page does not exist"),
        405: _("This is not possible here"),
        409: _("Something changed in the meantime"),
        410: _("This link no longer works"),
        412: _("Something changed in the meantime"),
        413: _("This is too large"),
        422: _("Something is not right yet"),
        428: _("Say which version you change"),
        429: _("Too many attempts"),
        500: _("Something went wrong on our side"),
        503: _("The workbench is busy"),
    }


def answer(
    status: int, *, code: str, detail: str = "", errors: list[dict[str, str]] | None = None
) -> ResponseReturnValue:
    """Return an error as a page, or as a problem for the API."""
    db.session.rollback()
    title = titles().get(status) or titles()[400 if status < 500 else 500]
    if request.path.startswith("/api/"):
        return problem(status, code=code, title=title, detail=detail, errors=errors)
    canonical.keep_out()
    return render_template(
        "errors/error.html", title=title, detail=detail, status=status, back=_local_referrer()
    ), status


def _local_referrer() -> str:
    """Return the path the reader came from on this site, or nothing."""
    path = addresses.came_from(request.referrer, host=request.host)
    return path if path != request.path else ""


def problem(
    status: int,
    *,
    code: str,
    title: str,
    detail: str = "",
    errors: list[dict[str, str]] | None = None,
    current: Mapping[str, Any] | None = None,
    conflict: Mapping[str, Any] | None = None,
) -> Response:
    """Return a problem document (RFC 9457); `current` is how something stands that changed.

    `conflict` is what two people made of the same words.
    """
    body: dict[str, Any] = {"type": f"/problems/{code}", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = errors
    if current is not None:
        body["current"] = current
    if conflict is not None:
        body["conflict"] = conflict
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def _rule(error: RuleViolation) -> ResponseReturnValue:
    response = make_response(answer(status_of(error), code=error.code, detail=message(error)))
    if response.status_code == HTTP_TOO_MANY:
        response.headers["Retry-After"] = str(_wait(error))
    return response


def _wait(error: RuleViolation) -> int:
    """Return after how many seconds somebody who did too much may try again."""
    seconds, minutes = error.params.get("seconds", 0), error.params.get("minutes", 0)
    return int(str(seconds)) or int(str(minutes)) * 60 or 60


def _invalid(error: ValidationError) -> ResponseReturnValue:
    return answer(422, code="invalid", errors=pointers(error.messages))


def pointers(messages: Any, *, path: str = "") -> list[dict[str, str]]:
    """Return marshmallow's messages as a list of JSON pointers with their sentence."""
    return [
        {"pointer": pointer, "detail": sentence}
        for pointer, sentence in islice(_pointed(messages, path=path), _MOST_ERRORS)
    ]


def _pointed(messages: Any, *, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            # "_schema" is marshmallow's name for the thing itself; RFC 6901 says how to escape
            step = str(key).replace("~", "~0").replace("/", "~1")
            yield from _pointed(inner, path=path if key == "_schema" else f"{path}/{step}")
    else:
        for sentence in messages if isinstance(messages, list) else [messages]:
            yield path, str(sentence)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    detail = _too_large() if status == HTTP_TOO_LARGE else ""
    response = make_response(answer(status, code=str(status), detail=detail))
    for name, value in error.get_headers():  # what is allowed, and when to try again
        if name != "Content-Type":
            response.headers[name] = value
    return response


def _too_large() -> str:
    most = request.max_content_length or 0
    return _("You can send at most %(most)s MB at once.", most=most // 2**20)


def _database(error: OperationalError) -> ResponseReturnValue:
    log.error("the database did not answer: %s", type(error.orig).__name__)
    return _standalone(503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected: %s", type(error).__name__, exc_info=error)
    return _standalone(500)


def _standalone(status: int) -> ResponseReturnValue:
    """Return an error that needs nothing that may have failed: no database, no layout."""
    if request.path.startswith("/api/"):
        return problem(status, code=str(status), title=titles()[status])
    language = "nl" if current_language() == "nl" else "en"
    return render_template(
        "errors/standalone.html", title=titles()[status], language=language
    ), status
