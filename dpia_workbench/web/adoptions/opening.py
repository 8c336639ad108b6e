"""How every page of an adoption opens it: to be read, or to be filled in."""

from uuid import UUID

from flask import request

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption import require_open
from dpia_workbench.store import adoptions
from dpia_workbench.usecases import adopting, local
from dpia_workbench.usecases.local import LocalAssessment


def to_read(adoption_id: UUID) -> LocalAssessment:
    """Return an adoption that the reader may see, as it is today. Raises NotFound."""
    row = adoptions.get(db.session(), adoption_id, actor=current_actor())
    return local.assess(row, on=clock.today())


def to_fill(adoption_id: UUID) -> LocalAssessment:
    """Return an adoption that the reader may fill in now.

    Raises NotFound, Forbidden, AlreadyDecided, or SamePersonTwice for who advised. What such a
    person typed before is not lost: it is refused by the verb, which leaves the form as it was.
    """
    assessed, actor = to_read(adoption_id), current_actor()
    require(actor, Permission.ADOPTION_FILL, assessed.adoption)
    require_open(assessed.state)
    if request.method == "GET":
        adopting.require_no_adviser(assessed.adoption, actor=actor)
    return assessed
