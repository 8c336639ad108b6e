"""What people who need no account follow, and how soon they hear of it."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

CONFIRM_LASTS = timedelta(days=3)  # after that an address that nobody confirmed goes


class Subject(StrEnum):
    """What is followed."""

    PRODUCT = "product"
    VENDOR = "vendor"
    SEARCH = "search"


class Pace(StrEnum):
    """How soon news is mailed; a withdrawal or a RED verdict of a product always is at once."""

    DAILY = "daily"
    AT_ONCE = "at_once"
    URGENT = "urgent"


# What can be chosen. A search can find much: only who has an account hears each thing at once.
PACES: Mapping[Subject, tuple[Pace, ...]] = {
    Subject.PRODUCT: (Pace.DAILY, Pace.URGENT),
    Subject.VENDOR: (Pace.DAILY, Pace.URGENT),
    Subject.SEARCH: (Pace.DAILY,),
}
ALERTS = (Pace.DAILY, Pace.AT_ONCE)  # of a saved search
