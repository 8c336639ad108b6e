"""Products on which a dossier can be opened, published or not."""

from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.api import paging, reading
from dpia_workbench.api.collection import moment, require_known
from dpia_workbench.api.operation import operation
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.schemas.dossier_answers import ProductAnswerSchema, page_of
from dpia_workbench.schemas.dossier_requests import NewProductSchema, PageSchema
from dpia_workbench.store import organisations, products
from dpia_workbench.usecases import product as verbs


@operation("/products", query=PageSchema, returns=page_of(ProductAnswerSchema), errors=(403, 422))
def list_products(*, query: dict[str, Any]) -> dict[str, Any]:
    """List the products on which you can open a dossier, with the ids of their editions."""
    actor = current_actor()
    if not allows(actor, Permission.PRODUCT_CREATE):
        require(actor, Permission.DOSSIER_CREATE)
    rows, rest = paging.page(products.find(db.session()), query=query)
    return {"items": [reading.product(row) for row in rows], **rest}


@operation("/products", body=NewProductSchema, returns=ProductAnswerSchema, status=201)
def create_product(session: Session, *, body: dict[str, Any]) -> dict[str, Any]:
    """Add a product to open a dossier on."""
    require(current_actor(), Permission.PRODUCT_CREATE)
    known = [row.id for row in organisations.vendors(session)]
    require_known([body["vendor_id"]], known=known, field="vendor_id")
    row = verbs.create(
        session,
        name=body["name"],
        vendor_id=body["vendor_id"],
        category=verbs.category_of(body["category"]),
        sectors=[str(sector) for sector in body["sectors"]],
        editions=body["editions"],
        **moment(),
    )
    return reading.product(row)
