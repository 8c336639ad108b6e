"""Errata: a small mistake in a release is corrected beside it; the release never changes."""

from collections.abc import Iterable, Mapping

from dpia_workbench.risk.rules import RuleViolation


class ErratumTextMissing(RuleViolation):
    """A correction says in Dutch and in English what was wrong and what is right."""

    code = "erratum.text-missing"


class ErratumRepeated(RuleViolation):
    """The same correction stands with the release already: a form that was sent twice."""

    code = "erratum.repeated"


def require_new(text: Mapping[str, str], *, before: Iterable[Mapping[str, str]]) -> None:
    """Refuse a correction without words or one that is there.

    Raises ErratumTextMissing or ErratumRepeated.
    """
    if not all(text.get(language, "").strip() for language in ("nl", "en")):
        raise ErratumTextMissing
    if any(dict(text) == dict(other) for other in before):
        raise ErratumRepeated
