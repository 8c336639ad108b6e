"""What a board keeps and gives of an adoption: the papers of the pack, and their forms."""

from collections.abc import Mapping
from enum import StrEnum


class Paper(StrEnum):
    """One paper of the pack, in the order in which they are shown."""

    LOCAL_DPIA = "local-dpia"
    BOARD_MEMO = "board-memo"
    ADVICE_SHEET = "advice-sheet"
    REGISTER = "register"
    INFORMATION = "information"
    SETTINGS = "settings"
    DEVIATIONS = "deviations"
    ANNUAL_REPORT = "annual-report"


class FileForm(StrEnum):
    """In which form a paper comes; the value ends the name of the file."""

    WORD = "docx"
    TEXT = "txt"
    CSV = "csv"
    WORKBOOK = "xlsx"


FORMS: Mapping[Paper, tuple[FileForm, ...]] = {
    Paper.LOCAL_DPIA: (FileForm.WORD,),
    Paper.BOARD_MEMO: (FileForm.WORD,),
    Paper.ADVICE_SHEET: (FileForm.WORD,),
    Paper.REGISTER: (FileForm.CSV, FileForm.WORKBOOK),
    Paper.INFORMATION: (FileForm.WORD, FileForm.TEXT),
    Paper.SETTINGS: (FileForm.WORD, FileForm.WORKBOOK),
    Paper.DEVIATIONS: (FileForm.WORD,),
    Paper.ANNUAL_REPORT: (FileForm.WORD, FileForm.TEXT),
}
