"""What stands beside a release, for every door: as JSON, in its report, with its address."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from dpia_workbench.i18n import speaking
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report.beside import Beside, Correction
from dpia_workbench.report.model import Document
from dpia_workbench.report.release import release_report
from dpia_workbench.report.word import write
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.release_history import periods
from dpia_workbench.store import proofs, releases
from dpia_workbench.store.models import Release, ReleaseErratum, ReleaseSignature, SigningKey

SCHEMA, KEYS_SCHEMA = "dpia-workbench/release-proof/1", "dpia-workbench/keys/1"


def address(endpoint: str, **values: Any) -> str:
    """Return the public address of a page, also where no request came in."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{settings().base_url}{path}"


def release_address(release: Release) -> str:
    """Return the permanent address of a release."""
    return address("verdicts.release", slug=release.product.slug, number=release.number)


def beside(session: Session, release: Release, *, errata: int | None = None) -> Beside:
    """Return what a report says beside the content, with the first so many errata or with all."""
    signature = proofs.signature(session, release.id)
    rows = proofs.errata(session, release.id)[:errata]
    return Beside(
        address=release_address(release),
        check=address("trust.check"),
        signature=signature.signature if signature else "",
        key_id=signature.signing_key.key_id if signature else "",
        errata=tuple(Correction(on=day_of(row.at), text=row.text.as_dict()) for row in rows),
    )


def document(
    session: Session,
    release: Release,
    *,
    status: Status,
    language: str,
    errata: int | None = None,
) -> Document:
    """Return the report of a release as it is made in a status, in a language."""
    return release_report(
        releases.content(release),
        sha256=release.sha256,
        status=status,
        language=language,
        beside=beside(session, release, errata=errata),
    )


def report(
    session: Session,
    release: Release,
    *,
    status: Status,
    language: str,
    errata: int | None = None,
) -> bytes:
    """Return the same as a Word file."""
    made = document(session, release, status=status, language=language, errata=errata)
    with speaking(language):
        return write(made)


def proof(session: Session, release: Release, *, today: date) -> dict[str, Any]:
    """Return everything that proves and corrects a release, in JSON form, as it is today."""
    found = periods(releases.history_of(session, release, on=today), on=today)
    return {
        **lasting(session, release),
        "status": found[-1].status.value,
        "history": [
            {
                "from": each.starts.isoformat(),
                "until": each.until.isoformat() if each.until else None,
                "status": each.status.value,
                "why": each.why.value,
                "reason": each.reason,
            }
            for each in found
        ],
    }


def lasting(session: Session, release: Release) -> dict[str, Any]:
    """Return what proves and corrects a release and does not depend on the day, in JSON form."""
    return told(
        release,
        signature=proofs.signature(session, release.id),
        errata=proofs.errata(session, release.id),
    )


def told(
    release: Release, *, signature: ReleaseSignature | None, errata: Iterable[ReleaseErratum]
) -> dict[str, Any]:
    """Return in JSON form what was found beside a release."""
    return {
        "schema": SCHEMA,
        "release": {
            "slug": release.product.slug,
            "number": release.number,
            "sha256": release.sha256,
            "url": release_address(release),
        },
        "signature": _signature(signature),
        "events": [
            {"kind": each.kind.value, "reason": each.reason, "at": each.at.isoformat()}
            for each in release.events
        ],
        "errata": [erratum(row) for row in errata],
    }


def erratum(row: ReleaseErratum) -> dict[str, Any]:
    """Return a correction in JSON form."""
    return {"number": row.number, "on": day_of(row.at).isoformat(), "text": row.text.as_dict()}


def _signature(row: ReleaseSignature | None) -> Mapping[str, str] | None:
    if row is None:
        return None
    return {
        "algorithm": row.signing_key.algorithm,
        "key_id": row.signing_key.key_id,
        "signature": row.signature,
        "signed_at": row.signed_at.isoformat(),
    }


def keys(session: Session) -> dict[str, Any]:
    """Return all public keys, the newest first, as JSON Web Keys (RFC 8037)."""
    return {"schema": KEYS_SCHEMA, "keys": [_key(row) for row in proofs.keys(session)]}


def _key(row: SigningKey) -> dict[str, Any]:
    retired = row.retirement
    return {
        "kid": row.key_id,
        "kty": "OKP",
        "crv": row.algorithm,
        "x": row.public_key,
        "alg": row.algorithm,
        "use": "sig",
        "valid_from": row.valid_from.isoformat(),
        "valid_until": retired.at.isoformat() if retired else None,
    }
