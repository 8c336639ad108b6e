"""Queries for what a virus scanner found, by the hash of a content; no person is in it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.risk.scanning import Scan
from dpia_workbench.store.models import FileScan


def newest(session: Session, hashes: Iterable[str]) -> Mapping[str, FileScan]:
    """Return the newest look at each content that somebody looked at."""
    query = select(FileScan).where(FileScan.file_sha256.in_(set(hashes))).order_by(FileScan.at)
    return {row.file_sha256: row for row in session.scalars(query)}


def of(session: Session, sha256: str) -> FileScan | None:
    """Return the newest look at a content, or None."""
    return newest(session, [sha256]).get(sha256)


def is_infected(session: Session, sha256: str) -> bool:
    """Return whether the newest look at a content found a virus."""
    found = of(session, sha256)
    return found is not None and found.result is Scan.INFECTED
