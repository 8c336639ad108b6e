"""Advice may be renewed: an adoption holds several, the newest counts."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("adoption_advice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_adoption_advice_adoption_id"), type_="unique")
        batch_op.create_index(
            batch_op.f("ix_adoption_advice_adoption_id"), ["adoption_id"], unique=False
        )
