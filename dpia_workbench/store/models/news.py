"""A job for each piece of news, in the transaction in which it happens.

Whoever writes a release or an event need not think of followers; nobody can forget them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, event, insert

from dpia_workbench.store.models.proof import ReleaseErratum
from dpia_workbench.store.models.release import Release, ReleaseEvent
from dpia_workbench.store.models.trail import Job

NEWS_JOB = "news.spread"


def _spreads(
    kind: str, moment: Callable[[Any], datetime]
) -> Callable[[Any, Connection, Any], None]:
    def put(_mapper: Any, connection: Connection, row: Any) -> None:
        connection.execute(
            insert(Job).values(
                id=uuid4(), name=NEWS_JOB, detail=_detail(kind, row.id), tries=0, error="",
                run_at=moment(row), created_at=moment(row),
            )
        )  # fmt: skip

    return put


def _detail(kind: str, row_id: UUID) -> dict[str, str]:
    return {"news": f"{kind}:{row_id}"}


event.listen(Release, "after_insert", _spreads("release", lambda row: row.published_at))
event.listen(ReleaseEvent, "after_insert", _spreads("event", lambda row: row.at))
event.listen(ReleaseErratum, "after_insert", _spreads("erratum", lambda row: row.at))
