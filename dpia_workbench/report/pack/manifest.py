"""The manifest of a pack: which files there are with their hashes, and what they rest on."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from dpia_workbench import __version__
from dpia_workbench.i18n import DEFAULT_LANGUAGE, speaking
from dpia_workbench.report import uncovered
from dpia_workbench.report.pack.files import MEDIA_TYPES, File
from dpia_workbench.report.package import add
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.adoption_pack import Pack

MANIFEST = "manifest.json"
SCHEMA = "dpia-workbench/adoption-pack/1"


def zipped(pack: Pack, made: Iterable[File], *, now: datetime) -> bytes:
    """Return some files of a pack as one zip, with a manifest that holds their hashes."""
    kept = tuple(made)
    told = json.dumps(manifest(pack, kept, now=now), ensure_ascii=False, indent=2)
    holder = BytesIO()
    with ZipFile(holder, "w", ZIP_DEFLATED) as package:
        add(package, MANIFEST, f"{told}\n".encode())
        for each in kept:
            add(package, each.name, each.content)
    return holder.getvalue()


def manifest(pack: Pack, made: Sequence[File], *, now: datetime) -> dict[str, Any]:
    """Return what is in a pack; of the words in it, the Dutch ones."""
    row, content = pack.adoption, pack.assessment.content
    with speaking(DEFAULT_LANGUAGE):
        left = uncovered.words(pack.assessment)
    return {
        "schema": SCHEMA,
        "made_at": now.isoformat(),
        "versions": {
            "workbench": __version__,
            "release": content["schema"],
            "template": {"key": pack.template.key, "version": pack.template.version},
        },
        "board": {"name": row.board.name, "number": row.board.number},
        "product": _product(content["product"]),
        "release": {
            "number": content["number"],
            "sha256": row.release_sha256,
            "status_when_made": pack.status,
        },
        "adoption": _adoption(pack),
        "not_covered": left,
        "files": [_file(each) for each in made],
    }


def _product(product: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": product["slug"],
        "name": Bilingual.of(product["name"]).text(DEFAULT_LANGUAGE),
        "vendor": product["vendor"]["name"],
    }


def _adoption(pack: Pack) -> dict[str, Any]:
    row, taken = pack.adoption, pack.adoption.decision
    return {
        "id": str(row.id),
        "round": row.round,
        "state": pack.assessment.state,
        "is_draft": pack.is_draft,
        "decision": taken.outcome if taken else None,
        "decided_on": taken.on.isoformat() if taken else None,
        "next_review": taken.next_review.isoformat() if taken else None,
    }


def _file(each: File) -> dict[str, Any]:
    return {
        "name": each.name,
        "paper": each.paper,
        "language": each.language,
        "media_type": MEDIA_TYPES[each.form],
        "bytes": len(each.content),
        "sha256": each.sha256,
    }
