"""What is known of viruses in a file, in words, and what keeps an infected one in."""

from collections.abc import Iterable, Mapping

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.filters import moment
from dpia_workbench.risk.scanning import FileInfected, Scan
from dpia_workbench.store import scans
from dpia_workbench.store.models import FileScan


def require_clean(sha256: str) -> None:
    """Refuse to give out what a virus was found in. Raises FileInfected."""
    found = scans.of(db.session(), sha256)
    if found is not None and found.result is Scan.INFECTED:
        raise FileInfected(virus=found.finding)


def newest(hashes: Iterable[str]) -> Mapping[str, FileScan]:
    """Return the newest look at each content that somebody looked at."""
    return scans.newest(db.session(), hashes)


def status(found: FileScan | None) -> Scan:
    """Return what is known of a content."""
    return found.result if found else Scan.NOT_SCANNED


def in_short(found: FileScan | None) -> str:
    """Return what is known of a content, in a few words."""
    if found is None:
        return label(Scan.NOT_SCANNED)
    return _("%(result)s, %(moment)s", result=label(found.result), moment=moment(found.at))


def sentence(found: FileScan | None) -> str:
    """Return what is known of a content and what follows from it."""
    if found is None:
        return _(
            "This file was not scanned for viruses. Open it as carefully as an attachment in a"
            " mail."
        )
    if found.result is Scan.INFECTED:
        return _(
            "On %(moment)s the virus %(virus)s was found in this file. It is given to nobody.",
            moment=moment(found.at), virus=found.finding,
        )  # fmt: skip
    return _(
        "On %(moment)s this file was scanned, and no virus was found.", moment=moment(found.at)
    )
