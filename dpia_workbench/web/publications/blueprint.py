"""The blueprint that the modules of this feature add their views to."""

from flask import Blueprint

blueprint = Blueprint(
    "publications", __name__, url_prefix="/dossiers/<uuid:dossier_id>/publication"
)
