"""The promises of a vendor in numbers; what is counted is public (`store.promises`)."""

from collections.abc import Iterable
from datetime import date

from dpia_workbench.risk.promises import Given, Tally, tally
from dpia_workbench.store.models import Remediation


def counted(rows: Iterable[Remediation], *, on: date) -> Tally:
    """Return what became of some requests on a day."""
    return tally([given(row) for row in rows], on=on)


def given(row: Remediation) -> Given:
    """Return the facts of a request that its outcome rests on."""
    return Given(
        state=row.state,
        first_due=row.due_dates[0].due if row.due_dates else None,
        due=row.due,
        delivered_on=row.delivered_on,
        was_checked=bool(row.finding),
    )
