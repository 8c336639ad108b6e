"""The report of one board's local assessment as a file, wherever it is asked for."""

from dataclasses import dataclass

from dpia_workbench.report.local import local_report
from dpia_workbench.report.word import write
from dpia_workbench.risk.release import Status
from dpia_workbench.usecases.local import LocalAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFile:
    """A report as a Word file."""

    name: str
    content: bytes


def local_file(assessed: LocalAssessment, *, status: Status, language: str) -> LocalFile:
    """Return the report of a local assessment as a Word file in a language.

    `status` is that of what is adopted, on the day of the report.
    """
    row = assessed.adoption
    slug, number = row.basis.product.slug, row.basis.number
    return LocalFile(
        name=f"dpia-{row.board.slug}-{slug}-{number}-{language}.docx",
        content=write(local_report(assessed, status=status, language=language)),
    )
