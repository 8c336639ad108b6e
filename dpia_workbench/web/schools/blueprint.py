"""The blueprint that the modules of this feature add their views to."""

from flask import Blueprint

blueprint = Blueprint("schools", __name__, url_prefix="/school/schools")
