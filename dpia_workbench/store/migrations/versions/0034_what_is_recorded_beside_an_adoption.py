"""What is recorded beside an adoption: why anew, what came later, how it ended."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "adoption_again",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "new_release",
                "not_finished",
                "rejected",
                "consultation",
                "ended",
                "review_day",
                "local_change",
                "other",
                name="look_again",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_adoption_again_adoption_id")
        ),
        sa.PrimaryKeyConstraint("adoption_id", name=op.f("pk_adoption_again")),
    )
    op.create_table(
        "adoption_ending",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_adoption_ending_end_has_reason")),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_adoption_ending_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_adoption_ending_by_id")
        ),
        sa.PrimaryKeyConstraint("adoption_id", name=op.f("pk_adoption_ending")),
    )
    op.create_table(
        "measure_follow_up",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "done",
                "still_works",
                "moved",
                name="followed",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "todo",
                "planned",
                "implemented",
                "checked",
                "not_applicable",
                name="measures_localstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'moved') = (done_on IS NULL)", name=op.f("ck_measure_follow_up_work_has_day")
        ),
        sa.CheckConstraint(
            "kind <> 'moved' OR reason <> ''", name=op.f("ck_measure_follow_up_new_day_has_reason")
        ),
        sa.CheckConstraint(
            "state <> 'not_applicable' OR reason <> ''",
            name=op.f("ck_measure_follow_up_exception_has_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'planned' OR due IS NOT NULL", name=op.f("ck_measure_follow_up_plan_has_day")
        ),
        sa.CheckConstraint(
            "state NOT IN ('implemented', 'checked') OR (since IS NOT NULL AND evidence <> '')",
            name=op.f("ck_measure_follow_up_done_has_evidence"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_measure_follow_up_numbers_start_at_one")),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_measure_follow_up_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_measure_follow_up_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_measure_follow_up_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_follow_up")),
        sa.UniqueConstraint(
            "adoption_id", "number", name=op.f("uq_measure_follow_up_adoption_id_number")
        ),
    )
    with op.batch_alter_table("measure_follow_up", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_measure_follow_up_adoption_id"), ["adoption_id"], unique=False
        )
