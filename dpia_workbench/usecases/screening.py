"""Screening: the forms are loaded, a dossier's answers are saved, the outcome is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.questionnaire import (
    Answers,
    Band,
    Condition,
    Definition,
    Ground,
    Kind,
    Option,
    Part,
    Question,
    applicable,
    require_answers,
    yes_or_no,
)
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.screening import Outcome, screen
from dpia_workbench.store import audit, screenings
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.store.models import Dossier, Revision, ScreeningForm
from dpia_workbench.usecases.editing import apply, editable_dossier, expect_version, sign

Content = Mapping[str, Any]


class FormChanged(RuleViolation):
    """What was once loaded as a version of a form never changes."""

    code = "screening.form-changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A revision's screening: the form it was made with, the answers, and what follows now."""

    form: ScreeningForm
    answers: Answers
    outcome: Outcome


def load(
    session: Session, *, actor: Actor, forms: Sequence[Content], now: datetime
) -> tuple[str, ...]:
    """Store the checked forms that are new, and return their names; repeatable.

    Raises Forbidden or FormChanged.
    """
    require(actor, Permission.CATALOGUE_LOAD)
    loaded = []
    for form in forms:
        row = _row(form, now=now)
        known = screenings.find(session, row.key, version=row.version)
        if known is None:
            session.add(row)
            session.flush()
            audit.record(
                session, "screening-form.loaded", actor=actor, subject_id=row.id, at=now,
                form=row.key, version=row.version, sha256=row.sha256,
            )  # fmt: skip
            loaded.append(f"{row.key} {row.version}")
        elif known.sha256 != row.sha256:
            raise FormChanged(form=row.key, version=row.version)
    return tuple(loaded)


def _row(form: Content, *, now: datetime) -> ScreeningForm:
    return ScreeningForm(
        key=form["key"],
        version=form["version"],
        sha256=sha256(canonical_json(form)),
        content=dict(form),
        loaded_at=now,
    )


def save(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    answers: Answers,
    version: int | None,
    now: datetime,
) -> Dossier:
    """Write a dossier's answers to the newest form; questions may stay open in a draft.

    Raises NotFound, Forbidden, NotEditable, Stale, AnswerNotOffered or AnswersContradict.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    expect_version(dossier.revision, version)
    form = screenings.newest(session)
    changed = apply(dossier.revision, {"screening": _stored(form, answers)})
    session.flush()
    sign(session, dossier, "dossier.screened", actor=actor, now=now, changed=changed)
    return dossier


def _stored(form: ScreeningForm, answers: Answers) -> dict[str, Any]:
    """Return answers as they are kept; of a question that does not apply nothing is kept."""
    definition = definition_of(form.content)
    require_answers(definition, answers)
    kept = [q.id for q in applicable(definition, answers) if answers.get(q.id)]
    return {
        "form": form.key,
        "version": form.version,
        "answers": {name: sorted(answers[name]) for name in kept},
    }


def screened(revision: Revision) -> Screened | None:
    """Return a revision's screening with its outcome, or None if there is none yet."""
    form = screenings.form_of(revision)
    if form is None or revision.screening is None:
        return None
    answers = answers_of(revision.screening["answers"])
    outcome = screen(definition_of(form.content), answers)
    return Screened(form=form, answers=answers, outcome=outcome)


def answers_of(values: Mapping[str, Sequence[str]]) -> Answers:
    """Return answers from their stored form."""
    return {name: frozenset(chosen) for name, chosen in values.items()}


def fitting(answers: Answers, definition: Definition) -> Answers:
    """Return the answers that a form still offers; a newer form may ask other things."""
    offered = {question.id: question.offered for question in definition.questions}
    return {
        name: chosen
        for name, chosen in answers.items()
        if chosen and name in offered and chosen <= offered[name]
    }


def as_sent(answers: Answers, definition: Definition) -> dict[str, str | list[str]]:
    """Return answers as people send them: one, or a list where several are possible."""
    kinds = {question.id: question.kind for question in definition.questions}
    return {
        name: sorted(chosen) if kinds[name] is Kind.MULTI else min(chosen)
        for name, chosen in answers.items()
    }


def definition_of(content: Content) -> Definition:
    """Return the rules of a checked form, without its words."""
    return Definition(
        questions=tuple(_question(item) for item in content["questions"]),
        bands={
            Part(part): tuple(Band(least=b["least"], points=b["points"]) for b in bands)
            for part, bands in content["bands"].items()
        },
        score_limit=content["score_limit"],
        criteria_limit=content["criteria_limit"],
    )


def _question(item: Content) -> Question:
    part = item.get("part")
    return Question(
        id=item["id"],
        kind=Kind(item["kind"]),
        options=_options(item),
        has_none=item.get("none", True),
        part=Part(part) if part else None,
        when=tuple(
            Condition(question=each["question"], options=frozenset(each["options"]))
            for each in item.get("when", ())
        ),
    )


def _options(item: Content) -> tuple[Option, ...]:
    """Return the options, with what the question says for all of them."""
    if Kind(item["kind"]) is Kind.BOOLEAN:
        return yes_or_no(weight=item.get("weight", 0), ground=_ground(item))
    common = {name: item[name] for name in ("weight", "ground") if name in item}
    return tuple(
        Option(id=each["id"], weight=each.get("weight", 0), ground=_ground(each))
        for each in ({**common, **option} for option in item.get("options", ()))
    )


def _ground(item: Content) -> Ground | None:
    return Ground(item["ground"]) if "ground" in item else None
