"""The blueprint of all ways to stay informed; its modules add their views to it."""

from flask import Blueprint

blueprint = Blueprint("subscriptions", __name__)
