"""What comes in about evidence of boards and worksheets of partners."""

from collections.abc import Iterable

from marshmallow import Schema

from dpia_workbench.risk.worksheet import MOST_DAYS, AnswerKind
from dpia_workbench.schemas.adoptions import LocalMeasureSchema
from dpia_workbench.schemas.base import Choice, Day, Email, Flag, StrictSchema, Text, Whole

LONGEST_ANSWER = 5000
ANSWER = "answer"  # the fields answer.M3.kind, answer.M3.words, …


class BoardMeasureSchema(LocalMeasureSchema):
    """How far the board is with a measure, with files."""

    has_personal_data = Flag(load_default=False)


class WorksheetSchema(StrictSchema):
    """For whom a worksheet is, and how long its link works."""

    partner = Text(longest=120)
    email = Email(blank=True, longest=254)
    days = Whole(least=1, most=MOST_DAYS, required=True)
    every_measure = Flag(load_default=False)


class SettingAsideSchema(StrictSchema):
    """What the privacy officer writes about an answer that is not taken over."""

    words = Text(blank=True, longest=LONGEST_ANSWER)


class ReplySchema(StrictSchema):
    """What the privacy officer replies to a question."""

    words = Text(longest=LONGEST_ANSWER)


class FillerSchema(StrictSchema):
    """Who fills in a worksheet, without the answers: see `answers_schema`."""

    name = Text(blank=True, longest=120)


def answers_schema(keys: Iterable[str]) -> Schema:
    """Return the schema of a worksheet with fields for each setting.

    A loaded one holds the answers as {"answer": {"M3": {"kind": …, "words": …}}}; `seen` is the
    number of the answer that stood there when the page was opened.
    """
    fields: dict[str, object] = {}
    for key in keys:
        fields |= {
            f"{ANSWER}.{key}.kind": Choice(AnswerKind, allow_none=True, load_default=None),
            f"{ANSWER}.{key}.words": Text(blank=True, longest=LONGEST_ANSWER),
            f"{ANSWER}.{key}.since": Day(allow_none=True, load_default=None),
            f"{ANSWER}.{key}.due": Day(allow_none=True, load_default=None),
            f"{ANSWER}.{key}.seen": Whole(least=0, most=10**6, load_default=None, allow_none=True),
        }
    return FillerSchema.from_dict(fields)()  # type: ignore[arg-type]  # it takes any fields
