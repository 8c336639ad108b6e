"""`python -m benchmarks`: all benchmarks, one after the other."""

from benchmarks import (
    adoptions,
    dossier_report,
    overview,
    pages,
    publication,
    relevance,
    report,
    risk,
    search,
    typing,
    writing,
)


def main() -> None:
    """Print the figures of every benchmark."""
    for title, module in (
        ("Risk engine", risk),
        ("Search", search),
        ("Relevance", relevance),
        ("Publication", publication),
        ("Pages", pages),
        ("Overview of a large board", overview),
        ("Word report", report),
        ("Word report of a dossier", dossier_report),
        ("Adoptions to look at again", adoptions),
        ("Writing together", writing),
        ("Typing in the same texts", typing),
    ):
        print(f"\n{title}\n{'=' * len(title)}", flush=True)
        for line in module.run():
            print(line, flush=True)


main()
