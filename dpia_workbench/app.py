"""The composition root: makes the application. Imports everything, is imported by nobody."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from dpia_workbench.api import register as register_api
from dpia_workbench.config import Settings
from dpia_workbench.i18n import gettext, ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import (
    assets,
    caching,
    database,
    filters,
    headers,
    identity,
    language,
    limiting,
    logs,
    problems,
    rooms,
)
from dpia_workbench.web import chrome
from dpia_workbench.web.accounts.tokens import blueprint as accounts  # tokens join the views
from dpia_workbench.web.admin.views import blueprint as admin
from dpia_workbench.web.adoptions.views import blueprint as adoptions
from dpia_workbench.web.agreements.joining import blueprint as agreements  # it joins the views
from dpia_workbench.web.board.views import blueprint as board
from dpia_workbench.web.dossiers.views import blueprint as dossiers
from dpia_workbench.web.evidence.taking import blueprint as evidence  # it joins the views
from dpia_workbench.web.fact_checks.views import blueprint as fact_checks
from dpia_workbench.web.incidents.views import blueprint as incidents
from dpia_workbench.web.linked.views import blueprint as linked
from dpia_workbench.web.publications.views import blueprint as publications
from dpia_workbench.web.remarks.views import blueprint as remarks
from dpia_workbench.web.remediations.views import blueprint as remediations
from dpia_workbench.web.reviews.views import blueprint as reviews
from dpia_workbench.web.schools.views import blueprint as schools
from dpia_workbench.web.screening.views import blueprint as screening
from dpia_workbench.web.site.robots import blueprint as site  # it joins the views
from dpia_workbench.web.sub_processors.views import blueprint as sub_processors
from dpia_workbench.web.subscriptions import searches
from dpia_workbench.web.subscriptions.hooks import blueprint as subscriptions  # joins the others
from dpia_workbench.web.tasks.views import blueprint as tasks
from dpia_workbench.web.threads.views import blueprint as threads
from dpia_workbench.web.trust.views import blueprint as trust
from dpia_workbench.web.uptake.views import blueprint as uptake
from dpia_workbench.web.used_products.demand import blueprint as demand
from dpia_workbench.web.used_products.views import blueprint as used_products
from dpia_workbench.web.verdicts.comparing import blueprint as verdicts  # more joins the views
from dpia_workbench.web.verdicts.suggestions import blueprint as suggestions
from dpia_workbench.web.worksheets.sheets import blueprint as worksheets  # joins the views

_MEGABYTE = 2**20
BLUEPRINTS = (
    verdicts, trust, linked, site, screening, accounts, tasks, dossiers, threads, evidence,
    remediations, sub_processors, fact_checks, publications, remarks, agreements, adoptions,
    reviews, schools, used_products, demand, board, uptake, incidents, admin, subscriptions,
    suggestions, worksheets,
)  # fmt: skip


def create_app(settings: Settings) -> Flask:
    """Return an application with these settings; it writes nothing while it is made."""
    app = Flask(__name__)
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=8 * _MEGABYTE,
        MAX_FORM_MEMORY_SIZE=8 * _MEGABYTE,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="flash",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_production,
    )
    _configure_templates(app)
    if settings.proxies:
        hops = settings.proxies
        # Flask's documentation assigns it like this; the type of the method is its first value's.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    # The order matters: first the database and the language in which even a refusal is written,
    # then the cross-origin check, then how much it may ask, then who it is.
    logs.install(app)
    database.connect(app, url=settings.database_url)
    rooms.install(app)  # before anything is read: what was typed is settled first
    language.install(app)
    headers.install(app)
    caching.install(app)  # before the headers: what is added last is asked first
    limiting.install(app)
    identity.install(app)
    problems.install(app)
    assets.install(app)
    filters.install(app)
    chrome.install(app)
    searches.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    register_api(app)
    return app


def _configure_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"_": gettext, "ngettext": ngettext, "label": label}
