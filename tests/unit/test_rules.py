"""What a broken rule says of itself."""

from dpia_workbench.risk.rules import RuleViolation


class ManyTeapots(RuleViolation):
    """A rule for these tests."""

    code = "kitchen.many-teapots"


def test_a_broken_rule_tells_its_code_and_values_to_people_and_to_the_log() -> None:
    broken = ManyTeapots(count=3)

    assert broken.params == {"count": 3}
    assert broken.args == ("kitchen.many-teapots", {"count": 3})
