"""Addresses for calendar programs, and marks on what was carried over."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "calendar_subscription",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= created_at",
            name=op.f("ck_calendar_subscription_ends_after_it_began"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"],
            name=op.f("fk_calendar_subscription_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"],
            name=op.f("fk_calendar_subscription_user_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_subscription")),
    )  # fmt: skip
    op.create_index(op.f("ix_calendar_subscription_user_id"), "calendar_subscription", ["user_id"])
    with op.batch_alter_table("revision", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default="dpia"))
    # What is there was written or looked at by people; only copies are marked. Added in place:
    # other tables point to these, so that SQLite could not put a copy instead.
    for table in ("revision", "scope_cell", "risk", "measure", "claim", "finding"):
        with op.batch_alter_table(table, schema=None, recreate="never") as batch_op:
            batch_op.add_column(
                sa.Column("to_check", sa.Boolean(), nullable=False, server_default=sa.false())
            )
