"""Products that boards use and what they ask for."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "assessment_plan",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "name <> '' AND name_key <> ''", name=op.f("ck_assessment_plan_is_named")
        ),
        sa.CheckConstraint(
            "quarter BETWEEN 1 AND 4", name=op.f("ck_assessment_plan_has_a_quarter")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_assessment_plan_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_assessment_plan_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_plan")),
    )
    with op.batch_alter_table("assessment_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_plan_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_plan_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "uq_assessment_plan_open",
            ["owner_id", "name_key"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "used_product",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("wants_verdict", sa.Boolean(), nullable=False),
        sa.Column("takes_part", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("name <> '' AND name_key <> ''", name=op.f("ck_used_product_is_named")),
        sa.CheckConstraint("pupils >= 0", name=op.f("ck_used_product_pupils_count_from_zero")),
        sa.CheckConstraint(
            "wants_verdict OR NOT takes_part", name=op.f("ck_used_product_who_takes_part_asks")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_used_product_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["organisation.id"], name=op.f("fk_used_product_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_used_product_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_used_product")),
    )
    with op.batch_alter_table("used_product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_used_product_board_id"), ["board_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_used_product_product_id"), ["product_id"], unique=False
        )
        batch_op.create_index(
            "uq_used_product_open_name",
            ["board_id", "name_key"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_used_product_open_product",
            ["board_id", "product_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
