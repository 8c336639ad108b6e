"""Asking a vendor for something: written as a draft or sent at once, about a part of a dossier."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import remediation
from dpia_workbench.risk.correspondence import require_sent
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.remediation import ENDED, Move, MoveRefused, State
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, dossiers, remediations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Measure, Remediation, RequestAuthor
from dpia_workbench.usecases import places
from dpia_workbench.usecases.dealing import record, require_words, tell_vendor
from dpia_workbench.usecases.editing import editable_dossier, expect_version, sign

CAN_BE_ASKED = (DossierPart.RISK, DossierPart.FINDING, DossierPart.MEASURE)


class NotTheVendors(RuleViolation):
    """Only a measure of the vendor can be asked of the vendor, and only once."""

    code = "remediation.not-the-vendors"


class TitleMissing(RuleViolation):
    """What is asked about a risk or a finding has a title of its own: the vendor reads no draft."""

    code = "remediation.title-missing"


class AboutUnknown(RuleViolation):
    """A request is about a risk, a finding or a measure that the newest revision has."""

    code = "remediation.about-unknown"


class AlreadyTied(RuleViolation):
    """A request stands behind one measure."""

    code = "remediation.already-tied"


def ask(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    about: Place,
    title: Bilingual | None,
    words: str,
    is_draft: bool,
    today: date,
    now: datetime,
) -> Remediation:
    """Ask the vendor for something, or keep it as a draft that the vendor cannot know of.

    A measure that is asked for lends its title. Raises NotFound, Forbidden, NotEditable,
    AboutUnknown, NotTheVendors, TitleMissing or WordsMissing.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.REMEDIATION_REQUEST, dossier)
    if about.part not in CAN_BE_ASKED or about not in set(places.known(dossier.revision)):
        raise AboutUnknown
    if about.part is DossierPart.MEASURE:
        title = _measure(dossier, about.key).title
    if title is None or not ((title.nl and title.en) or about.part is DossierPart.MEASURE):
        raise TitleMissing
    require_words(words)
    row = Remediation(
        id=uuid4(), owner_id=dossier.owner_id, vendor_id=dossier.product.vendor_id,
        product_id=dossier.product_id, dossier_id=dossier.id, about_part=about.part,
        about_key=about.key, title=title, request=words, state=State.DRAFT, is_sent=False,
        requested_by_id=actor.user_id, requested_at=now,
    )  # fmt: skip
    session.add(row)
    if is_draft:
        session.flush()
        record(session, row, "remediation.drafted", actor=actor, now=now)
    else:
        _send(session, row, actor=actor, today=today, now=now)
    return row


def _measure(dossier: Dossier, key: str) -> Measure:
    """Return a measure that can be asked for. Raises AboutUnknown or NotTheVendors."""
    found = next((each for each in dossier.revision.measures if each.key == key), None)
    if found is None:
        raise AboutUnknown
    if found.owner is not Owner.VENDOR or found.remediation_id is not None:
        raise NotTheVendors(measure=key)
    return found


def _send(session: Session, row: Remediation, *, actor: Actor, today: date, now: datetime) -> None:
    """Let the vendor know of a request. Raises what stands in the way of it."""
    row.state = remediation.after(row.state, Move.SEND)
    row.is_sent, row.requested_at = True, now
    if actor.user_id is not None:
        row.requested_by_id = actor.user_id
    if row.about_part is DossierPart.MEASURE and row.dossier_id is not None:
        dossier = editable_dossier(session, row.dossier_id, actor=actor)
        _stand_behind(session, row, dossier, key=row.about_key, actor=actor, now=now)
    elif row.dossier_id is not None:
        audit.record(
            session, "remediation.sent-about", actor=actor, subject_id=row.dossier_id, at=now,
            place=row.about_key,
        )  # fmt: skip
    session.flush()
    record(session, row, "remediation.requested", actor=actor, now=now)
    tell_vendor(session, row, today=today, now=now)


def _stand_behind(
    session: Session, row: Remediation, dossier: Dossier, *, key: str, actor: Actor, now: datetime
) -> None:
    """Let a measure rest on a request. Raises AboutUnknown or NotTheVendors."""
    measure = _measure(dossier, key)
    session.flush()
    measure.remediation_id = row.id
    sign(session, dossier, "measure.requested", actor=actor, now=now, measure=key)


def _draft(
    session: Session, remediation_id: UUID, *, actor: Actor, version: int | None
) -> Remediation:
    row = remediations.get(session, remediation_id, actor=actor)
    require(actor, Permission.REMEDIATION_REQUEST, row)
    expect_version(row, version)
    if row.state is not State.DRAFT:
        raise MoveRefused(state=row.state, move=Move.SEND)
    return row


def _sign(row: Remediation, *, actor: Actor) -> None:
    """Keep that somebody wrote the request: they cannot check what comes of it (invariant 13)."""
    known = {each.user_id for each in row.authors}
    for user_id in {row.requested_by_id, actor.user_id} - known:
        row.authors.append(RequestAuthor(user_id=user_id))


def rewrite(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    title: Bilingual | None,
    words: str,
    version: int | None,
    now: datetime,
) -> Remediation:
    """Change a draft; that of a measure keeps the measure's title.

    Raises NotFound, Forbidden, MoveRefused, TitleMissing, WordsMissing or Stale.
    """
    row = _draft(session, remediation_id, actor=actor, version=version)
    require_words(words)
    if row.about_part is not DossierPart.MEASURE:
        if title is None or not (title.nl and title.en):
            raise TitleMissing
        row.title = title
    row.request = words
    _sign(row, actor=actor)
    session.flush()
    record(session, row, "remediation.rewritten", actor=actor, now=now)
    return row


def send(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> Remediation:
    """Send a draft to the vendor.

    Raises NotFound, Forbidden, MoveRefused, NotEditable, AboutUnknown, NotTheVendors or Stale.
    """
    row = _draft(session, remediation_id, actor=actor, version=version)
    _sign(row, actor=actor)
    _send(session, row, actor=actor, today=today, now=now)
    return row


def tie(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    measure_id: UUID,
    version: int | None,
    now: datetime,
) -> Remediation:
    """Let a measure of the dossier rest on a request that was about a risk or a finding.

    From then on a check of it counts as that of any measure (method.md 3.3). Raises NotFound,
    Forbidden, NotEditable, NotSentYet, MoveRefused, AlreadyTied, NotTheVendors or Stale.
    """
    row = remediations.get(session, remediation_id, actor=actor)
    require(actor, Permission.REMEDIATION_REQUEST, row)
    if row.dossier_id is None:
        raise NotFound
    dossier = editable_dossier(session, row.dossier_id, actor=actor)
    expect_version(row, version)
    if row.state in ENDED:
        raise MoveRefused(state=row.state, move=Move.SEND)
    require_sent(is_sent=row.is_sent)
    if any(each.remediation_id == row.id for each in dossier.revision.measures):
        raise AlreadyTied
    measure = dossiers.part(session, Measure, measure_id, dossier=dossier)
    _stand_behind(session, row, dossier, key=measure.key, actor=actor, now=now)
    record(session, row, "remediation.tied", actor=actor, now=now, measure=measure.key)
    return row
