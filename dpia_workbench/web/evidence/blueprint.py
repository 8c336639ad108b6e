"""The blueprint of the evidence pages."""

from flask import Blueprint

blueprint = Blueprint("evidence", __name__, url_prefix="/dossiers/<uuid:dossier_id>/evidence")
