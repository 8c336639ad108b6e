"""Products and the catalogue: real products with what others published about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, OrganisationKind
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import audit, organisations, search_changes
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Edition, ExternalRecord, Organisation, Product, Service
from dpia_workbench.store.products import find as products_of
from dpia_workbench.usecases import record_basis
from dpia_workbench.usecases.editing import apply
from dpia_workbench.usecases.organisation import slug_of


class SlugTaken(RuleViolation):
    """Two products cannot have the same address on the web."""

    code = "product.name-taken"


class EditionMissing(RuleViolation):
    """A product has at least one edition, because a verdict is given per edition."""

    code = "product.edition-missing"


class EditionTwice(RuleViolation):
    """Two editions of a product cannot have the same name."""

    code = "product.edition-twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading the catalogue changed."""

    vendors: int
    products: int
    changed: tuple[str, ...]


def category_of(name: str) -> dict[str, Any]:
    """Return a category that people name themselves, in the form of the catalogue's."""
    label = Bilingual.of(name)
    return {
        "code": slug_of(label.nl).replace("-", "_"),
        "label": label.as_dict(),
        "keywords": {"nl": [], "en": []},
    }


def create(
    session: Session,
    *,
    actor: Actor,
    name: Bilingual,
    vendor_id: UUID,
    category: Mapping[str, Any],
    sectors: list[str],
    editions: Sequence[Bilingual],
    now: datetime,
) -> Product:
    """Add a product to make a dossier on.

    Raises NotFound, Forbidden, SlugTaken, EditionMissing or EditionTwice.
    """
    require(actor, Permission.PRODUCT_CREATE)
    vendor = session.get(Organisation, vendor_id)
    if vendor is None or vendor not in organisations.vendors(session):
        raise NotFound
    _require_editions(editions)
    slug = slug_of(name.text("nl"))
    if session.scalar(select(Product.id).where(Product.slug == slug)) is not None:
        raise SlugTaken(name=name.text("nl"))
    row = Product(
        slug=slug, name=name, vendor_id=vendor.id, category=dict(category), sectors=sectors,
        is_invented=vendor.is_invented, created_at=now,
    )  # fmt: skip
    row.editions = [
        Edition(key=slug_of(edition.text("nl")), name=edition, position=position)
        for position, edition in enumerate(editions)
    ]
    session.add(row)
    session.flush()
    audit.record(session, "product.created", actor=actor, subject_id=row.id, at=now, slug=slug)
    return row


def _require_editions(editions: Sequence[Bilingual]) -> None:
    if not editions:
        raise EditionMissing
    seen: set[str] = set()
    for edition in editions:
        key = slug_of(edition.text("nl"))
        if key in seen:
            raise EditionTwice(name=edition.text("nl"))
        seen.add(key)


def load(
    session: Session,
    *,
    actor: Actor,
    vendors: Sequence[Mapping[str, Any]],
    categories: Sequence[Mapping[str, Any]],
    products: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Loaded:
    """Store the checked catalogue; repeatable, and nothing that people made is lost.

    Raises Forbidden.
    """
    require(actor, Permission.CATALOGUE_LOAD)
    nobody = {
        "slug": organisations.NOBODY,
        "name": organisations.NOBODY,
    }  # no source says who owns the product
    known = {row["slug"]: _vendor(session, row, now=now) for row in (*vendors, nobody)}
    codes = {row["code"]: dict(row) for row in categories}
    changed = [
        item["slug"]
        for item in products
        if _load_product(
            session, item, vendor=known[item["vendor"]],
            category=codes[item["category"]], now=now,
        )
    ]  # fmt: skip
    if changed:
        system = organisations_subject(session, known)
        audit.record(
            session, "catalogue.loaded", actor=actor, subject_id=system, at=now, products=changed
        )
        search_changes.record(session, changed, at=now)
        record_basis.renew(session, products_of(session, slugs=changed), now=now, on=day_of(now))
    return Loaded(vendors=len(vendors), products=len(products), changed=tuple(changed))


def organisations_subject(session: Session, known: Mapping[str, Organisation]) -> UUID:
    """Return the id under which a load stands in the trail: its first vendor."""
    session.flush()
    return next(iter(known.values())).id


def _vendor(session: Session, item: Mapping[str, Any], *, now: datetime) -> Organisation:
    row = organisations.by_slug(session, item["slug"])
    if row is None:
        row = Organisation(
            slug=item["slug"], kind=OrganisationKind.VENDOR, name=item["name"], created_at=now
        )
        session.add(row)
        session.flush()
    apply(row, {"name": item["name"]})
    return row


def _load_product(
    session: Session,
    item: Mapping[str, Any],
    *,
    vendor: Organisation,
    category: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Store one product; return whether anything changed."""
    row = session.scalar(select(Product).where(Product.slug == item["slug"]))
    values = {
        "vendor_id": vendor.id,
        "name": Bilingual.of(item["name"]),
        "former_names": list(item["former_names"]),
        "aliases": list(item["aliases"]),
        "category": {**category, "note": item["category_note"]},
        "sectors": list(item["sectors"]),
    }
    changed = row is None
    if row is None:
        row = Product(slug=item["slug"], created_at=now, **values)
        session.add(row)
        session.flush()
    else:
        changed = bool(apply(row, values))
    changed |= _load_editions(row, item["editions"])
    changed |= _load_services(session, row, item["services"])
    return _load_record(row, item, now=now) or changed


def _load_editions(product: Product, items: Sequence[Mapping[str, Any]]) -> bool:
    present = {edition.key: edition for edition in product.editions}
    wanted = {item["key"] for item in items}
    changed = False
    for position, item in enumerate(items):
        values = {"name": Bilingual.of(item["name"]), "position": position, "is_offered": True}
        if item["key"] in present:
            changed |= bool(apply(present[item["key"]], values))
        else:
            product.editions.append(Edition(key=item["key"], **values))
            changed = True
    for key, edition in present.items():
        if key not in wanted:
            changed |= bool(apply(edition, {"is_offered": False}))
    return changed


def _load_services(session: Session, product: Product, items: Sequence[Mapping[str, Any]]) -> bool:
    wanted = [
        {
            "position": position,
            "name": Bilingual.of(item["name"]),
            "role": item["role"],
            "facts": {key: value for key, value in item.items() if key not in ("name", "role")},
        }
        for position, item in enumerate(items)
    ]
    present = [
        {"position": s.position, "name": s.name, "role": s.role, "facts": s.facts}
        for s in product.services
    ]
    if present == wanted:
        return False
    for service in list(product.services):
        product.services.remove(service)
        session.delete(service)
    product.services.extend(Service(**values) for values in wanted)
    return True


def _load_record(product: Product, item: Mapping[str, Any], *, now: datetime) -> bool:
    content = {**item["record"], "sectors_note": item.get("sectors_note")}
    values = {
        "verdict": Verdict(content["verdict"]["colour"]),
        "published": str(content["published"]),
        "content": content,
    }
    if product.record is None:
        product.record = ExternalRecord(loaded_at=now, **values)
        return True
    changed = bool(apply(product.record, values))
    if changed:
        product.record.loaded_at = now
    return changed
