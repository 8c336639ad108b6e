"""The key of an installation: what it signs afterwards, and how another one takes its place."""

from datetime import datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.signatures.ed25519 import Signer
from dpia_workbench.store import audit, proofs
from dpia_workbench.store.models import SigningKeyRetirement
from dpia_workbench.usecases import proof


def sign_earlier(session: Session, *, actor: Actor, signer: Signer, now: datetime) -> int:
    """Sign the releases from before there were signatures, and return how many.

    The day of the signature is that of today: it says nothing of what happened before it.
    Raises Forbidden.
    """
    require(actor, Permission.RELEASE_SIGN)
    proof.known(session, signer, actor=actor, now=now)
    waiting = proofs.unsigned(session)
    for release in waiting:
        proof.sign(session, release, actor=actor, signer=signer, now=now)
        audit.record(
            session, "release.signed-later", actor=actor, subject_id=release.id, at=now,
            key_id=signer.key_id, sha256=release.sha256,
        )  # fmt: skip
    return len(waiting)


def rotate(session: Session, *, actor: Actor, old: Signer, new: Signer, now: datetime) -> None:
    """List a new key and retire the one before; what that signed stays good. Raises Forbidden."""
    require(actor, Permission.RELEASE_SIGN)
    retired = proof.known(session, old, actor=actor, now=now)
    proof.known(session, new, actor=actor, now=now)
    session.add(SigningKeyRetirement(signing_key_id=retired.id, at=now))
    audit.record(
        session, "signing-key.retired", actor=actor, subject_id=retired.id, at=now,
        key_id=old.key_id, by=new.key_id,
    )  # fmt: skip
