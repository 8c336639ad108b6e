"""What the papers of an adoption are made of (method.md 4.2, point 12): frozen content and rows.

After the decision everything is told as it was on that day, so that the same papers can be made
again at any time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.adoption_step import DESCRIBING, Step
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.templates import Template
from dpia_workbench.store import adoptions, measure_files, organisations, releases, templates
from dpia_workbench.store.models import Adoption, DocumentTemplate, UncoveredUse
from dpia_workbench.usecases import local
from dpia_workbench.usecases.local import LocalAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody whom people can ask."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All that the papers of an adoption tell.

    `status` is that of what is adopted, today; only a draft tells it. `template` is the form of
    the local DPIA.
    """

    assessment: LocalAssessment
    template: Template
    status: Status
    officers: tuple[Contact, ...]  # data protection officers of the board
    contacts: tuple[Contact, ...]  # its privacy officers
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # names, by measure

    @property
    def adoption(self) -> Adoption:
        """Return what the board recorded."""
        return self.assessment.adoption

    @property
    def is_draft(self) -> bool:
        """Return whether the board has still to decide."""
        return self.adoption.decision is None

    @property
    def missing(self) -> tuple[Step, ...]:
        """Return what is still to be done, in the order of the steps."""
        row, done = self.adoption, {each.step for each in self.adoption.steps}
        lacks = {step for step in DESCRIBING if step not in done}
        if self.assessment.open_measures or not self.assessment.cells:
            lacks.add(Step.MEASURES)
        given = {Step.ADVICE: row.advice, Step.VIEWS: row.views, Step.DECISION: row.decision}
        lacks |= {step for step, answer in given.items() if answer is None}
        return tuple(step for step in Step if step in lacks)

    @property
    def unwritten(self) -> tuple[UncoveredUse, ...]:
        """Return the use that nothing covers and that the board has not judged itself yet."""
        return tuple(each for each in self.adoption.uncovered if not each.supplement.strip())


def gather(
    session: Session, *, actor: Actor, adoption_id: UUID, template: str, today: date, now: datetime
) -> Pack:
    """Return what the papers of an adoption tell, with the local DPIA in the order of a template.

    Raises Forbidden, or NotFound for another board's adoption and for an unknown template.
    """
    row = adoptions.get(session, adoption_id, actor=actor)
    require(actor, Permission.ADOPTION_READ, row)
    assessed = local.assess(row, on=today)
    return Pack(
        assessment=assessed,
        template=Template.of(_template(session, assessed, key=template, now=now).content),
        status=releases.status(session, row.basis, on=today),
        officers=_holders(session, assessed, role=Role.DATA_PROTECTION_OFFICER),
        contacts=_holders(session, assessed, role=Role.PRIVACY_OFFICER),
        files=_files(session, adoption_id, actor=actor),
    )


def _files(session: Session, adoption_id: UUID, *, actor: Actor) -> dict[str, tuple[str, ...]]:
    """Return the names of the files that count, by the key of the measure they show."""
    found: dict[str, tuple[str, ...]] = {}
    for row in measure_files.find(session, adoption_id=adoption_id, actor=actor):
        if row.counts:
            found[row.measure.key] = (*found.get(row.measure.key, ()), row.file_name)
    return found


def _template(
    session: Session, assessed: LocalAssessment, *, key: str, now: datetime
) -> DocumentTemplate:
    """Return the version that the release pins, or else that of the day of the decision."""
    version = assessed.content.get("templates", {}).get(key)
    pinned = templates.find(session, key, version=version) if version else None
    taken = assessed.adoption.decision
    return pinned or templates.as_of(session, key, at=taken.at if taken else now)


def _holders(session: Session, assessed: LocalAssessment, *, role: Role) -> tuple[Contact, ...]:
    found = organisations.holders(
        session, organisation_id=assessed.adoption.board_id, role=role, on=assessed.on
    )
    return tuple(Contact(name=user.name, email=user.email) for user in found)
