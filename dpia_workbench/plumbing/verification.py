"""Is this file exactly what was published? For the command and the public page; keeps nothing."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.plumbing import proving
from dpia_workbench.report import package, passages
from dpia_workbench.report.passages import Passage
from dpia_workbench.risk.proof import Fault, FileKind, Outcome, SignatureState
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.tampering import Difference, DifferenceKind, differences
from dpia_workbench.signatures import ed25519
from dpia_workbench.store import audit, proofs, releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import chain

ZIP = b"PK\x03\x04"
LARGEST_FILE = 5 * 2**20
_LARGEST_CONTENT = 40 * 2**20
_BESIDE = ("sha256", "signature", "errata")  # what the API states beside the content


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a file turned out to be, and what is known of the release that it names."""

    kind: FileKind
    outcome: Outcome
    release: Release | None = None
    status: Status | None = None  # today
    claimed: Status | None = None  # in which a report was made, by its own words
    signature: SignatureState | None = None
    faults: tuple[tuple[int, Fault], ...] = ()  # of all releases of the product
    differences: tuple[Difference, ...] = ()
    passages: tuple[Passage, ...] = ()
    parts: tuple[str, ...] = ()  # of a Word file, that differ in something else than words
    errata: int = 0  # corrections that a report does not have yet

    @property
    def is_trusted(self) -> bool:
        """Return whether nothing at all is wrong with the file, its signature and its chain."""
        is_good = self.outcome is Outcome.GENUINE and self.signature is SignatureState.GOOD
        return is_good and not self.faults


class _Unreadable(Exception):
    """A file that is neither JSON nor a Word report, or that is not safe to read."""


def verify(session: Session, file: bytes, *, today: date) -> Verified:
    """Return whether a file is what was published, and where it differs; refuses nothing."""
    try:
        return _verify(session, file, today=today)
    except (_Unreadable, package.NotAReport):
        kind = FileKind.WORD if file.startswith(ZIP) else FileKind.OTHER
        return Verified(kind=kind, outcome=Outcome.UNREADABLE)


def _verify(session: Session, file: bytes, *, today: date) -> Verified:
    if len(file) > LARGEST_FILE:
        raise _Unreadable
    if file.startswith(ZIP):
        return _word(session, file, today=today)
    return _json(session, _read(file), today=today)


def _read(file: bytes) -> Any:
    """Return the JSON in a file. Raises _Unreadable."""
    try:
        return json.loads(
            file.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refused
        )
    except (ValueError, RecursionError) as error:
        raise _Unreadable from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: two programs would read two different things."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _json(session: Session, given: Any, *, today: date) -> Verified:
    unknown = Verified(kind=FileKind.JSON, outcome=Outcome.UNKNOWN)
    if not isinstance(given, dict):
        return unknown
    said = {name: given.pop(name) for name in _BESIDE if name in given}
    release = _of_content(session, given)
    if release is None:
        return unknown
    found = (
        *differences(json.loads(release.canonical), given),
        *_beside(session, release, said=said),
    )
    return Verified(
        kind=FileKind.JSON,
        outcome=Outcome.CHANGED if found else Outcome.GENUINE,
        differences=found,
        **_known(session, release, today=today),
    )


def _of_content(session: Session, given: dict[str, Any]) -> Release | None:
    """Return the release that is this content, or the one that the content says it is."""
    try:
        same = _by_hash(session, audit.sha256(audit.canonical_json(given)))
    except (ValueError, RecursionError) as error:
        raise _Unreadable from error
    if same is not None:
        return same
    product, number = given.get("product"), given.get("number")
    slug = product.get("slug") if isinstance(product, dict) else None
    if not isinstance(slug, str) or "\x00" in slug or type(number) is not int or number < 1:
        return None
    try:
        return releases.get(session, slug, number=number)
    except NotFound:
        return None


def _by_hash(session: Session, sha256: str) -> Release | None:
    return session.scalar(select(Release).where(Release.sha256 == sha256))


def _beside(session: Session, release: Release, *, said: dict[str, Any]) -> list[Difference]:
    """Return what a file states wrongly beside the content."""
    proof = proving.lasting(session, release)
    known = {"sha256": release.sha256, "signature": proof["signature"], "errata": proof["errata"]}
    wrong = {name: value for name, value in said.items() if value != known[name]}
    if "errata" in wrong:  # they may have come later
        listed = wrong["errata"]
        if isinstance(listed, list) and listed == known["errata"][: len(listed)]:
            del wrong["errata"]
    return [
        Difference(
            path=name,
            kind=DifferenceKind.CHANGED,
            published=audit.canonical_json(known[name])[:300],
            given=audit.canonical_json(value)[:300],
        )
        for name, value in wrong.items()
    ]


def _known(session: Session, release: Release, *, today: date) -> dict[str, Any]:
    """Return what is known of a release, whatever the file is."""
    kept = proofs.signature(session, release.id)
    return {
        "release": release,
        "status": releases.status(session, release, on=today),
        "signature": chain.signature_state(kept, release.canonical),
        "faults": tuple(chain.faults(session, release.product_id)),
    }


def _word(session: Session, file: bytes, *, today: date) -> Verified:
    given = package.parts(file, largest=_LARGEST_CONTENT)
    claimed = package.claimed(given)
    release = _by_hash(session, claimed.sha256)
    if release is None:
        return Verified(kind=FileKind.WORD, outcome=Outcome.UNKNOWN)
    known = _known(session, release, today=today)
    language = claimed.language if claimed.language in LANGUAGES else LANGUAGES[0]
    is_status = claimed.status in set(Status)
    status = Status(claimed.status) if is_status else known["status"]
    made = proving.report(session, release, status=status, language=language, errata=claimed.errata)
    found = passages.compare(package.parts(made), given)
    signed = package.signed(given)
    if signed is not None and known["signature"] is SignatureState.GOOD:
        known["signature"] = _signature(session, signed, release=release)
    return Verified(
        kind=FileKind.WORD,
        outcome=Outcome.GENUINE if found.is_same else Outcome.CHANGED,
        claimed=status if is_status else None,
        passages=found.passages,
        parts=found.parts,
        errata=max(0, len(proofs.errata(session, release.id)) - claimed.errata),
        **known,
    )


def _signature(session: Session, signed: package.Signed, *, release: Release) -> SignatureState:
    """Return whether the signature in a file is one over the release, by a key that is listed."""
    key = proofs.key(session, signed.key_id)
    if key is None:
        return SignatureState.UNKNOWN_KEY
    is_good = ed25519.is_good(signed.signature, release.canonical, public_key=key.public_key)
    return SignatureState.GOOD if is_good else SignatureState.BAD
