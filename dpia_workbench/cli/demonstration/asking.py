"""What people of the demonstration ask a vendor about a draft, and what both sides write."""

from sqlalchemy.orm import Session

from dpia_workbench.cli.demonstration.days import When
from dpia_workbench.cli.demonstration.talking import Files, Source, place_of
from dpia_workbench.cli.demonstration.writing import Cast
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import asking, correspondence


def ask(
    session: Session, row: Dossier, *, cast: Cast, source: Source, files: Files, when: When
) -> None:
    """Let people ask the vendor, and both sides write about it."""
    for item in source["questions"]:
        asked = asking.ask(
            session, actor=cast[item["by"]], dossier_id=row.id, about=place_of(item["about"]),
            title=Bilingual.of(item["title"]), words=item["words"], is_draft=item["is_draft"],
            today=when.today, now=when.now,
        )  # fmt: skip
        for message in item["messages"]:
            file = message.get("file")
            sent = [files[file["name"], file["content"]]] if file else []
            correspondence.say(
                session, actor=cast[message["by"]], remediation_id=asked.id,
                words=message["words"], files=sent, today=when.today, now=when.now,
            )  # fmt: skip
