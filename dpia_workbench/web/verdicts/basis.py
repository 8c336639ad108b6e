"""What the verdict of a release rests on, read from its frozen content."""

from collections.abc import Iterator, Mapping
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.filters import day
from dpia_workbench.web.verdicts.cards import told
from dpia_workbench.web.verdicts.pages import Basis

Content = Mapping[str, Any]


def basis(content: Content) -> Iterator[Basis]:
    """Yield the dossier, the method, the checks of vendor measures and the agreements."""
    revision = _("Revision %(number)s", number=content["revision"])
    dossier = _("Dossier %(key)s", key=content["dossier"])
    yield Basis(title=told(dossier), facts=(revision, content["publisher"]))
    method = _("Method profile %(profile)s", profile=content["profile"]["id"])
    version = _("Version %(number)s", number=content["profile"]["version"])
    yield Basis(title=told(method), facts=(version,))
    for item in content["measures"]:
        if item["promise"] and item["promise"]["verified_on"]:
            yield Basis(title=told(item["title"]), facts=tuple(_check(item["promise"])))
        if item["agreement"]:
            yield _agreement(item["agreement"])


def _check(promise: Content) -> Iterator[str]:
    if promise["delivered_on"]:
        yield _("Delivered by the vendor on %(day)s", day=day(promise["delivered_on"]))
    yield _("Checked on %(day)s", day=day(promise["verified_on"]))
    if promise["verification_expires_on"]:
        yield _("The check counts until %(day)s", day=day(promise["verification_expires_on"]))


def _agreement(agreement: Content) -> Basis:
    facts = []
    if agreement["clause"]:
        facts.append(_("Clause: %(clause)s", clause=agreement["clause"]))
    if agreement["in_force_from"]:
        facts.append(_("In force from %(day)s", day=day(agreement["in_force_from"])))
    return Basis(title=told(agreement["title"]), facts=tuple(facts))
