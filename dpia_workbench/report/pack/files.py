"""The papers of an adoption as files, in the forms and languages in which they come."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dpia_workbench.i18n import LANGUAGES, speaking
from dpia_workbench.report.dossier import LanguageUnknown
from dpia_workbench.report.model import Document
from dpia_workbench.report.pack.advice import advice_sheet
from dpia_workbench.report.pack.annual import annual_report
from dpia_workbench.report.pack.deviations import deviations
from dpia_workbench.report.pack.dpia import local_dpia
from dpia_workbench.report.pack.information import information
from dpia_workbench.report.pack.memo import memo
from dpia_workbench.report.pack.register import register
from dpia_workbench.report.pack.settings import settings_paper, settings_sheet
from dpia_workbench.report.pack.text import as_text
from dpia_workbench.report.sheets import Sheet, as_csv, as_xlsx
from dpia_workbench.report.word import write
from dpia_workbench.risk.adoption_pack import FORMS, FileForm, Paper
from dpia_workbench.usecases.adoption_pack import Pack

MEDIA_TYPES: Mapping[FileForm, str] = {
    FileForm.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileForm.TEXT: "text/plain; charset=utf-8",
    FileForm.CSV: "text/csv; charset=utf-8",
    FileForm.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a pack."""

    name: str
    paper: Paper
    form: FileForm
    language: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Return its hash."""
        return hashlib.sha256(self.content).hexdigest()


_DOCUMENTS: Mapping[Paper, Callable[[Pack], Document]] = {
    Paper.BOARD_MEMO: memo, Paper.ADVICE_SHEET: advice_sheet, Paper.INFORMATION: information,
    Paper.SETTINGS: settings_paper, Paper.DEVIATIONS: deviations,
    Paper.ANNUAL_REPORT: annual_report,
}  # fmt: skip


def file(pack: Pack, *, paper: Paper, form: FileForm, language: str, address: str) -> File:
    """Return one paper in one form and language; `address` is where the release is read.

    Raises LanguageUnknown; a form that the paper does not have is a KeyError.
    """
    require_languages([language])
    if form not in FORMS[paper]:
        raise KeyError(form)
    with speaking(language):
        content = _content(pack, paper=paper, form=form, address=address)
    return File(
        name=_name(pack, paper=paper, form=form, language=language),
        paper=paper, form=form, language=language, content=content,
    )  # fmt: skip


def require_languages(languages: Iterable[str]) -> None:
    """Refuse a language that the product does not speak. Raises LanguageUnknown."""
    for language in languages:
        if language not in LANGUAGES:
            raise LanguageUnknown(language=language)


def _content(pack: Pack, *, paper: Paper, form: FileForm, address: str) -> bytes:
    if form is FileForm.CSV:
        return as_csv(register(pack))
    if form is FileForm.WORKBOOK:
        return as_xlsx(_sheet(pack, paper))
    told = _document(pack, paper, address=address)
    return as_text(told) if form is FileForm.TEXT else write(told)


def _sheet(pack: Pack, paper: Paper) -> Sheet:
    return settings_sheet(pack.assessment) if paper is Paper.SETTINGS else register(pack)


def _document(pack: Pack, paper: Paper, *, address: str) -> Document:
    if paper is Paper.LOCAL_DPIA:
        return local_dpia(pack, address=address)
    return _DOCUMENTS[paper](pack)


def _name(pack: Pack, *, paper: Paper, form: FileForm, language: str) -> str:
    draft = "-draft" * pack.is_draft
    order = f"-{pack.template.key}" * (paper is Paper.LOCAL_DPIA)
    return f"{stem(pack)}-{paper}{order}{draft}-{language}.{form}"


def stem(pack: Pack) -> str:
    """Return with what the names of all files begin."""
    content = pack.assessment.content
    return f"{pack.adoption.board.slug}-{content['product']['slug']}-{content['number']}"


def files(pack: Pack, *, languages: Iterable[str], address: str) -> tuple[File, ...]:
    """Return every paper in every form it has, in some languages. Raises LanguageUnknown."""
    return tuple(
        file(pack, paper=paper, form=form, language=language, address=address)
        for language in languages
        for paper, forms in FORMS.items()
        for form in forms
    )
