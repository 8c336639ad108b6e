"""What it means to break a rule."""

from typing import ClassVar


class RuleViolation(Exception):
    """A rule of the domain was broken.

    `code` names the rule (`noun.kebab-phrase`) for the API and for the sentence that people
    read; the keyword arguments are the values that sentence needs.
    """

    code: ClassVar[str] = "rule.broken"

    def __init__(self, **params: object) -> None:
        super().__init__(self.code, params)
        self.params = params
