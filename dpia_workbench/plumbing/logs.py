"""Logs on standard error: readable in development, one JSON object a line in production."""

import json
import logging
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

log = logging.getLogger("dpia_workbench.requests")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as JSON."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def configure(*, production: bool) -> None:
    """Send all logs to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")
    handler.setFormatter(JsonLines() if production else plain)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def install(app: Flask) -> None:
    """Write one line per request: no query, no address, no person."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    if request.endpoint == "static":
        return response
    took = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
    # The address of a one-time link is a secret, so the rule is logged and not the path.
    path = request.url_rule.rule if request.url_rule else "(unknown)"
    fields = {"method": request.method, "path": path, "status": response.status_code, "ms": took}
    log.info(
        "%s %s %s %.1f ms", request.method, path, response.status_code, took,
        extra={"fields": fields},
    )  # fmt: skip
    return response
