"""What every search index reads to follow the database."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import Mapped, mapped_column

from dpia_workbench.store.base import Base
from dpia_workbench.store.freezing import freeze


class SearchChange(Base):
    """What the public may read of a product changed; append-only, in that same transaction.

    The mark tells rows with one number in two databases apart.
    """

    __tablename__ = "search_change"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    slug: Mapped[str]
    mark: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    at: Mapped[datetime]


freeze(SearchChange)
