"""Queries for screening forms: public, and found by the screenings that were made with them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Revision, ScreeningForm

CURRENT = "nl-prescan"


def newest(session: Session, *, key: str = CURRENT) -> ScreeningForm:
    """Return the newest version of a form, for a new screening. Raises NotFound."""
    query = select(ScreeningForm).where(ScreeningForm.key == key)
    found = session.scalar(query.order_by(ScreeningForm.version.desc()).limit(1))
    if found is None:
        raise NotFound
    return found


def find(session: Session, key: str, *, version: int) -> ScreeningForm | None:
    """Return one version of a form, or None."""
    return session.scalar(
        select(ScreeningForm).where(ScreeningForm.key == key, ScreeningForm.version == version)
    )


def form_of(revision: Revision) -> ScreeningForm | None:
    """Return the form with which a revision was screened, or None if it was not screened."""
    session = object_session(revision)
    if revision.screening is None or session is None:
        return None
    return find(session, revision.screening["form"], version=revision.screening["version"])
