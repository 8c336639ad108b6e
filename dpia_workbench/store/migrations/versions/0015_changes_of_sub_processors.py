"""Changes of sub-processors, and releases that ask for attention because of them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NAME = "ck_release_event_release_event"
_RULE = (
    "kind IN ('superseded', 'withdrawn', 'under_review', 'review_closed', 'attention',"
    " 'attention_closed')"
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "sub_processor_change",
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "added",
                "replaced",
                "moved",
                "other_data",
                "ended",
                name="sub_processors_changekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("legal_entity", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column(
            "mechanism",
            sa.Enum(
                "none_needed",
                "adequacy",
                "standard_clauses",
                "binding_rules",
                "certification",
                "code_of_conduct",
                "instrument",
                "derogation",
                "other",
                name="statements_mechanism",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("replaces", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "announced",
                "objected",
                "accepted",
                "upheld",
                "changed",
                "dropped",
                "withdrawn",
                name="sub_processors_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("objection_days", sa.Integer(), nullable=False),
        sa.Column("objection_until", sa.Date(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'replaced') = (replaces <> '')",
            name=op.f("ck_sub_processor_change_replaced_is_named"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawal <> '')",
            name=op.f("ck_sub_processor_change_withdrawal_has_reason"),
        ),
        sa.CheckConstraint(
            "effective_on > objection_until OR (kind = 'ended' AND effective_on >= announced_on)",
            name=op.f("ck_sub_processor_change_holds_after_objection"),
        ),
        sa.CheckConstraint(
            "language IN ('nl', 'en')", name=op.f("ck_sub_processor_change_is_in_a_language")
        ),
        sa.CheckConstraint(
            "name <> '' AND country <> ''", name=op.f("ck_sub_processor_change_is_named")
        ),
        sa.CheckConstraint(
            "objection_until > announced_on",
            name=op.f("ck_sub_processor_change_clock_runs_forward"),
        ),
        sa.CheckConstraint(
            "round >= 1 AND objection_days >= 1",
            name=op.f("ck_sub_processor_change_counts_from_one"),
        ),
        sa.ForeignKeyConstraint(
            ["announced_by_id"],
            ["user_account.id"],
            name=op.f("fk_sub_processor_change_announced_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["organisation.id"], name=op.f("fk_sub_processor_change_vendor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_processor_change")),
    )
    with op.batch_alter_table("sub_processor_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sub_processor_change_vendor_id"), ["vendor_id"], unique=False
        )

    op.create_table(
        "sub_processor_bundle",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "objects",
                "concern",
                "no_objection",
                name="sub_processors_stance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "announced",
                "objected",
                "accepted",
                "upheld",
                "changed",
                "dropped",
                "withdrawn",
                name="sub_processors_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer_words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answer IS NULL AND answer_words = '' AND answered_at IS NULL AND answered_by_id IS NULL) OR (answer IN ('upheld', 'changed', 'dropped') AND stance = 'objects' AND answer_words <> '' AND answered_at IS NOT NULL AND answered_by_id IS NOT NULL)",
            name=op.f("ck_sub_processor_bundle_answer_is_whole"),
        ),
        sa.CheckConstraint(
            "stance <> 'concern' AND words <> ''",
            name=op.f("ck_sub_processor_bundle_says_what_and_why"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["user_account.id"],
            name=op.f("fk_sub_processor_bundle_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_sub_processor_bundle_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["sub_processor_change.id"],
            name=op.f("fk_sub_processor_bundle_change_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["organisation.id"],
            name=op.f("fk_sub_processor_bundle_cooperative_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_processor_bundle")),
        sa.UniqueConstraint(
            "change_id",
            "round",
            "cooperative_id",
            name=op.f("uq_sub_processor_bundle_change_id_round_cooperative_id"),
        ),
    )
    with op.batch_alter_table("sub_processor_bundle", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sub_processor_bundle_change_id"), ["change_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sub_processor_bundle_cooperative_id"), ["cooperative_id"], unique=False
        )

    op.create_table(
        "sub_processor_product",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["sub_processor_change.id"],
            name=op.f("fk_sub_processor_product_change_id"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_sub_processor_product_product_id")
        ),
        sa.PrimaryKeyConstraint("change_id", "product_id", name=op.f("pk_sub_processor_product")),
    )
    with op.batch_alter_table("sub_processor_product", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sub_processor_product_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "sub_processor_stance",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "objects",
                "concern",
                "no_objection",
                name="sub_processors_stance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "stance = 'no_objection' OR reason <> ''",
            name=op.f("ck_sub_processor_stance_objection_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["organisation.id"], name=op.f("fk_sub_processor_stance_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_sub_processor_stance_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["sub_processor_change.id"],
            name=op.f("fk_sub_processor_stance_change_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_processor_stance")),
        sa.UniqueConstraint(
            "change_id",
            "round",
            "board_id",
            name=op.f("uq_sub_processor_stance_change_id_round_board_id"),
        ),
    )
    with op.batch_alter_table("sub_processor_stance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sub_processor_stance_board_id"), ["board_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sub_processor_stance_change_id"), ["change_id"], unique=False
        )
    with op.batch_alter_table("release_event", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(_NAME), type_="check")
        batch_op.create_check_constraint(op.f(_NAME), _RULE)
