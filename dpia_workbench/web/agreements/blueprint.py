"""The blueprint that the modules of this feature add their views to."""

from flask import Blueprint

blueprint = Blueprint("agreements", __name__, url_prefix="/agreements")
