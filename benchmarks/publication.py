"""Search and pages of thousands of releases, through HTTP, while somebody publishes.

`python -m benchmarks.publication [RELEASES]`. Each release has thirty documents. Prints how long
the index takes and how large it is; how fast a page of results is, with counts and passages, from
two worker processes while somebody publishes every second, and after how long that is found; the
same questions to bare SQLite FTS5 and PostgreSQL; and the page of a verdict beside one that
renders a constant of the same size.
"""

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from urllib.parse import quote

from flask import Flask, render_template_string

from benchmarks import others, published
from benchmarks.pages import application, dispose
from benchmarks.search import _WORDS
from dpia_workbench.plumbing import indexing
from dpia_workbench.search import Query
from tests.chromium.served import Served

RELEASES = 10_000
QUESTIONS = 200
_SETTLED = 6
_VERDICT = f"/verdicts/{published.TEMPLATE}"


def run(size: int = RELEASES, *, questions: int = QUESTIONS) -> Iterator[str]:
    """Yield a line per figure, as soon as it is known, for so many releases."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        app = application(home)
        stack.callback(lambda: dispose(app))
        published.fill(app, size)
        yield from _index(app, home)
        yield from _beside(app, home, questions=questions)
        yield from _served(app, home, questions=questions)
        yield from _page(app)


def _index(app: Flask, home: Path) -> Iterator[str]:
    began = time.perf_counter()
    with app.app_context():
        indexing.rebuild()
        taken = time.perf_counter() - began
        kinds = indexing.find(Query()).kinds
    weight = sum(path.stat().st_size for path in (home / "index").rglob("*") if path.is_file())
    yield (
        f"index: {sum(kinds.values())} documents of {kinds['verdict']} verdicts in {taken:.1f} s,"
        f" {weight / 1e6:.1f} MB"
    )


def ask(count: int) -> list[str]:
    """Return questions as people type them: a word, some words, a phrase."""
    random, words = Random(11), _WORDS["nl"].split()
    made = []
    for number in range(count):
        chosen = random.sample(words, 1 + number % 3)
        made.append(f'"{" ".join(chosen[:2])}"' if number % 10 == 0 else " ".join(chosen))
    return made


def _line(name: str, times: list[float]) -> str:
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{name}: median {median(times) * 1000:.1f} ms, p95 {late * 1000:.1f} ms"


def _times(act: Callable[[str], object], questions: Iterable[str]) -> list[float]:
    taken = []
    for question in questions:
        began = time.perf_counter()
        act(question)
        taken.append(time.perf_counter() - began)
    return taken


def _beside(app: Flask, home: Path, *, questions: int) -> Iterator[str]:
    """Yield how the engine does beside others, in this process, with counts and passages."""
    asked = ask(questions)
    with app.app_context():
        indexing.find(Query(text=asked[0]))
        ours = _times(lambda text: indexing.find(Query(text=text)), asked)
    yield _line("search, in the process", ours)
    yield f"memory of the process at most: {getrusage(RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB"
    for name, engine in (("SQLite FTS5", others.fts5), ("PostgreSQL", others.postgresql)):
        with engine(home, published.texts(app)) as question:
            theirs = _times(question, asked[: max(10, questions // 4)])
        ratio = median(theirs) / median(ours)
        yield f"{_line(f'the same on {name}', theirs)}; ours is {ratio:.1f} times as fast"


def _served(app: Flask, home: Path, *, questions: int) -> Iterator[str]:
    """Yield how fast pages of results are while somebody publishes, and when that is found."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DPIA_")},
        "DPIA_HOME": str(home),
        "DPIA_DATA": "data",
        "DPIA_BASE_URL": f"http://127.0.0.1:{port}",
    }
    server = Served(home, port=port, environment=environment)
    server.start()
    done, seen = Event(), list[float]()
    slugs = published.slugs(app, limit=50)
    publisher = Thread(target=_publish, args=(app, port, slugs, done, seen))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        act = lambda text: get(connection, f"/verdicts?q={quote(text)}&sector=po")  # noqa: E731
        _times(act, ask(questions)[: questions // 4])  # each worker opens its index once
        publisher.start()
        times = _times(act, ask(questions))
        while len(seen) < 2:
            time.sleep(0.1)
    finally:
        connection.close()
        done.set()
        publisher.join()
        server.stop()
    yield _line("page of results through HTTP, two workers, while one publishes", times)
    yield _line(f"published until found in every worker ({len(seen)} times)", seen)


def get(connection: http.client.HTTPConnection, path: str) -> str:
    """Return a page, which must be there."""
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    assert answer.status == 200, (path, answer.status)
    return body


def _publish(app: Flask, port: int, slugs: list[str], done: Event, seen: list[float]) -> None:
    """Publish every second, and see after how long each worker finds it."""
    number, publisher = 0, published.publisher(app)
    while not done.is_set():
        number += 1
        word = f"kanarie{'abcdefghij'[number % 10]}{number}"
        published.publish(app, by=publisher, word=word, slug=slugs[number % len(slugs)])
        began, settled, first = time.perf_counter(), 0, 0.0
        while settled < _SETTLED and not done.is_set():
            # A connection each time: the next worker may take it.
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            found = '"total":1' in get(connection, f"/api/v1/verdicts?q={word}").replace(" ", "")
            connection.close()
            settled = settled + 1 if found else 0
            if settled == 1:  # what we ask after this only shows that each worker holds it
                first = time.perf_counter() - began
            time.sleep(0.05)
        if settled == _SETTLED:
            seen.append(first)
        done.wait(max(0.0, 1 - (time.perf_counter() - began)))


def _page(app: Flask) -> Iterator[str]:
    """Yield how many pages of a verdict a process makes, beside a constant page of that size."""
    client = app.test_client()
    size = len(client.get(_VERDICT).get_data())
    bare = Flask("bare")
    bare.add_url_rule("/", view_func=lambda: render_template_string("{{ text }}", text="x" * size))
    other = bare.test_client()
    pages = _times(lambda _: client.get(_VERDICT).get_data(), ["page"] * 30)
    constant = _times(lambda _: other.get("/").get_data(), ["page"] * 30)
    ours, theirs = 1 / median(pages), 1 / median(constant)
    yield (
        f"page of a verdict ({size / 1000:.0f} kB): {ours:.0f} a second; a bare Flask page of that"
        f" size: {theirs:.0f} a second, {theirs / ours:.1f} times as many"
    )


if __name__ == "__main__":
    for figure in run(int(sys.argv[1]) if len(sys.argv) > 1 else RELEASES):
        print(figure, flush=True)
