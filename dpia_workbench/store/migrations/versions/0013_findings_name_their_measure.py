"""The history of findings names the measure that remedies one by its key, as people know it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; a measure that is not there any more has no key to be named by."""
    said = sa.JSON(none_as_null=True)
    step = sa.table(
        "field_step", sa.column("id", sa.Uuid()), sa.column("part", sa.Text()),
        sa.column("field", sa.Text()), sa.column("before", said), sa.column("after", said),
    )  # fmt: skip
    measure = sa.table("measure", sa.column("id", sa.Uuid()), sa.column("number", sa.Integer()))
    connection = op.get_bind()
    found = connection.execute(sa.select(measure.c.id, measure.c.number))
    keys = {str(identity): f"M{number}" for identity, number in found}
    mine = sa.and_(step.c.part == "finding", step.c.field == "measure_id")
    for row in connection.execute(sa.select(step).where(mine)).all():
        named = {"before": keys.get(row.before or ""), "after": keys.get(row.after or "")}
        connection.execute(
            step.update().where(step.c.id == row.id).values(field="measure", **named)
        )
