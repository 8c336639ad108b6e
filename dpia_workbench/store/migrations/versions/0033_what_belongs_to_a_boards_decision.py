"""What belongs to a board's decision: prepared words, conditions, consultation."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "prepared_acceptance",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_prepared_acceptance_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_prepared_acceptance_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_acceptance")),
        sa.UniqueConstraint(
            "adoption_id", "risk", name=op.f("uq_prepared_acceptance_adoption_id_risk")
        ),
    )
    with op.batch_alter_table("prepared_acceptance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prepared_acceptance_adoption_id"), ["adoption_id"], unique=False
        )

    op.create_table(
        "consultation_event",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "submitted",
                "received",
                "extended",
                "suspended",
                "resumed",
                "answered",
                "followed",
                name="consultation_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column(
            "applicant",
            sa.Enum(
                "board",
                "cooperative",
                name="consultation_record_applicant",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("takes_back_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(applicant IS NOT NULL) = (kind IS NOT NULL AND kind = 'submitted')",
            name=op.f("ck_consultation_event_somebody_asks"),
        ),
        sa.CheckConstraint(
            "kind IS NULL OR kind NOT IN ('answered', 'followed') OR text <> ''",
            name=op.f("ck_consultation_event_answer_has_words"),
        ),
        sa.CheckConstraint(
            "(kind IS NULL) = (takes_back_id IS NOT NULL)",
            name=op.f("ck_consultation_event_happened_or_not"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_consultation_event_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["adoption_decision.id"],
            name=op.f("fk_consultation_event_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["takes_back_id"],
            ["consultation_event.id"],
            name=op.f("fk_consultation_event_takes_back_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_event")),
        sa.UniqueConstraint(
            "decision_id", "number", name=op.f("uq_consultation_event_decision_id_number")
        ),
        sa.UniqueConstraint("takes_back_id", name=op.f("uq_consultation_event_takes_back_id")),
    )
    with op.batch_alter_table("consultation_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_event_decision_id"), ["decision_id"], unique=False
        )

    op.create_table(
        "decision_condition",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "text <> '' AND owner <> ''", name=op.f("ck_decision_condition_is_told")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["adoption_decision.id"],
            name=op.f("fk_decision_condition_decision_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_condition")),
        sa.UniqueConstraint(
            "decision_id", "number", name=op.f("uq_decision_condition_decision_id_number")
        ),
    )
    with op.batch_alter_table("decision_condition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_condition_decision_id"), ["decision_id"], unique=False
        )

    op.create_table(
        "condition_mark",
        sa.Column("condition_id", sa.Uuid(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_condition_mark_is_explained")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_condition_mark_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["decision_condition.id"], name=op.f("fk_condition_mark_condition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_mark")),
    )
    with op.batch_alter_table("condition_mark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_condition_mark_condition_id"), ["condition_id"], unique=False
        )

    with op.batch_alter_table("adoption_advice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("adoption_advice", schema=None) as batch_op:
        batch_op.alter_column("document", existing_type=sa.Text(), server_default=None)

    with op.batch_alter_table("adoption_decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stance", sa.String(length=40), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_adoption_decision_board_decision_advicestance"),
            "stance IN ('followed', 'deviated')",
        )

    with op.batch_alter_table("adoption_views", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("adoption_views", schema=None) as batch_op:
        batch_op.alter_column("heard", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("version", existing_type=sa.Integer(), server_default=None)
