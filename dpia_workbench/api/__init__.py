"""The JSON door, under /api/v1 (contract.md section 5)."""

from flask import Flask

from dpia_workbench.api import assessments, openapi, verdicts
from dpia_workbench.api.operation import blueprint

MODULES = (assessments, openapi, verdicts)  # importing them adds their operations to the blueprint


def register(app: Flask) -> None:
    """Add the API to an application."""
    app.register_blueprint(blueprint)


__all__ = ["MODULES", "register"]
