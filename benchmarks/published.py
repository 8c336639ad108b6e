"""A database with thousands of published releases, each with thirty things to find.

The words are generated, the same each time; the shape of a release is that of one that was
played through the use cases.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks.search import Language
from dpia_workbench import clock
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import audit, organisations, products, search_changes
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Product, Release

RISKS, MEASURES = 12, 17
TEMPLATE = "noorderlicht-portfolio"
VENDOR = "noorderlicht-software"
_SENTENCES = 4000
_AT_ONCE = 200
_VERDICTS = (Verdict.GREEN, Verdict.GREEN_WITH_MEASURES, Verdict.AMBER, Verdict.RED)
_OWNERS = ("vendor", "contractual", "school_mandatory", "school_optional")


class Writer:
    """Writes sentences in two languages, drawn from a few thousand."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._kept = {}
        for code in ("nl", "en"):
            language = Language(code, random=random)
            self._kept[code] = [
                language.sentences(random.randint(6, 15), random=random)[0]
                for _ in range(_SENTENCES)
            ]

    def text(self, sentences: int) -> dict[str, str]:
        """Return so many sentences in each language."""
        return {
            code: " ".join(self._random.choices(kept, k=sentences))
            for code, kept in self._kept.items()
        }

    def title(self) -> dict[str, str]:
        """Return a title in each language."""
        return {code: " ".join(line.split()[:6]) for code, line in self.text(1).items()}


class Publisher:
    """Makes releases after the shape of a real one."""

    def __init__(self, session: Session) -> None:
        random = Random(20260101)
        self._writer, self._random = Writer(random), random
        product = products.get(session, TEMPLATE)
        row = products.newest_release(session, product.id)
        assert row is not None
        self._content: dict[str, Any] = json.loads(row.canonical)
        self._category = dict(product.category)
        self._row = {
            "owner_id": row.owner_id, "published_by_id": row.published_by_id,
            "valid_until": row.valid_until,
        }  # fmt: skip
        vendor = organisations.by_slug(session, VENDOR)
        assert vendor is not None
        self._vendor_id = vendor.id

    def product(self, number: int) -> dict[str, Any]:
        """Return the values of a product."""
        name = f"{self._writer.title()['nl']} {number}"
        return {
            "id": uuid4(), "slug": f"made-{number}", "name": Bilingual(name, name),
            "vendor_id": self._vendor_id, "former_names": [], "aliases": [],
            "category": self._category, "sectors": self._random.sample(["po", "vo", "mbo"], 2),
            "is_invented": True, "created_at": clock.now(), "version": 1,
        }  # fmt: skip

    def release(self, product_id: UUID, *, number: int, word: str = "") -> dict[str, Any]:
        """Return the values of a release; a word of its own makes it easy to find."""
        content = deepcopy(self._content)
        verdict = self._random.choice(_VERDICTS)
        sentence = self._writer.text(1)
        content |= {
            "number": number,
            "published_verdict": verdict,
            "sentence": {code: f"{line} {word}".strip() for code, line in sentence.items()},
            "summary": self._writer.text(6),
            "scope": self._writer.text(3),
            "risks": [self._risk(each + 1) for each in range(RISKS)],
            "measures": [self._measure(each + 1) for each in range(MEASURES)],
            "tolerated": [],
        }
        product = {**self._content["product"], "slug": str(product_id)}
        canonical = audit.canonical_json({**content, "product": product})
        return {
            "id": uuid4(), "product_id": product_id, "revision_id": uuid4(), "number": number,
            "canonical": canonical, "sha256": audit.sha256(canonical), "verdict": verdict,
            "computed_verdict": verdict, "published_at": clock.now() - timedelta(days=number),
            **self._row,
        }  # fmt: skip

    def _risk(self, number: int) -> dict[str, Any]:
        words = {"title": self._writer.title(), "description": self._writer.text(3)}
        return {**self._content["risks"][0], "key": f"R{number}", **words}

    def _measure(self, number: int) -> dict[str, Any]:
        owner = _OWNERS[number % len(_OWNERS)]
        return {
            "key": f"M{number}", "owner": owner, "kind": "technical", "editions": [],
            "title": self._writer.title(), "instruction": self._writer.text(3), "promise": None,
            "agreement": {
                "title": "Verwerkersovereenkomst", "clause": "", "in_force_from": None,
                "in_force_until": None, "open_to_sector": True,
            } if owner == "contractual" else None,
        }  # fmt: skip


@contextmanager
def unchecked(app: Flask) -> Iterator[Session]:
    """Write releases without what they came from (a dossier, a revision): no page asks for it."""
    with app.app_context(), db.engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys=OFF")
        with Session(connection) as session:
            yield session
            session.commit()
        raw.execute("PRAGMA foreign_keys=ON")


def fill(app: Flask, size: int) -> None:
    """Add so many products with a release to the database of an application."""
    with unchecked(app) as session:
        publisher = Publisher(session)
        numbers = iter(range(size))
        while batch := [publisher.product(number) for number in islice(numbers, _AT_ONCE)]:
            session.execute(insert(Product), batch)
            rows = [publisher.release(row["id"], number=1) for row in batch]
            session.execute(insert(Release), rows)


def publisher(app: Flask) -> Publisher:
    """Return what makes releases; making it takes longer than a release does."""
    with unchecked(app) as session:
        return Publisher(session)


def publish(app: Flask, *, by: Publisher, word: str, slug: str) -> None:
    """Publish a next release of a product, which says a word nobody else says."""
    with unchecked(app) as session:
        product = products.get(session, slug)
        before = products.newest_release(session, product.id)
        assert before is not None
        row = by.release(product.id, number=before.number + 1, word=word)
        session.execute(insert(Release), [row])
        search_changes.record(session, [slug], at=clock.now())


def slugs(app: Flask, *, limit: int) -> list[str]:
    """Return some of the products that were made."""
    with app.app_context():
        query = select(Product.slug).where(Product.slug.startswith("made-"))
        return list(db.session.scalars(query.order_by(Product.slug).limit(limit)))


def texts(app: Flask) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield what the other engines index: kind, slug, verdict, sectors, title and text."""
    with app.app_context():
        query = select(Release, Product).join(Product).where(Product.slug.startswith("made-"))
        for row, product in db.session.execute(query.execution_options(yield_per=100)):
            content = json.loads(row.canonical)
            parts = [*content["risks"], *content["measures"]]
            lines = [_line(each, "title", "description", "instruction") for each in parts]
            whole = _line(content, "sentence", "summary", "scope")
            facets = (product.slug, row.verdict.value, ",".join(product.sectors))
            yield "verdict", *facets, product.name.nl, " ".join([whole, *lines])
            for part, line in zip(parts, lines, strict=True):
                yield "part", *facets, part["title"]["nl"], line


def _line(item: dict[str, Any], *names: str) -> str:
    return " ".join(text for name in names for text in item.get(name, {}).values())
