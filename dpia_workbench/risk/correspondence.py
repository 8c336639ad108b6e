"""What the two sides of a request write to each other, with files (method.md 5.4).

Nothing of it changes a level: only a check by somebody independent does (invariant 5).
"""

from dpia_workbench.risk.rules import RuleViolation

LARGEST_THREAD = 2**30  # all files of one request together


class NotSentYet(RuleViolation):
    """Nobody talks about a request that the vendor does not know of."""

    code = "remediation.not-sent-yet"


class ThreadFull(RuleViolation):
    """The files of a request take room up to a limit."""

    code = "remediation.thread-full"


def require_sent(*, is_sent: bool) -> None:
    """Refuse to talk about a draft, also one that was dropped. Raises NotSentYet."""
    if not is_sent:
        raise NotSentYet


def require_room(sizes: list[int], *, used: int) -> None:
    """Refuse files for which the request has no room. Raises ThreadFull."""
    if used + sum(sizes) > LARGEST_THREAD:
        raise ThreadFull(most=LARGEST_THREAD // 2**30)
