"""Method profiles are data, and each revision pins one."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    method = op.create_table(
        "method",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_method_numbered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_method")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_method_key_number")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("method_id", sa.Uuid(), nullable=True))
    _pin(method)
    with op.batch_alter_table("revision", schema=None, table_args=_checks()) as batch_op:
        batch_op.alter_column("method_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_revision_method_id"), "method", ["method_id"], ["id"]
        )
        batch_op.drop_column("profile")


def _checks() -> tuple[sa.CheckConstraint, ...]:
    """Return the checks of the table: SQLite makes it anew and does not tell which it had."""
    return (
        sa.CheckConstraint(
            "state NOT IN ('approved', 'published') OR approved_hash IS NOT NULL",
            name=op.f("ck_revision_approved_has_hash"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'changes_requested', 'approved', 'published',"
            " 'abandoned')",
            name=op.f("ck_revision_assessment_state"),
        ),
    )


def _pin(method: sa.Table) -> None:
    """Pin what was written before to version 1; loading data/ fills in what that is."""
    connection = op.get_bind()
    table = sa.table(
        "revision", sa.column("profile", sa.Text()), sa.column("method_id", sa.Uuid()),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    pinned = sa.select(table.c.profile, sa.func.min(table.c.created_at)).group_by(table.c.profile)
    for key, began in connection.execute(pinned).all():
        row = {
            "id": uuid4(), "key": key, "number": 1, "content": {}, "sha256": "",
            "loaded_at": began,
        }  # fmt: skip
        connection.execute(method.insert().values(**row))
        connection.execute(table.update().where(table.c.profile == key).values(method_id=row["id"]))
