"""What people of the demonstration discuss in a draft, and the evidence that they add to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.cli.demonstration.days import When
from dpia_workbench.cli.demonstration.writing import Cast
from dpia_workbench.files import keeping
from dpia_workbench.files.keeping import FileStore, Staged
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind, FileFacts
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.schemas.demonstration import Demonstration
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import evidence, thread

Source = Mapping[str, Any]
Files = Mapping[tuple[str, str], FileFacts]  # by name and content


def _identity(file: Source) -> tuple[str, str]:
    return file["name"], file["content"]


@contextmanager
def kept(story: Demonstration, *, store: FileStore) -> Iterator[Files]:
    """Keep the files of the story while what happens inside succeeds."""
    staged: dict[tuple[str, str], Staged] = {}
    try:
        for item in story.files():
            content = BytesIO(item["content"].encode())
            staged[_identity(item)] = store.stage(content, name=item["name"])
        with store.keeping(staged.values()):
            yield {key: each.facts for key, each in staged.items()}
    finally:
        keeping.discard(staged.values())


def talk(
    session: Session, row: Dossier, *, cast: Cast, source: Source, files: Files, when: When
) -> None:
    """Let people add evidence to a draft, and open threads on its texts."""
    for item in source["evidence"]:
        _add(session, row, cast=cast, item=item, file=files[_identity(item["file"])], when=when)
    for item in source["threads"]:
        _open(session, row, cast=cast, item=item, when=when)


def _add(
    session: Session, row: Dossier, *, cast: Cast, item: Source, file: FileFacts, when: When
) -> None:
    actor = cast[item["by"]]
    values = {
        "title": item["title"],
        "kind": EvidenceKind(item["kind"]),
        "source": item["source"],
        "collected_on": when.today,
        "collected_by": actor.name,
        "confidentiality": Confidentiality(item["confidentiality"]),
        "has_personal_data": False,
        "delete_on": None,
        "expires_on": None,
    }
    evidence.add(
        session, actor=actor, dossier_id=row.id, file=file, values=values, readers=(),
        supports=[place_of(item["supports"])], today=when.today, now=when.now,
    )  # fmt: skip


def place_of(name: str, *, field: str = "") -> Place:
    """Return a place by its name in the files, such as risk:R1."""
    part, _colon, key = name.partition(":")
    return Place(part=DossierPart(part), key=key, field=field)


def _open(session: Session, row: Dossier, *, cast: Cast, item: Source, when: When) -> None:
    moment: dict[str, Any] = {"today": when.today, "now": when.now}
    opened = thread.start(
        session, actor=cast[item["by"]], dossier_id=row.id,
        place=place_of(item["place"], field=item["field"]),
        language=item.get("language", ""), passage=item["passage"], body=item["body"],
        proposed=item.get("proposed"), mentions=(),
        assignee_id=cast[item["to"]].user_id if "to" in item else None, **moment,
    )  # fmt: skip
    for reply in item["replies"]:
        thread.reply(
            session, actor=cast[reply["by"]], dossier_id=row.id, thread_id=opened.id,
            body=reply["body"], mentions=(), **moment,
        )  # fmt: skip
