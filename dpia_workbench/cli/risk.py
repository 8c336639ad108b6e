"""`risk explain` and `risk plan`: the engine on an assessment file (contract.md section 4)."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask
from marshmallow import ValidationError

from dpia_workbench import clock
from dpia_workbench.cli.main import main
from dpia_workbench.i18n import explanation, speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.commands import Refusal, in_application
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.computation import assess
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.plan import Way, in_order, way_to
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.assessment_file import AssessmentFileSchema, Case, case_of
from dpia_workbench.schemas.explained import explained, explanations, planned
from dpia_workbench.schemas.profiles import read_profiles
from dpia_workbench.schemas.source import ContentRefused, Problem, read_source

_TARGETS = [verdict.value for verdict in Verdict if verdict is not Verdict.RED]


class WrongFile(Refusal):
    """A file that cannot be used: one line that names the place, exit status 2."""

    exit_code = 2


@main.group()
def risk() -> None:
    """Compute and explain levels, verdicts and ways to a better one."""


_file = click.argument("file", type=click.Path(path_type=Path))
_as_of = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to compute for (2026-11-23)."
)
_lang = click.option("--lang", default="en", type=click.Choice(["nl", "en"]))
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@risk.command()
@_file
@_as_of
@_lang
@_json
@in_application
def explain(_app: Flask, file: Path, *, as_of: datetime | None, lang: str, as_json: bool) -> None:
    """Levels per stage, verdict, possible decisions and the reasons, for an assessment file."""
    case = read(file)
    on = _day(case, as_of=as_of)
    if as_json:
        click.echo(_dumped(explained(case, on=on)))
        return
    with speaking(lang):
        for line in _told(case, on=on):
            click.echo(line)


@risk.command()
@_file
@click.option("--target", required=True, type=click.Choice(_TARGETS))
@_as_of
@_lang
@_json
@in_application
def plan(
    _app: Flask, file: Path, *, target: str, as_of: datetime | None, lang: str, as_json: bool
) -> None:
    """The smallest sets of measures that would bring the verdict to a target."""
    case = read(file)
    on = _day(case, as_of=as_of)
    way = way_to(case.assessment, target=Verdict(target), cells=[case.cell], on=on)
    if as_json:
        click.echo(_dumped(planned(way)))
        return
    with speaking(lang):
        for line in _ways(way, titles=case.titles):
            click.echo(line)


def read(file: Path) -> Case:
    """Read an assessment file. Raises WrongFile."""
    profiles = {
        item["id"]: MethodProfile.of(item) for item in read_profiles(settings().data / "profiles")
    }
    try:
        source = read_source(file, root=file.parent)
    except ContentRefused as refused:
        raise WrongFile(_line(refused.problems)) from refused
    try:
        return case_of(AssessmentFileSchema().load(source.data), profiles=profiles)
    except ValidationError as error:
        messages = error.messages if isinstance(error.messages, dict) else {}
        raise WrongFile(_line(tuple(source.problems(messages)))) from error


def _line(problems: tuple[Problem, ...]) -> str:
    """Return the first problem, and how many more there are."""
    first, *others = sorted(problems, key=lambda problem: problem.line)
    line = " ".join(str(first).splitlines())  # an id in the file may hold a line end
    return f"{line} (and {len(others)} more)" if others else line


def _day(case: Case, *, as_of: datetime | None) -> date:
    return as_of.date() if as_of else case.as_of or clock.today()


def _dumped(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _told(case: Case, *, on: date) -> Iterator[str]:
    outcome = assess(case.assessment, cell=case.cell, on=on)
    yield f"{day(on)} · {case.assessment.profile.id}"
    yield label(outcome.verdict)
    stages = explanations(case, outcome=outcome, on=on)
    for key in in_order(stages):
        yield ""
        yield f"{key} {case.titles.get(key, '')}".rstrip()
        for stage, found in stages[key].items():
            yield f"  {label(stage)}: {label(found.level)}"
            for sentence in explanation.sentences(found, titles=case.titles):
                yield f"    - {sentence}"
    if case.school is not None:
        possible = explained(case, on=on)["school"]["decisions"]
        yield ""
        yield " · ".join(label(Outcome(outcome)) for outcome in possible)


def _ways(way: Way, *, titles: Mapping[str, str]) -> Iterator[str]:
    yield label(way.target)
    for each in way.plans:
        for owner, keys in each.by_owner.items():
            names = (explanation.named(key, titles=titles) for key in keys)
            yield f"  {label(Owner(owner))}: {', '.join(names)}"
        yield f"  → {label(each.verdict)}"
    if way.is_cut:
        yield f"  … {len(way.plans)}+"
    for blocked in (*way.blocked_risks, *way.blocked_topics):
        yield f"  ✗ {blocked}"
