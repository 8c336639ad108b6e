"""Looks again at what boards adopted."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "review_task",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "release",
                "status",
                "promise",
                "agreement",
                "verification",
                "review_date",
                "measure",
                "local_change",
                "officer",
                "incident",
                name="review_trigger",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column(
            "weight",
            sa.Enum(
                "material",
                "informative",
                "editorial",
                name="change_weight",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "resolution",
            sa.Enum(
                "decided_anew",
                "no_change",
                "stopped",
                "done",
                name="review_resolution",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ref <> ''", name=op.f("ck_review_task_event_is_named")),
        sa.CheckConstraint(
            "resolution IS NULL OR resolution = 'decided_anew' OR reason <> ''",
            name=op.f("ck_review_task_end_is_explained"),
        ),
        sa.CheckConstraint(
            "weight <> 'editorial'", name=op.f("ck_review_task_editorial_asks_nothing")
        ),
        sa.CheckConstraint(
            "(resolution IS NULL) = (resolved_at IS NULL)",
            name=op.f("ck_review_task_resolved_with_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_review_task_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_review_task_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["user_account.id"], name=op.f("fk_review_task_resolved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_task")),
        sa.UniqueConstraint(
            "adoption_id", "cause", "ref", name=op.f("uq_review_task_adoption_id_cause_ref")
        ),
    )
    with op.batch_alter_table("review_task", schema=None) as batch_op:
        batch_op.create_index("ix_review_task_open_due", ["resolved_at", "due"], unique=False)
