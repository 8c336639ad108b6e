"""What a release gets at its publication to be trusted later: a signature, and a members' part.

The part for members holds what was recorded up to the class `members` and is not in the public
content: the evidence that the release rests on. It is frozen, hashed and signed by itself, and
names the hash of its release.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.signatures.ed25519 import ALGORITHM, Signer
from dpia_workbench.store import audit, evidence, proofs
from dpia_workbench.store.models import (
    Dossier,
    Evidence,
    Release,
    ReleasePart,
    ReleaseSignature,
    SigningKey,
)

MEMBERS_SCHEMA = "dpia-workbench/release-members/1"


def attach(
    session: Session,
    release: Release,
    *,
    dossier: Dossier,
    actor: Actor,
    signer: Signer,
    now: datetime,
) -> None:
    """Sign a new release, and freeze and sign what members read beside it."""
    signature = sign(session, release, actor=actor, signer=signer, now=now)
    canonical = audit.canonical_json(members_content(session, release, dossier=dossier))
    session.add(
        ReleasePart(
            release=release,
            canonical=canonical,
            sha256=audit.sha256(canonical),
            signing_key=signature.signing_key,
            signature=signer.sign(canonical),
        )
    )


def sign(
    session: Session, release: Release, *, actor: Actor, signer: Signer, now: datetime
) -> ReleaseSignature:
    """Sign the canonical bytes of a release; the key is made known if it is not."""
    made = ReleaseSignature(
        release_id=release.id,
        signing_key=known(session, signer, actor=actor, now=now),
        signature=signer.sign(release.canonical),
        signed_at=now,
    )
    session.add(made)
    return made


def known(session: Session, signer: Signer, *, actor: Actor, now: datetime) -> SigningKey:
    """Return the public half of a key, which is listed from the first time it signs."""
    found = proofs.key(session, signer.key_id)
    if found is not None:
        return found
    made = SigningKey(
        key_id=signer.key_id, algorithm=ALGORITHM, public_key=signer.public_key, valid_from=now
    )
    session.add(made)
    session.flush()
    audit.record(
        session, "signing-key.listed", actor=actor, subject_id=made.id, at=now,
        key_id=signer.key_id,
    )  # fmt: skip
    return made


def members_content(session: Session, release: Release, *, dossier: Dossier) -> dict[str, Any]:
    """Return what members read beside a release, in JSON form."""
    content = {
        "schema": MEMBERS_SCHEMA,
        "release": {
            "slug": dossier.product.slug,
            "number": release.number,
            "sha256": release.sha256,
        },
        "evidence": [_proof(row) for row in evidence.for_members(session, dossier.id)],
    }
    plain: dict[str, Any] = audit.jsonable(content)
    return plain


def _proof(row: Evidence) -> dict[str, Any]:
    """Return what members read of evidence: no name of who collected it, and not the file."""
    names = ("key", "title", "kind", "source", "collected_on", "expires_on", "confidentiality")
    return {
        **{name: getattr(row, name) for name in names},
        "file": {
            "sha256": row.file_sha256, "size": row.file_size, "media_type": row.media_type
        },
        "supports": sorted([place.part, place.key] for place in row.places),
    }  # fmt: skip
