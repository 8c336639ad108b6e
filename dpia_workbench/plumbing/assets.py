"""Addresses of static files with the hash of their content, so that they may be kept long."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

_LONG = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Give templates `asset`, and let browsers keep what has a hash."""
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep)


@cache
def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""


def asset(path: str) -> str:
    """Return the address of a static file, or an empty text if there is no such file."""
    found = _fingerprint(Path(str(current_app.static_folder)) / path)
    return url_for("static", filename=path, v=found) if found else ""


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = _LONG
    return response
