"""The blueprint that the modules of this feature add their views to."""

from flask import Blueprint

blueprint = Blueprint("fact_checks", __name__)
