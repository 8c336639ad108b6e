"""All public releases in one file: whole, signed, and checked without us.

The file follows from what was published alone, so the same state gives the same bytes. It is made
when somebody asks for a state that nobody asked for before, and kept in DPIA_HOME until the next.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from dpia_workbench import __version__
from dpia_workbench.plumbing import proving, signing
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report import package
from dpia_workbench.report.offline import READ_ME
from dpia_workbench.schemas.release_content import FORMS, release_schema
from dpia_workbench.signatures.ed25519 import ALGORITHM, Signer
from dpia_workbench.store import audit, proofs

SCHEMA = "dpia-workbench/bulk/1"
MANIFEST, SIGNATURE, KEYS = "manifest.json", "manifest.signature.json", "keys.json"


def etag(session: Session, *, signer: Signer) -> str:
    """Return the name of what is published now: it changes with anything that is in the file."""
    known: list[Any] = [proofs.state(session), signer.key_id, settings().base_url, __version__]
    return audit.sha256(audit.canonical_json(known))[:32]


def kept(session: Session, *, name: str, signer: Signer) -> Path:
    """Return the file of a state, made if it is not there; older ones go. Raises OSError."""
    folder = settings().home / "bulk"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / f"{name}.zip"
    if not file.exists():
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as made:
            new = Path(made.name)
        try:
            write(session, new, signer=signer)
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)
        for other in folder.glob("*.zip"):
            if other != file:
                with suppress(OSError):
                    other.unlink()
    return file


def write(session: Session, file: Path, *, signer: Signer) -> None:
    """Write all that was published to a file. Raises OSError."""
    listed: list[dict[str, Any]] = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for path, text in _content(session):
            raw = text.encode()
            package.add(archive, path, raw)
            listed.append(
                {"path": path, "sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)}
            )
        manifest = _manifest(session, listed)
        package.add(archive, MANIFEST, manifest.encode())
        signature = {
            "algorithm": ALGORITHM, "key_id": signer.key_id, "signature": signer.sign(manifest)
        }  # fmt: skip
        package.add(archive, SIGNATURE, _pretty(signature).encode())


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _content(session: Session) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file that the manifest lists."""
    yield "README.md", READ_ME
    yield KEYS, _pretty(proving.keys(session))
    for form in FORMS:
        yield f"schemas/release-{form}.json", _pretty(release_schema(form))
    signatures, errata = proofs.signatures(session), proofs.all_errata(session)
    for row in proofs.everything(session):
        name = f"{row.product.slug}/{row.number}.json"
        yield f"releases/{name}", row.canonical
        told = proving.told(row, signature=signatures.get(row.id), errata=errata.get(row.id, ()))
        yield f"proofs/{name}", _pretty(told)


def _manifest(session: Session, listed: list[dict[str, Any]]) -> str:
    newest = [moment for _count, moment in proofs.state(session) if moment is not None]
    return audit.canonical_json(
        {
            "schema": SCHEMA,
            "source": settings().base_url,
            "as_of": max(newest, default=datetime(2026, 1, 1, tzinfo=UTC)),
            "releases": sum(each["path"].startswith("releases/") for each in listed),
            "files": listed,
        }
    )


def signer_listed(session: Session) -> Signer | None:
    """Return who signs here if its key is listed: what nobody can check is not handed out."""
    signer = signing.signer()
    return signer if proofs.key(session, signer.key_id) else None
