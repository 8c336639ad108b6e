"""The blueprint that the modules of this feature add their views to."""

from flask import Blueprint

blueprint = Blueprint("sub_processors", __name__, url_prefix="/sub-processors")
