"""Whether all that was published of a product is whole: content, facts, chain, signatures."""

import json
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.risk import proof as rules
from dpia_workbench.risk.proof import Fault, Link, SignatureState
from dpia_workbench.signatures import ed25519
from dpia_workbench.store import audit, proofs, releases
from dpia_workbench.store.models import AuditEvent, Product, Release, ReleaseSignature


def faults(session: Session, product_id: UUID) -> list[tuple[int, Fault]]:
    """Return what is wrong with the releases of a product, by their number."""
    rows = releases.find(session, product_id=product_id)
    return list(rules.faults(link(session, row) for row in rows))


def link(session: Session, release: Release) -> Link:
    """Return a release as a link of its chain, with everything about it that can be checked."""
    computed = audit.sha256(release.canonical)
    try:
        content = json.loads(release.canonical)
        kept = (release.number, release.verdict, release.computed_verdict)
        said = tuple(content[n] for n in ("number", "published_verdict", "computed_verdict"))
        agrees = kept == said and content["valid_until"] == release.valid_until.isoformat()
        dossier, previous = content["dossier"], content["previous"]
    except (KeyError, TypeError, ValueError):  # somebody was in the database
        agrees, dossier, previous = False, "", None
    return Link(
        number=release.number,
        dossier=dossier,
        previous=previous,
        stated=release.sha256,
        computed=computed,
        agrees=agrees,
        signature=signature_state(proofs.signature(session, release.id), release.canonical),
    )


def signature_state(signature: ReleaseSignature | None, canonical: str) -> SignatureState:
    """Return whether the kept signature is that of its key over the content."""
    if signature is None:
        return SignatureState.MISSING
    key = signature.signing_key
    is_good = ed25519.is_good(signature.signature, canonical, public_key=key.public_key)
    is_named = ed25519.key_id_of(key.public_key) == key.key_id
    return SignatureState.GOOD if is_good and is_named else SignatureState.BAD


def all_faults(session: Session) -> Iterator[tuple[str, int, Fault]]:
    """Yield what is wrong with anything that was published: product, number, fault.

    A release that the audit trail knows and that is gone leaves a gap, also at the end.
    """
    query = select(Product).where(Product.id.in_(select(Release.product_id)))
    for product in session.scalars(query.order_by(Product.slug)).all():
        found = faults(session, product.id)
        yield from ((product.slug, number, fault) for number, fault in found)
    published = select(AuditEvent.detail).where(AuditEvent.fact == "release.published")
    there = set(session.scalars(select(Release.sha256)))
    for detail in session.scalars(published.order_by(AuditEvent.seq)):
        if detail["sha256"] not in there:
            yield detail["product"], detail["number"], Fault.GAP
