"""The settings of an adoption as somebody outside sees them: no risks, levels or decisions."""

from collections.abc import Mapping
from dataclasses import dataclass

from dpia_workbench.risk.review import is_meant_for
from dpia_workbench.risk.vocabulary import MeasureKind
from dpia_workbench.store import releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Worksheet
from dpia_workbench.usecases import local, practice


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One measure of schools: what to do, why, and how it is done in practice."""

    key: str
    title: Bilingual
    instruction: Bilingual
    practice: Mapping[str, Bilingual]


def asked(worksheet: Worksheet) -> tuple[Setting, ...]:
    """Return what a worksheet asks about: the technical measures, or all that schools can take.

    Of the measures for an edition that the board does not use nothing is asked.
    """
    adoption = worksheet.adoption
    content = releases.content(adoption.basis)
    used = {c["edition"]["key"] for c in content["cells"] if c["key"] in adoption.cells}
    known = {row.key for row in adoption.measures}
    return tuple(
        Setting(
            key=item["key"],
            title=Bilingual.of(item["title"]),
            instruction=Bilingual.of(item["instruction"]),
            practice=practice.of(item),
        )
        for item in local.school_measures(content)
        if item["key"] in known
        and (worksheet.every_measure or _is_setting(item))
        and is_meant_for(item["editions"], used)
    )


def _is_setting(item: Mapping[str, object]) -> bool:
    return item.get("kind") == MeasureKind.TECHNICAL or bool(practice.of(item))


def product(worksheet: Worksheet) -> Bilingual:
    """Return the name of the product."""
    return Bilingual.of(releases.content(worksheet.adoption.basis)["product"]["name"])
