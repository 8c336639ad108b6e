"""Incidents and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "incident",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column(
            "origin",
            sa.Enum(
                "cooperative",
                "vendor",
                name="incident_origin",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "withdrawn",
                name="incident_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "gravity",
            sa.Enum(
                "limited",
                "serious",
                "critical",
                name="incident_gravity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("happened", sa.JSON(), nullable=False),
        sa.Column("to_do", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("touched", sa.Text(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("confidential", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (sent_at IS NULL)", name=op.f("ck_incident_sent_unless_draft")
        ),
        sa.CheckConstraint(
            "(state IN ('closed', 'withdrawn')) = (ended_at IS NOT NULL)",
            name=op.f("ck_incident_over_has_moment"),
        ),
        sa.CheckConstraint("contact <> ''", name=op.f("ck_incident_somebody_can_be_asked")),
        sa.CheckConstraint(
            "origin = 'cooperative' OR (state <> 'draft' AND (owner_id IS NULL) = (checked_at IS NULL))",
            name=op.f("ck_incident_vendors_report_is_checked_by_its_owner"),
        ),
        sa.CheckConstraint(
            "origin = 'vendor' OR (owner_id IS NOT NULL AND owner_id = reporter_id"
            " AND checked_at IS NULL)",
            name=op.f("ck_incident_own_report_needs_no_check"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_incident_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_incident_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["user_account.id"], name=op.f("fk_incident_reported_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["organisation.id"], name=op.f("fk_incident_reporter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_owner_id"), "incident", ["owner_id"], unique=False)
    op.create_index(op.f("ix_incident_product_id"), "incident", ["product_id"], unique=False)
    op.create_index(op.f("ix_incident_reporter_id"), "incident", ["reporter_id"], unique=False)

    op.create_table(
        "incident_deed",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_incident_deed_says_something")),
        sa.ForeignKeyConstraint(
            ["board_id"], ["organisation.id"], name=op.f("fk_incident_deed_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_incident_deed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_deed_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_deed")),
    )
    op.create_index(op.f("ix_incident_deed_board_id"), "incident_deed", ["board_id"], unique=False)
    op.create_index(
        op.f("ix_incident_deed_incident_id"), "incident_deed", ["incident_id"], unique=False
    )

    op.create_table(
        "incident_name",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_name_incident_id")
        ),
        sa.PrimaryKeyConstraint("incident_id", "name_key", name=op.f("pk_incident_name")),
    )

    op.create_table(
        "incident_note",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sent",
                "checked",
                "updated",
                "closed",
                "withdrawn",
                name="incident_note",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("to_do", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'sent') = (number = 1)", name=op.f("ck_incident_note_first_is_the_report")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_incident_note_numbers_start_at_one")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_incident_note_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_note_incident_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_incident_note_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_note")),
        sa.UniqueConstraint(
            "incident_id", "number", name=op.f("uq_incident_note_incident_id_number")
        ),
    )
    op.create_index(
        op.f("ix_incident_note_incident_id"), "incident_note", ["incident_id"], unique=False
    )

    op.create_table(
        "incident_receipt",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_incident_receipt_numbers_start_at_one")),
        sa.ForeignKeyConstraint(
            ["board_id"], ["organisation.id"], name=op.f("fk_incident_receipt_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_incident_receipt_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_receipt_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_receipt")),
        sa.UniqueConstraint(
            "incident_id",
            "board_id",
            "number",
            name=op.f("uq_incident_receipt_incident_id_board_id_number"),
        ),
    )
    op.create_index(
        op.f("ix_incident_receipt_board_id"), "incident_receipt", ["board_id"], unique=False
    )
    op.create_index(
        op.f("ix_incident_receipt_incident_id"), "incident_receipt", ["incident_id"], unique=False
    )

    op.create_table(
        "adoption_feedback",
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column(
            "found",
            sa.Enum(
                "does_not_work",
                "risk_missing",
                "unclear",
                "other",
                name="feedback_found",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_adoption_feedback_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["organisation.id"], name=op.f("fk_adoption_feedback_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_adoption_feedback_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remark.id"], name=op.f("fk_adoption_feedback_remark_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_feedback")),
        sa.UniqueConstraint("remark_id", name=op.f("uq_adoption_feedback_remark_id")),
    )
    op.create_index(
        op.f("ix_adoption_feedback_adoption_id"), "adoption_feedback", ["adoption_id"], unique=False
    )
    op.create_index(
        op.f("ix_adoption_feedback_board_id"), "adoption_feedback", ["board_id"], unique=False
    )

    op.create_table(
        "incident_mark",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["release_event.id"], name=op.f("fk_incident_mark_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_mark_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_mark")),
        sa.UniqueConstraint("event_id", name=op.f("uq_incident_mark_event_id")),
    )
    op.create_index(
        op.f("ix_incident_mark_incident_id"), "incident_mark", ["incident_id"], unique=False
    )

    op.create_table(
        "remark_change",
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_by_id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(release_id IS NULL) = (shown_at IS NULL)",
            name=op.f("ck_remark_change_shown_in_a_release"),
        ),
        sa.ForeignKeyConstraint(
            ["promised_by_id"], ["user_account.id"], name=op.f("fk_remark_change_promised_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_remark_change_release_id")
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remark.id"], name=op.f("fk_remark_change_remark_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark_change")),
        sa.UniqueConstraint("remark_id", name=op.f("uq_remark_change_remark_id")),
    )
    op.create_index(
        op.f("ix_remark_change_release_id"), "remark_change", ["release_id"], unique=False
    )
