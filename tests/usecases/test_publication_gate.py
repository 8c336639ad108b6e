"""The gate: its list and what publishes agree, whatever is wrong with a dossier."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.report import write
from dpia_workbench.report.release import release_report
from dpia_workbench.risk.publication import Check, Holding
from dpia_workbench.risk.registers import Section
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.verdict import Result, Verdict
from dpia_workbench.store import releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, NotApplicable, RevisionAuthor
from dpia_workbench.usecases import publication_gate, release
from dpia_workbench.usecases.publication_content import Choice, as_release, content_of
from tests import make
from tests.making import points

COMPUTED = Verdict.GREEN_WITH_MEASURES
# What may go wrong after an approval, by whatever way: each as a change of rows.
FLAWS: dict[Check, Callable[[Session, make.People, Dossier], None]] = {}


def flaw(check: Check) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Say which line a flaw is found by."""

    def declare(found: Callable[..., None]) -> Callable[..., None]:
        FLAWS[check] = found
        return found

    return declare


@flaw(Check.APPROVED)
def _not_approved(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.state = make.State.IN_REVIEW


@flaw(Check.PUBLISHER)
def _publisher_wrote(_session: Session, people: make.People, row: Dossier) -> None:
    _author(row, people.publisher)


@flaw(Check.REVIEWER)
def _reviewer_wrote(_session: Session, people: make.People, row: Dossier) -> None:
    _author(row, people.reviewer)


def _author(row: Dossier, person: make.Person) -> None:
    made = RevisionAuthor(revision_id=row.revision.id, user_id=person.user.id)
    row.revision.authors.append(made)


@flaw(Check.SCREENING)
def _no_screening(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.screening = None


@flaw(Check.DESCRIPTION)
def _no_english_summary(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.summary = Bilingual("Samenvatting", "")


@flaw(Check.RISKS)
def _no_reason(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.risks[0].likelihood_reason = ""


@flaw(Check.KNOWN_AXES)
def _unknown_axis(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.risks[1].severity = None


@flaw(Check.MEASURES)
def _no_instruction(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.measures[2].instruction = Bilingual("Doe dit", "")


@flaw(Check.FINDINGS)
def _not_assessed(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.findings[0].result = Result.NOT_ASSESSED


@flaw(Check.LANGUAGES)
def _one_language(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.risks[0].description = Bilingual("", "Only in English")


@flaw(Check.CARRIED)
def _carried(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.risks[0].to_check = True


@flaw(Check.TRACES)
def _speaks_of_nothing(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.sentence = Bilingual("Wegens risico R9", "Because of risk R9")


@flaw(Check.UNCHANGED)
def _changed(_session: Session, _people: make.People, row: Dossier) -> None:
    row.revision.scope = make.both("Een andere reikwijdte")


@flaw(Check.DISCUSSION)
def _discussed(session: Session, people: make.People, row: Dossier) -> None:
    make.thread(session, row, by=people.analyst2)


@flaw(Check.FACT_CHECKS)
def _asked(session: Session, people: make.People, row: Dossier) -> None:
    make.fact_check(session, row, people=people, state=make.CheckState.SENT)


CHOICES: dict[Check, dict[str, Any]] = {
    Check.VERDICT: {"chosen": Verdict.GREEN, "reason": ""},
    Check.VALIDITY: {"valid_until": make.TODAY},
}
# What no row of a complete dossier can show: an empty list, another computation, an empty point.
ELSEWHERE = {Check.CELLS, Check.POINTS, Check.REPLAYED}


def _failing(
    session: Session, row: Dossier, person: make.Person, **choice: Any
) -> tuple[set[Check], bool]:
    """Return which lines fail, and whether it can be published after all."""
    values = {"chosen": COMPUTED, "reason": "", "valid_until": None, **choice}
    gate = publication_gate.look(
        session, row, actor=person.actor, choice=Choice(**values), on=make.TODAY
    )
    failing = {line.check for line in gate.lines if line.holding is Holding.FAILS}
    assert gate.is_open is not bool(failing)
    nested = session.begin_nested()
    try:
        release.publish(
            session,
            actor=person.actor,
            dossier_id=row.id,
            signer=make.SIGNER,
            today=make.TODAY,
            now=make.NOW,
            **values,
        )
        published = True
    except RuleViolation:
        published = False
    nested.rollback()
    session.expire_all()
    return failing, published


@pytest.fixture
def approved(session: Session, people: make.People) -> Dossier:
    """A dossier of SURF that waits for publication; it comes to GREEN_WITH_MEASURES."""
    return make.dossier(session, people=people, state=make.State.APPROVED)


def test_every_check_has_a_flaw_that_it_finds() -> None:
    assert set(FLAWS) | set(CHOICES) | ELSEWHERE == set(Check)


@pytest.mark.parametrize("check", list(FLAWS))
def test_a_flaw_is_on_the_list_and_stops_the_publication(
    session: Session, people: make.People, approved: Dossier, check: Check
) -> None:
    assert _failing(session, approved, people.publisher) == (set(), True)
    FLAWS[check](session, people, approved)
    session.commit()

    failing, published = _failing(session, approved, people.publisher)

    assert check in failing
    assert not published


@pytest.mark.parametrize("check", list(CHOICES))
def test_a_choice_that_cannot_be_is_on_the_list_too(
    session: Session, people: make.People, approved: Dossier, check: Check
) -> None:
    assert _failing(session, approved, people.publisher, **CHOICES[check]) == ({check}, False)


@given(flaws=st.sets(st.sampled_from(sorted(FLAWS)), max_size=4),
       choices=st.sets(st.sampled_from(sorted(CHOICES)), max_size=1))  # fmt: skip
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_dossier_is_published_if_and_only_if_every_line_holds(
    session: Session, people: make.People, flaws: set[Check], choices: set[Check]
) -> None:
    outer = session.begin_nested()
    row = make.dossier(session, people=people, state=make.State.APPROVED)
    for check in sorted(flaws):
        FLAWS[check](session, people, row)
    session.commit()
    chosen = {name: value for check in choices for name, value in CHOICES[check].items()}

    failing, published = _failing(session, row, people.publisher, **chosen)

    assert flaws | choices <= failing
    assert published is not bool(failing)
    if outer.is_active:
        outer.rollback()


def test_the_line_about_the_publisher_does_not_concern_who_publishes_nothing(
    session: Session, people: make.People, approved: Dossier
) -> None:
    def holding(person: make.Person) -> Holding:
        gate = publication_gate.look(
            session, approved, actor=person.actor, choice=Choice(), on=make.TODAY
        )
        return next(line.holding for line in gate.lines if line.check is Check.PUBLISHER)

    roles = (Role.ANALYST, Role.PUBLISHER)
    own = people.analyst
    both = replace(own, actor=make.actor(own.user, own.organisation, roles))

    assert holding(people.analyst) is Holding.NOT_CONCERNED
    assert holding(both) is Holding.FAILS
    assert holding(people.publisher) is Holding.HOLDS


def test_points_of_the_template_that_are_empty_stop_it_unless_they_say_why(
    session: Session, people: make.People
) -> None:
    make.document_templates(session)
    row = make.dossier(session, people=people)

    def open_points() -> set[str]:
        gate = publication_gate.look(
            session, row, actor=people.publisher.actor, choice=Choice(), on=make.TODAY
        )
        [line] = [each for each in gate.lines if each.check is Check.POINTS]
        return {gap.key for gap in line.gaps}

    before = open_points()
    for section in Section:
        row.revision.not_applicable.append(
            NotApplicable(subject=f"text:{section}", reason="Niet van toepassing.")
        )
    session.commit()
    said = open_points()
    for exempted in list(row.revision.not_applicable):
        row.revision.not_applicable.remove(exempted)
        session.delete(exempted)
    points.fill(session, row, people=people)

    assert said < before
    assert open_points() == set()


def test_what_a_preview_shows_is_what_is_frozen(
    session: Session, people: make.People, approved: Dossier
) -> None:
    choice = Choice(chosen=Verdict.AMBER, reason="Er loopt een zaak.")
    content = content_of(session, approved, choice=choice, on=make.TODAY)
    shown = as_release(approved, content, actor=people.publisher.actor, now=make.NOW)
    assert shown not in session

    made = make.publish(
        session, approved, people=people, chosen=Verdict.AMBER, reason="Er loopt een zaak."
    )

    assert (made.canonical, made.sha256) == (shown.canonical, shown.sha256)
    told: dict[str, Any] = {"status": Status.CURRENT, "language": "nl"}
    reports = [
        release_report(releases.content(each), sha256=each.sha256, **told) for each in (shown, made)
    ]
    assert reports[0] == reports[1]
    assert write(reports[0])
