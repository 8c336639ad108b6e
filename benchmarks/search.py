"""How fast the search floor answers, indexes and publishes, at three sizes of catalogue.

Run with `python -m benchmarks.search [SIZE …]`. The documents are generated, the same ones
on every machine: about 300 words each, half Dutch, half English, common words commonest.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from dpia_workbench.search import Document, Index, Query

SIZES = (22, 1000, 10000)
ROUNDS = 12
WORDS_PER_LANGUAGE = 150
VOCABULARY = 12_000

_WORDS: Mapping[str, str] = {
    "nl": """gegevens leerling verwerker maatregel risico school toets bewaartermijn leverancier
        account beveiliging toestemming persoonsgegevens docent kinderen instelling doorgifte
        wachtwoord verwerkersovereenkomst lessen beheerder tweestapsverificatie camera ouders""",
    "en": """data pupil processor measure risk assessment retention supplier security consent
        personal teacher children setting transfer password agreement lesson administrator
        encryption parents record permission export""",
}
_SYLLABLES: Mapping[str, str] = {
    "nl": "ge be ver ont schap heid lijk ing tel voor werk leer gen stel baar den kop lan",
    "en": "con pre tion ment ing ly er able ness ship re dis ward work learn ten sel fra",
}
_SECTORS = ("po", "vo", "so", "mbo", "hbo", "wo")
_VERDICTS = ("GREEN", "GREEN_WITH_MEASURES", "ORANGE", "RED")
_CATEGORIES = ("las", "elo", "suite", "video", "testing", "material", "communication", "ai")


class Language:
    """The words of one language, the common ones drawn more often, as in real text."""

    def __init__(self, code: str, *, random: Random) -> None:
        syllables = _SYLLABLES[code].split()
        self.common = _WORDS[code].split()
        made = {
            "".join(random.choices(syllables, k=random.randint(2, 4))): None
            for _ in range(VOCABULARY)
        }
        self._words = [*self.common, *made]
        self._odds = list(accumulate(1 / (rank + 8) for rank in range(len(self._words))))

    def sentences(self, count: int, *, random: Random) -> tuple[str, ...]:
        """Return about so many words, in sentences."""
        words = random.choices(self._words, cum_weights=self._odds, k=count)
        return tuple(
            " ".join(words[start : start + 15]).capitalize() + "." for start in range(0, count, 15)
        )


def documents(size: int) -> Iterator[Document]:
    """Return generated verdicts, the same each time."""
    random = Random(20260101)
    languages = {code: Language(code, random=random) for code in _WORDS}
    vendors = max(3, size // 8)
    for number in range(size):
        vendor = random.randrange(vendors)
        name = languages["nl"].sentences(1, random=random)[0].strip(".")
        yield Document(
            slug=f"product-{number}",
            product=f"{name} product {number}",
            names=(f"Oud {number}",),
            vendor=f"Vendor {vendor}",
            vendor_slug=f"vendor-{vendor}",
            category=random.choice(_CATEGORIES),
            words=("leermiddel", "learning material"),
            sectors=tuple(random.sample(_SECTORS, random.randint(1, 3))),
            verdict=random.choice(_VERDICTS),
            published_on=date(2024, 1, 1) + timedelta(days=random.randrange(900)),
            current=random.random() > 0.05,
            passages={
                code: language.sentences(WORDS_PER_LANGUAGE, random=random)
                for code, language in languages.items()
            },
        )


def _mistyped(random: Random) -> str:
    word = random.choice([word for word in _WORDS["en"].split() if len(word) > 6])
    place = random.randrange(2, len(word) - 2)
    return word[:place] + "q" + word[place + 1 :]


def _dutch(random: Random, count: int, *, of: int = 24) -> str:
    return " ".join(random.sample(_WORDS["nl"].split()[:of], count))


QUERIES: Mapping[str, Callable[[Random], Query]] = {
    "one word": lambda random: Query(text=_dutch(random, 1)),
    "three words": lambda random: Query(text=_dutch(random, 3, of=12)),
    "product": lambda random: Query(text=f"product {random.randrange(22)}"),
    "phrase": lambda random: Query(text=f'"{_dutch(random, 2, of=6)}"'),
    "typing error": lambda random: Query(text=_mistyped(random), language="en"),
    "beginning": lambda random: Query(text=_dutch(random, 1)[:5]),
    "filters": lambda random: Query(text=_dutch(random, 1), sectors=("po",), verdicts=("GREEN",)),
    "everything": lambda _: Query(sort="name"),
}


def _milliseconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return (perf_counter() - start) * 1000


def _line(size: int, what: str, times: list[float]) -> str:
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{size:>6}  {what:<24} median {median(times):8.1f} ms   p95 {late:8.1f} ms"


def _find_lines(size: int, index: Index) -> Iterator[str]:
    random = Random(7)
    everything: list[float] = []
    for name, make in QUERIES.items():
        times = []
        for _ in range(ROUNDS):
            query = make(random)
            times.append(_milliseconds(lambda query=query: index.find(query)))  # type: ignore[misc]
        everything += times
        yield _line(size, f"find: {name}", times)
    yield _line(size, "find: all of these", everything)


def _publish_lines(size: int, index: Index, *, folder: Path) -> Iterator[str]:
    extra = list(documents(ROUNDS))
    reader = Index(folder)
    reader.find(Query())
    puts, sights = [], []
    for document in extra:
        puts.append(_milliseconds(lambda document=document: index.put([document])))  # type: ignore[misc]
        sights.append(_milliseconds(lambda: reader.find(Query(text="product"))))
    yield _line(size, "put one document", puts)
    yield _line(size, "first find after a put", sights)
    both = [put + sight for put, sight in zip(puts, sights, strict=True)]
    yield _line(size, "put until visible", both)


def _measure(size: int, folder: Path) -> Iterator[str]:
    made = list(documents(size))
    index = Index(folder)
    seconds = _milliseconds(lambda: index.rebuild(made)) / 1000
    weight = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    yield f"{size:>6}  {'rebuild':<24} {seconds:.1f} s, {weight / 1e6:.1f} MB on disk"
    yield f"{size:>6}  {'first find, cold':<24} {_milliseconds(lambda: index.find(Query())):.1f} ms"
    yield from _find_lines(size, index)
    yield from _publish_lines(size, index, folder=folder)


def run(sizes: tuple[int, ...] = SIZES) -> list[str]:
    """Measure each size, print each line as it is known, and return all lines."""
    lines = []
    for size in sizes:
        with TemporaryDirectory() as folder:
            for line in _measure(size, Path(folder) / "index"):
                print(line, flush=True)
                lines.append(line)
    return lines


if __name__ == "__main__":
    run(tuple(map(int, sys.argv[1:])) or SIZES)
