"""What stands beside a verdict and is no part of it: the statement of the vendor.

A release is hashed over what the cooperative concluded. The vendor's words are not in it: the
vendor can renew them or take them away, and they influence no verdict, level or order of search.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.clock import day_of
from dpia_workbench.store import vendor_statements
from dpia_workbench.web.verdicts.cards import told
from dpia_workbench.web.verdicts.pages import StatementView


def statement(session: Session, product_id: UUID) -> StatementView | None:
    """Return the statement that was accepted for a product, in the reader's language."""
    row = vendor_statements.accepted(session, product_id)
    if row is None:
        return None
    return StatementView(
        text=told(row.text),
        vendor=row.vendor.name,
        signatory=row.signatory,
        function=row.function,
        on=day_of(row.written_at),
    )
