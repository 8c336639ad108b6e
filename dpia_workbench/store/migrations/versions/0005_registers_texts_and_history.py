"""Registers, texts, what does not apply, history of fields, and who is present."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "presence",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_presence_dossier_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_presence_user_id")),
        sa.PrimaryKeyConstraint("dossier_id", "user_id", name=op.f("pk_presence")),
    )
    op.create_table(
        "entry",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column(
            "register",
            sa.Enum(
                "data_subject",
                "data_item",
                "operation",
                "technique",
                "asset",
                "purpose",
                "party",
                "interest",
                "location",
                "framework",
                "retention",
                "legal_basis",
                "protected_data",
                "other_purpose",
                "right",
                "safeguard",
                "quality",
                "document",
                name="registers_register",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field_values", sa.JSON(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_entry_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "revision_id", "register", "number", name=op.f("uq_entry_revision_id_register_number")
        ),
    )
    op.create_table(
        "field_step",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "description",
                "cell",
                "risk",
                "measure",
                "claim",
                "finding",
                "text",
                "entry",
                name="place_dossierpart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("at >= began_at", name=op.f("ck_field_step_ends_after_it_began")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_field_step_by_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_field_step_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_step")),
        sa.UniqueConstraint("revision_id", "seq", name=op.f("uq_field_step_revision_id_seq")),
    )
    with op.batch_alter_table("field_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_field_step_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_field_step_place", ["revision_id", "part", "key", "field"], unique=False
        )

    op.create_table(
        "not_applicable",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_not_applicable_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_applicable")),
        sa.UniqueConstraint(
            "revision_id", "subject", name=op.f("uq_not_applicable_revision_id_subject")
        ),
    )
    op.create_table(
        "section_text",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "introduction",
                "proposal",
                "data",
                "operations",
                "techniques",
                "purposes",
                "parties",
                "interests",
                "locations",
                "framework",
                "retention",
                "legal_bases",
                "protected_data",
                "purpose_limitation",
                "subsidiarity",
                "proportionality",
                "rights",
                "risks",
                "measures",
                "acceptance",
                "context",
                "planning",
                "team",
                "risk_method",
                "plan",
                "officer_advice",
                "views",
                name="registers_section",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_section_text_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_text")),
        sa.UniqueConstraint(
            "revision_id", "section", name=op.f("uq_section_text_revision_id_section")
        ),
    )
    op.create_table(
        "entry_reference",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_entry_reference_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["entry.id"], name=op.f("fk_entry_reference_target_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "field", "target_id", name=op.f("pk_entry_reference")),
    )
    with op.batch_alter_table("entry_reference", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_reference_target_id"), ["target_id"], unique=False
        )

    # Added in place: other tables point to this one, so that SQLite could not put a copy instead.
    with op.batch_alter_table("revision", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("language", sa.Text(), nullable=False, server_default="nl"))
        batch_op.add_column(sa.Column("templates", sa.JSON(), nullable=True))
