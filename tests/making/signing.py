"""The key that tests sign with, and corrections of releases."""

from datetime import datetime

from sqlalchemy.orm import Session

from dpia_workbench.signatures.ed25519 import new_key, signer_of
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Release, ReleaseErratum
from dpia_workbench.usecases import erratum as verbs
from tests.making.people import NOW, People

SIGNING_KEY = new_key()
SIGNER = signer_of(SIGNING_KEY)


def erratum(
    session: Session,
    release: Release,
    *,
    people: People,
    text: Bilingual = Bilingual("Er stond 12; lees 21.", "It said 12; read 21."),  # noqa: B008  # frozen
    now: datetime = NOW,
) -> ReleaseErratum:
    """Return a correction of a release by the publisher."""
    made = verbs.add(
        session, actor=people.publisher.actor, slug=release.product.slug, number=release.number,
        text=text, now=now,
    )  # fmt: skip
    session.commit()
    return made
