"""Virus scans of kept files: asked for when a content comes in, recorded by the worker."""

from datetime import datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.risk.scanning import Scan
from dpia_workbench.store import audit, outbox, scans
from dpia_workbench.store.models import FileScan

JOB = "file.scan"


def enqueue(session: Session, *, sha256: str, now: datetime, again: bool = False) -> bool:
    """Ask for a look at a content, unless somebody looked; return whether it was asked for."""
    if not again and scans.of(session, sha256) is not None:
        return False
    outbox.enqueue(session, JOB, at=now, sha256=sha256, again=again)
    return True


def record(session: Session, *, sha256: str, virus: str, now: datetime) -> FileScan:
    """Record what a look at a content found; without the name of a virus it is clean."""
    row = FileScan(
        file_sha256=sha256, result=Scan.INFECTED if virus else Scan.CLEAN, finding=virus, at=now
    )
    session.add(row)
    session.flush()
    if virus:
        audit.record(
            session, "file.infected", actor=SYSTEM, subject_id=row.id, at=now, sha256=sha256,
            virus=virus,
        )  # fmt: skip
    return row
