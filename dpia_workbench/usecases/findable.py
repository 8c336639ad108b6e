"""What a search may find: each release with its parts, or else the external record.

Only what is public: the frozen content of releases, and the sourced facts of records.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.measures import SCHOOL_OWNERS, Owner
from dpia_workbench.risk.release import IN_USE
from dpia_workbench.risk.vocabulary import MeasureKind
from dpia_workbench.store import releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Product, Release
from dpia_workbench.usecases import verdict
from dpia_workbench.usecases.verdict import Card

_AGREEMENT = "agreement"
_UNKNOWN = "unconfirmed"

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindablePart:
    """A risk, measure, setting or agreement, by its key; a record's agreement has a key of ours."""

    kind: str
    key: str
    title: Bilingual
    texts: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """A release or a record, with the names and words of its product; `texts` are of no part."""

    card: Card
    is_current: bool
    names: tuple[str, ...]
    words: tuple[str, ...]
    texts: tuple[Bilingual, ...]
    parts: tuple[FindablePart, ...]


def of_product(session: Session, product: Product, *, on: date) -> Iterator[Findable]:
    """Yield all releases of a product, the newest first, or its record; nothing if it has none.

    Only the newest release can be current: the product's page shows no other.
    """
    found = releases.find(session, product_id=product.id)
    status = releases.statuses(session, found, on=on)
    for number, release in enumerate(found):
        card = verdict.release_card(product, release, status=status[release.id])
        yield _release(product, release, card=card, is_newest=number == 0)
    if not found and product.record is not None:
        yield _record(product, card=verdict.record_card(product))


def _release(product: Product, release: Release, *, card: Card, is_newest: bool) -> Findable:
    content = releases.content(release)
    return Findable(
        card=card,
        is_current=is_newest and card.status in IN_USE,
        names=_names(product),
        words=_words(product),
        texts=tuple(Bilingual.of(content[name]) for name in ("sentence", "summary", "scope")),
        parts=(*map(_risk, content["risks"]), *map(of_measure, content["measures"])),
    )


def _names(product: Product) -> tuple[str, ...]:
    return *product.name.as_dict().values(), *product.former_names, *product.aliases


def _words(product: Product) -> tuple[str, ...]:
    category = product.category
    keywords = category.get("keywords") or {}
    words = [*category["label"].values(), *keywords.get("nl", ()), *keywords.get("en", ())]
    return tuple(word for word in words if word)


def _risk(item: Content) -> FindablePart:
    return FindablePart(
        kind="risk",
        key=item["key"],
        title=Bilingual.of(item["title"]),
        texts=(Bilingual.of(item["description"]),),
    )


def of_measure(item: Content) -> FindablePart:
    """Return a measure: what a school sets is a setting, what is agreed an agreement.

    What a vendor says about its own measure is no text of a release: only the title is found.
    """
    owner, kind, texts = Owner(item["owner"]), "measure", []
    if owner in SCHOOL_OWNERS:
        kind = "setting" if item["kind"] == MeasureKind.TECHNICAL else "measure"
        texts.append(Bilingual.of(item["instruction"]))
    agreed = item["agreement"]
    if agreed is not None:
        kind = _AGREEMENT
        said = [agreed[name] for name in ("title", "clause") if agreed[name]]
        texts += [Bilingual.of({"nl": text, "en": text}) for text in said]
    return FindablePart(
        kind=kind, key=item["key"], title=Bilingual.of(item["title"]), texts=tuple(texts)
    )


def _record(product: Product, *, card: Card) -> Findable:
    content: Content = product.record.content if product.record else {}
    texts = [content["verdict"]["one_line"], product.category.get("note")]
    texts += [item["what"] for item in content["timeline"]]
    texts += [*content["scope"]["in_scope"], *content["scope"]["out_of_scope"]]
    return Findable(
        card=card,
        is_current=True,
        names=_names(product),
        words=_words(product),
        texts=tuple(Bilingual.of(text) for text in texts),
        parts=tuple(_record_parts(content)),
    )


def _record_parts(content: Content) -> Iterator[FindablePart]:
    for item in content["risks"]:
        yield FindablePart(kind="risk", key=str(item["id"]), title=Bilingual.of(item["title"]))
    for item in (*content["school_measures"], *content["vendor_measures"]):
        kind = "setting" if item["kind"] == "setting" else "measure"
        yield FindablePart(kind=kind, key=str(item["id"]), title=Bilingual.of(item["measure"]))
    agreed = content.get("agreement") or {}
    if agreed.get("type") and agreed["type"] != _UNKNOWN:
        parties = (Bilingual.of(each) for each in agreed.get("parties", ()) if each != _UNKNOWN)
        yield FindablePart(
            kind=_AGREEMENT,
            key=_AGREEMENT,
            title=Bilingual.of(agreed["type"]),
            texts=tuple(parties),
        )
