"""Labels of the papers of an adoption; `labels` joins them in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.adoption_pack import FileForm, Paper

PACK_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Paper: {
        Paper.LOCAL_DPIA: _("Local DPIA"),
        Paper.BOARD_MEMO: _("Memo for the board"),
        Paper.ADVICE_SHEET: _("Advice sheet for the FG"),
        Paper.REGISTER: _("Register of processing"),
        Paper.INFORMATION: _("Information for parents and pupils"),
        Paper.SETTINGS: _("Settings and tasks"),
        Paper.DEVIATIONS: _("Where we differ"),
        Paper.ANNUAL_REPORT: _("Paragraph for the annual report"),
    },
    FileForm: {
        FileForm.WORD: _("Word file"),
        FileForm.TEXT: _("Text file"),
        FileForm.CSV: _("CSV file"),
        FileForm.WORKBOOK: _("Excel file"),
    },
}
