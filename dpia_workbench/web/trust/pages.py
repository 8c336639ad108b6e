"""From what is known of a release to the values that the pages about trust show."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.verification import Verified
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.proof import Outcome, SignatureState
from dpia_workbench.risk.release import IN_USE
from dpia_workbench.store.models import Release, ReleasePart

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """What a file turned out to be."""

    tone: str  # of the message: success, warning or error
    title: str
    text: str
    warning: str  # what the reader must know although the file is genuine
    facts: tuple[Row, ...]
    differences: tuple[Row, ...]  # where, what was published, what the file says
    others: tuple[str, ...]  # parts of the file that differ in something else than words
    faults: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """The page that checks a file."""

    result: ResultView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPage:
    """The page on which a publisher corrects a small mistake."""

    name: str
    number: int
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """Evidence as members know of it."""

    key: str
    title: str
    facts: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersPage:
    """What only members read beside a release."""

    name: str
    number: int
    back: str
    json_url: str
    sha256: str
    proofs: tuple[ProofView, ...]


def check_page(found: Verified | None, *, name: str) -> CheckPage:
    """Return the page, with what a file with a name turned out to be if there was one."""
    return CheckPage(result=_result(found, name=name) if found else None)


def _result(found: Verified, *, name: str) -> ResultView:
    tone, text = _meaning(found)
    row = found.release
    return ResultView(
        tone=tone,
        title=label(found.outcome),
        text=text,
        warning=_warning(found),
        facts=tuple(_facts(found, name=name)),
        differences=tuple(_differences(found)),
        others=found.parts,
        faults=tuple(
            _("Release %(number)s: %(fault)s.", number=number, fault=label(fault))
            for number, fault in found.faults
        ),
        url=_address(row) if row else "",
    )


def _address(row: Release) -> str:
    return url_for("verdicts.release", slug=row.product.slug, number=row.number)


def _meaning(found: Verified) -> tuple[str, str]:
    """Return how bad it is, and a sentence that says what it means."""
    if found.outcome is Outcome.UNREADABLE:
        return "error", _(
            "This is no JSON and no Word report of a release, or the file is damaged."
        )
    if found.outcome is Outcome.UNKNOWN:
        return "warning", _(
            "Nothing like this was published here. It may come from another place, or so much"
            " was changed that it is no longer known."
        )
    if found.outcome is Outcome.CHANGED:
        if found.differences or found.passages:
            return "error", _("Words in this file are not what was published. Do not rely on it.")
        return "warning", _(
            "Every word is what was published, but the file was changed in something else: for"
            " example because somebody saved it again. Use the report on the product's page."
        )
    if found.is_trusted:
        return "success", _("This file is exactly what was published, and it is signed.")
    return "error", _(
        "This file is what we hold, but our own records of it are not in order. Tell the publisher."
    )


def _warning(found: Verified) -> str:
    """Return what a reader must know although every word is genuine."""
    if found.release is None or found.status is None:
        return ""
    if found.status not in IN_USE:
        return _(
            "It no longer holds: %(status)s. Read the product's page to know what holds today.",
            status=label(found.status).lower(),
        )
    if found.errata:
        return _("Something in it was corrected later. Read the correction on its page.")
    if found.claimed is not None and found.claimed is not found.status:
        return _(
            "When this report was made its status was “%(then)s”; today it is “%(now)s”.",
            then=label(found.claimed), now=label(found.status),
        )  # fmt: skip
    return ""


def _facts(found: Verified, *, name: str) -> Iterator[Row]:
    if name:
        yield _("File"), name
    yield _("What it is"), label(found.kind)
    row = found.release
    if row is None or found.status is None:
        return
    product = row.product.name.text(current_language())
    named = _("%(product)s, release %(number)s", product=product, number=row.number)
    yield _("Release"), named, _("To its page"), _address(row)
    yield _("Verdict that was published"), label(row.verdict)
    yield _("Published"), day(row.published_at)
    yield _("Status today"), label(found.status)
    if found.claimed is not None:
        yield _("Status when this report was made"), label(found.claimed)
    yield _("Signature"), label(found.signature or SignatureState.MISSING)
    yield (
        _("Chain of releases"),
        _("Something is wrong with it") if found.faults else _("Each one names the one before it"),
    )
    yield _("Hash (sha256)"), row.sha256


def _differences(found: Verified) -> Iterator[Row]:
    nothing = "–"
    for each in found.differences:
        yield f"{each.path} ({label(each.kind)})", each.published or nothing, each.given or nothing
    for passage in found.passages:
        yield _part(passage.part), passage.published or nothing, passage.given or nothing


def _part(name: str) -> str:
    """Return in words which part of a Word file this is."""
    if name.endswith(".rels"):
        return _("Links")
    if name.startswith("docProps/"):
        return _("Properties of the file")
    stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    titles = {
        "document": _("Text"),
        "footnotes": _("Footnotes"),
        "header": _("Head of the page"),
        "footer": _("Foot of the page"),
    }
    return titles.get(stem, name)


def members_page(part: ReleasePart) -> MembersPage:
    """Return the page of what only members read, from its frozen content."""
    content, row = json.loads(part.canonical), part.release
    place: dict[str, Any] = {"slug": row.product.slug, "number": row.number}
    return MembersPage(
        name=row.product.name.text(current_language()),
        number=row.number,
        back=_address(row),
        json_url=url_for("trust.members_json", **place),
        sha256=part.sha256,
        proofs=tuple(_proof(item) for item in content["evidence"]),
    )


def _proof(item: dict[str, Any]) -> ProofView:
    facts = [
        label(EvidenceKind(item["kind"])),
        _("collected on %(day)s", day=day(item["collected_on"])),
        label(Confidentiality(item["confidentiality"])),
    ]
    if item["source"]:
        facts.append(_("Source: %(source)s", source=item["source"]))
    if item["expires_on"]:
        facts.append(_("counts until %(day)s", day=day(item["expires_on"])))
    supports = ", ".join(_place(part, key) for part, key in item["supports"])
    if supports:
        facts.append(_("Supports: %(places)s", places=supports))
    return ProofView(
        key=item["key"], title=item["title"], facts=tuple(facts), sha256=item["file"]["sha256"]
    )


def _place(part: str, key: str) -> str:
    return f"{label(DossierPart(part))} {key}".strip()
