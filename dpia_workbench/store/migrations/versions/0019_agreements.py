"""Agreements with vendors, joinders, and measures and releases that hang on them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "agreement",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "covenant_4",
                "surf_4",
                "vendor_paper",
                "other_processor",
                "joint_controllers",
                "licence",
                "action_plan",
                "transfer",
                "covenant_membership",
                name="agreement_agreementtype",
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
                "negotiating",
                "agreed",
                "partly_signed",
                "signed",
                "terminated",
                "superseded",
                "abandoned",
                name="agreement_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("document_version", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.Column(
            "coverage",
            sa.Enum(
                "named",
                "open_offer",
                "cooperative",
                name="agreement_coverage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "confidentiality",
            sa.Enum(
                "public",
                "members",
                "cooperative",
                "vendor_confidential",
                name="confidentiality_confidentiality",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("renewal", sa.Text(), nullable=False),
        sa.Column("governing_law", sa.Text(), nullable=False),
        sa.Column("purposes_allowed", sa.Text(), nullable=False),
        sa.Column("purposes_prohibited", sa.Text(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=False),
        sa.Column("end_days", sa.Integer(), nullable=True),
        sa.Column("locations", sa.Text(), nullable=False),
        sa.Column("transfer", sa.Text(), nullable=False),
        sa.Column("audit_scope", sa.Text(), nullable=False),
        sa.Column("audit_notice_days", sa.Integer(), nullable=True),
        sa.Column("audit_cost", sa.Text(), nullable=False),
        sa.Column("audit_report", sa.Text(), nullable=False),
        sa.Column("breach_hours", sa.Integer(), nullable=True),
        sa.Column(
            "subprocessor_regime",
            sa.Enum(
                "specific",
                "general",
                name="agreement_regime",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("subprocessor_notice_days", sa.Integer(), nullable=True),
        sa.Column("subprocessor_objection_days", sa.Integer(), nullable=True),
        sa.Column("liability", sa.Text(), nullable=False),
        sa.Column("deviations", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("negotiated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('terminated', 'superseded') OR (ended_on IS NOT NULL"
            " AND ended_at IS NOT NULL)",
            name=op.f("ck_agreement_end_has_day"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR state IN ('terminated', 'superseded')",
            name=op.f("ck_agreement_only_the_ended_ended"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'abandoned') OR negotiated_at IS NOT NULL",
            name=op.f("ck_agreement_vendor_sees_after_draft"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('signed', 'terminated', 'superseded') OR (valid_from IS NOT NULL AND signed_at IS NOT NULL)",
            name=op.f("ck_agreement_signed_has_days"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('terminated', 'superseded', 'abandoned') OR end_reason <> ''",
            name=op.f("ck_agreement_end_has_reason"),
        ),
        sa.CheckConstraint(
            "supersedes_id IS NULL OR supersedes_id <> id",
            name=op.f("ck_agreement_supersedes_another"),
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > valid_from",
            name=op.f("ck_agreement_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_agreement_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["agreement.id"], name=op.f("fk_agreement_supersedes_id")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["organisation.id"], name=op.f("fk_agreement_vendor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_agreement_supersedes_id"), ["supersedes_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_agreement_vendor_id"), ["vendor_id"], unique=False)

    op.create_table(
        "agreement_annex",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "signed_text",
                "privacy_leaflet",
                "security",
                "subprocessors",
                "transfers",
                "deviations",
                "other",
                name="agreement_annexkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("file_size > 0", name=op.f("ck_agreement_annex_file_has_content")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_annex_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_agreement_annex_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_agreement_annex_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_annex")),
    )
    with op.batch_alter_table("agreement_annex", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_annex_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_annex_file_sha256"), ["file_sha256"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_annex_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "agreement_board",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_board_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["organisation.id"], name=op.f("fk_agreement_board_board_id")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "board_id", name=op.f("pk_agreement_board")),
    )
    with op.batch_alter_table("agreement_board", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_board_board_id"), ["board_id"], unique=False)

    op.create_table(
        "agreement_clause",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_clause_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_clause")),
        sa.UniqueConstraint(
            "agreement_id", "number", name=op.f("uq_agreement_clause_agreement_id_number")
        ),
        sa.UniqueConstraint(
            "agreement_id", "reference", name=op.f("uq_agreement_clause_agreement_id_reference")
        ),
    )
    with op.batch_alter_table("agreement_clause", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_clause_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "agreement_duty",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "a",
                "b",
                "c",
                "d",
                "e",
                "f",
                "g",
                "h",
                name="agreement_duty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "ok",
                "weak",
                "missing",
                name="agreement_grade",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "NOT is_present OR clause <> ''", name=op.f("ck_agreement_duty_present_has_clause")
        ),
        sa.CheckConstraint(
            "is_present = (grade <> 'missing')", name=op.f("ck_agreement_duty_grade_fits")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_duty_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_duty")),
        sa.UniqueConstraint(
            "agreement_id", "duty", name=op.f("uq_agreement_duty_agreement_id_duty")
        ),
    )
    with op.batch_alter_table("agreement_duty", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_duty_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "agreement_party",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "controller",
                "mandated",
                "processor",
                "joint_controller",
                "other",
                name="agreement_partyrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_mandatory", sa.Boolean(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "signed_on IS NULL OR (signatory <> '' AND function <> '')",
            name=op.f("ck_agreement_party_signature_has_signatory"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_party_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_agreement_party_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_party")),
        sa.UniqueConstraint(
            "agreement_id", "number", name=op.f("uq_agreement_party_agreement_id_number")
        ),
    )
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_party_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_party_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "agreement_product",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_product_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_agreement_product_product_id")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "product_id", name=op.f("pk_agreement_product")),
    )
    with op.batch_alter_table("agreement_product", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_product_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "agreement_subprocessor",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("legal_entity", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("data_categories", sa.Text(), nullable=False),
        sa.Column("mechanism", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "until IS NULL OR until >= since",
            name=op.f("ck_agreement_subprocessor_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_subprocessor_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_subprocessor")),
    )
    with op.batch_alter_table("agreement_subprocessor", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_subprocessor_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "joinder",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "signatory <> '' AND function <> ''", name=op.f("ck_joinder_has_signatory")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_joinder_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["organisation.id"], name=op.f("fk_joinder_board_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_joinder_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joinder")),
        sa.UniqueConstraint(
            "agreement_id", "board_id", name=op.f("uq_joinder_agreement_id_board_id")
        ),
    )
    with op.batch_alter_table("joinder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joinder_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joinder_board_id"), ["board_id"], unique=False)

    op.create_table(
        "clause_measure",
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("measure_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["agreement_clause.id"], name=op.f("fk_clause_measure_clause_id")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_clause_measure_dossier_id")
        ),
        sa.PrimaryKeyConstraint(
            "clause_id", "dossier_id", "measure_key", name=op.f("pk_clause_measure")
        ),
    )
    with op.batch_alter_table("clause_measure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clause_measure_dossier_id"), ["dossier_id"], unique=False
        )

    _name_agreements()
    _let_releases_ask_for_attention()


_CLAUSE = "ck_measure_agreement_has_clause"
_NAMED = "agreement_id IS NULL OR (owner = 'contractual' AND clause <> '')"
_KIND = "ck_release_event_release_event"
_KINDS = (
    "kind IN ('superseded', 'withdrawn', 'agreement_ends', 'under_review', 'review_closed',"
    " 'attention', 'attention_closed')"
)


def _name_agreements() -> None:
    """Let a measure name the agreement that it is in."""
    with op.batch_alter_table("measure") as batch_op:
        batch_op.add_column(sa.Column("agreement_id", sa.Uuid(), nullable=True))
        batch_op.create_index(op.f("ix_measure_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_foreign_key(
            op.f("fk_measure_agreement_id"), "agreement", ["agreement_id"], ["id"]
        )
        batch_op.create_check_constraint(op.f(_CLAUSE), _NAMED)


def _let_releases_ask_for_attention() -> None:
    """Let one more kind of event happen to a release."""
    with op.batch_alter_table("release_event") as batch_op:
        batch_op.drop_constraint(op.f(_KIND), type_="check")
        batch_op.create_check_constraint(op.f(_KIND), _KINDS)
