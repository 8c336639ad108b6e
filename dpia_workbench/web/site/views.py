"""Pages about the site itself, its language, its health, and what robots ask for."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from dpia_workbench import clock
from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import addresses, indexing
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.language import COOKIE
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.base import NotFound

blueprint = Blueprint("site", __name__)

_YEAR = 365 * 24 * 3600


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """Tell what the workbench is and how a verdict comes about."""
    labels = {verdict.value: label(verdict) for verdict in Verdict}
    return render_template("site/about.html", verdict_labels=labels)


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Tell which personal data the workbench itself keeps."""
    return render_template("site/privacy.html")


@blueprint.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """State how accessible the workbench is."""
    return render_template("site/accessibility.html")


@blueprint.get("/language")
def language() -> ResponseReturnValue:
    """Remember the reader's choice in this browser, and go back to where they were."""
    code = request.args.get("code", "")
    if code not in LANGUAGES:
        raise NotFound
    response = redirect(local_path(request.args.get("next", "/")), 303)
    response.set_cookie(
        COOKIE, code, max_age=_YEAR, samesite="Lax", httponly=True,
        secure=settings().is_production,
    )  # fmt: skip
    return response


def local_path(wanted: str) -> str:
    """Return an address on this site without its language; anything else becomes the home page."""
    parts = addresses.split(wanted.replace("\\", "/"))
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "//" in parts.path:
        return "/"
    query = "&".join(p for p in parts.query.split("&") if p and not p.startswith("lang="))
    return f"{parts.path}?{query}" if query else parts.path


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readiness() -> ResponseReturnValue:
    """Say whether database and index answer."""
    db.session().execute(text("SELECT 1"))
    ready = indexing.index().healthy()
    return jsonify(database="ok", index="ok" if ready else "broken"), 200 if ready else 503


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Tell robots what is public."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/login", "/password", "/welcome/", "/account")),
        "Disallow: /language",
        f"Sitemap: {settings().base_url}{url_for('.sitemap')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """List the public pages."""
    base = settings().base_url
    public = indexing.public_slugs(db.session())
    paths = ["/", url_for("verdicts.results"), url_for("screening.show")]
    paths += [url_for(".about")]
    paths += [url_for("verdicts.show", slug=slug) for slug in public]
    body = render_template("site/sitemap.xml", urls=[f"{base}{path}" for path in paths])
    return Response(body, mimetype="application/xml")


@blueprint.get("/.well-known/security.txt")
def security() -> ResponseReturnValue:
    """Tell where a weakness can be reported."""
    expires = clock.now() + timedelta(days=180)
    lines = [
        f"Contact: mailto:{settings().mail_from}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings().base_url}/.well-known/security.txt",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
