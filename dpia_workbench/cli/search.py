"""`search rebuild` and `search query`."""

import json
from collections.abc import Iterator
from typing import Any

import click
from flask import Flask

from dpia_workbench import clock
from dpia_workbench.cli.main import main
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.terms import vendor_name
from dpia_workbench.plumbing import following, indexing
from dpia_workbench.plumbing.commands import in_application, while_child_of
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.search import Query, Results
from dpia_workbench.usecases import verdict


@main.group()
def search() -> None:
    """Rebuild and ask the search index."""


@search.command()
@in_application
def rebuild(_app: Flask) -> None:
    """Make the index anew from the database, in whatever state it is."""
    click.echo(f"Indexed: {indexing.rebuild()} verdicts.")


@search.command("follow")
@click.option("--parent", type=int, help="Stop when this process, which started it, is gone.")
@in_application
def follow(app: Flask, *, parent: int | None) -> None:
    """Keep the index of this server up to date until it is stopped."""
    following.Follower(app, go_on=while_child_of(parent)).run()


@search.command("query")
@click.argument("text")
@click.option("--sector", multiple=True, type=click.Choice([s.value for s in Sector]))
@click.option("--verdict", "verdicts", multiple=True, type=click.Choice([v.value for v in Verdict]))
@click.option("--limit", default=20, type=click.IntRange(1, 200))
@click.option("--lang", default="nl", type=click.Choice(["nl", "en"]))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_application
def query(
    _app: Flask,
    text: str,
    *,
    sector: tuple[str, ...],
    verdicts: tuple[str, ...],
    limit: int,
    lang: str,
    as_json: bool,
) -> None:
    """Search as the public would."""
    asked = Query(
        text=text, sectors=sector, verdicts=verdicts, limit=limit,
        language="en" if lang == "en" else "nl",
    )  # fmt: skip
    found = indexing.find(asked)
    items = list(_items(found, lang=lang))
    if as_json:
        answer = {
            "items": items, "total": found.total, "facets": found.facets,
            "correction": found.correction, "partial": found.partial,
        }  # fmt: skip
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=dict))
        return
    if found.correction:
        click.echo(f"Nothing for “{text}”; this is for “{found.correction}”.")
    for item in items:
        click.echo(f"{item['product']} ({vendor_name(item['vendor'])}): {label(item['verdict'])}")
        click.echo(f"  {item['summary']}")
    click.echo(f"{found.total} found.")


def _items(found: Results, *, lang: str) -> Iterator[dict[str, Any]]:
    hits = {hit.slug: hit for hit in found.hits}
    for card in verdict.cards(db.session(), slugs=list(hits), on=clock.today()):
        hit = hits[card.slug]
        yield {
            "slug": card.slug,
            "product": card.name.text(lang),
            "vendor": card.vendor,
            "verdict": card.verdict,
            "summary": card.sentence.text(lang),
            "published_on": card.published,
            "score": round(hit.score, 4),
            "highlights": ["".join(piece for piece, _ in line) for line in hit.highlights],
        }
