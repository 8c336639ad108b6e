"""From whom a remark is, whether an answer reaches them, and what came of it."""

from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.remark import Outcome
from dpia_workbench.store import remarks
from dpia_workbench.store.models import Remark


def origin(row: Remark) -> str:
    """Return from which board it is, if the board says so; of a reader nothing is known."""
    asked = remarks.feedback_of(db.session(), row.id)
    if asked is None:
        return ""
    if asked.is_named:
        return _("From %(board)s, which assesses or uses this product", board=asked.board.name)
    return _("From a school board that assesses or uses this product")


def leads(row: Remark) -> str:
    """Return to a change in which release a remark leads."""
    change = remarks.change_of(db.session(), row.id)
    if change is None:
        return ""
    if change.release is None:
        return _("This leads to a change in the next release.")
    return _("This led to a change in release %(number)s.", number=change.release.number)


def reach(row: Remark) -> str:
    """Return whether and how an answer reaches who asked."""
    if remarks.feedback_of(db.session(), row.id) is not None:
        return _("Your answer is read by the board that asked, and mailed to it.")
    if row.outcome is None and row.email:
        return _("The reader left an e-mail address and gets your answer there. You do not see it.")
    if row.outcome is None and row.wants_answer:
        return _("The reader left an e-mail address, but that was too long ago: it was removed.")
    if row.outcome is None:
        return _("The reader left no e-mail address, so your answer is for the record only.")
    if row.wants_answer and row.outcome is Outcome.ANSWERED:
        return _("The answer was sent to the e-mail address that the reader left.")
    return ""
