"""Rules about looking again whose sentences have nothing to fill in."""

RAISED_ABOVE = {
    "review.already-resolved",
    "review.decision-needed",
    "review.nobody-to-tell",
    "review.not-in-force",
    "review.nothing-chosen",
    "review.reason-missing",
}
