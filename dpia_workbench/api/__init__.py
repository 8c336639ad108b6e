"""The JSON door, under /api/v1 (contract.md section 5)."""

from flask import Flask

from dpia_workbench.api import (
    adoption_steps,
    adoptions,
    agreements,
    asking,
    assessments,
    changes,
    comments,
    dossiers,
    evidence,
    fact_checks,
    findings,
    moves,
    openapi,
    parts,
    products,
    publication,
    remediations,
    statements,
    sub_processors,
    verdicts,
)
from dpia_workbench.api.operation import blueprint

# Importing them adds their operations to the blueprint.
MODULES = (
    adoption_steps, adoptions, agreements, asking, assessments, changes, comments, dossiers,
    evidence, fact_checks, findings, moves, openapi, parts, products, publication, remediations,
    statements, sub_processors, verdicts,
)  # fmt: skip


def register(app: Flask) -> None:
    """Add the API to an application."""
    app.register_blueprint(blueprint)


__all__ = ["MODULES", "register"]
