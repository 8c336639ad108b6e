"""The JSON door, under /api/v1."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the API to an application."""
