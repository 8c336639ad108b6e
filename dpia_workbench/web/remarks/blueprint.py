"""The blueprint that both sides of remarks join."""

from flask import Blueprint

blueprint = Blueprint("remarks", __name__)
