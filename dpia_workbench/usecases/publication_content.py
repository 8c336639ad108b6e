"""What a publication freezes: the same for the gate, a preview and the release itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import audit, releases
from dpia_workbench.store.models import Dossier, Release
from dpia_workbench.usecases.content import draft
from dpia_workbench.usecases.validity import longest_validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a publisher chooses; without a verdict or a day: the computed one, the longest."""

    chosen: Verdict | None = None
    reason: str = ""
    valid_until: date | None = None


def content_of(session: Session, dossier: Dossier, *, choice: Choice, on: date) -> dict[str, Any]:
    """Return what would be frozen if a dossier were published on a day, allowed or not."""
    content, longest = draft(dossier.revision, on=on), longest_validity(dossier.revision, today=on)
    return completed(session, dossier, content, longest=longest, choice=choice, on=on)


def completed(
    session: Session,
    dossier: Dossier,
    content: dict[str, Any],
    *,
    longest: date,
    choice: Choice,
    on: date,
) -> dict[str, Any]:
    """Return the content of a draft with what its publication on a day adds.

    `longest` is the last day for which the release can be valid.
    """
    computed = Verdict(content["computed_verdict"])
    published = choice.chosen or computed
    previous = releases.newest_of_dossier(session, dossier.id)
    until = choice.valid_until or longest
    return content | {
        "number": releases.next_number(session, dossier.product_id),
        "published_on": on.isoformat(),
        "valid_until": until.isoformat(),
        "published_verdict": published,
        "override_reason": choice.reason if published is not computed else "",
        "previous": previous.sha256 if previous else None,
    }


def as_release(
    dossier: Dossier, content: dict[str, Any], *, actor: Actor, now: datetime
) -> Release:
    """Return the release that a content becomes; it is in no session yet."""
    canonical = audit.canonical_json(content)
    return Release(
        product_id=dossier.product_id,
        product=dossier.product,
        revision_id=dossier.revision.id,
        owner_id=dossier.owner_id,
        number=content["number"],
        canonical=canonical,
        sha256=audit.sha256(canonical),
        verdict=Verdict(content["published_verdict"]),
        computed_verdict=Verdict(content["computed_verdict"]),
        published_at=now,
        published_by_id=actor.user_id,
        valid_until=date.fromisoformat(content["valid_until"]),
        events=[],
    )
