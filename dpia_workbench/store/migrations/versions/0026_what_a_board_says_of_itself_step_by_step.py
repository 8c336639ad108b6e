"""What a board says of itself, step by step."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "school",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("brin", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "po",
                "sbo",
                "so",
                "vso",
                "vo",
                "mbo",
                "hbo",
                "wo",
                "research",
                "government",
                "other",
                name="school_sector",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("special_education", sa.Boolean(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_school_is_named")),
        sa.CheckConstraint("length(brin) IN (4, 6)", name=op.f("ck_school_brin_is_four_or_six")),
        sa.CheckConstraint("pupils >= 0", name=op.f("ck_school_pupils_count_from_zero")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_school_added_by_id")
        ),
        sa.ForeignKeyConstraint(["board_id"], ["organisation.id"], name=op.f("fk_school_board_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_board_id"), ["board_id"], unique=False)
        batch_op.create_index(
            "uq_school_open_brin",
            ["board_id", "brin"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "record_snapshot",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "GREEN",
                "GREEN_WITH_MEASURES",
                "AMBER",
                "RED",
                "GREY",
                name="verdict_verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_record_snapshot_numbers_start_at_one")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_record_snapshot_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_snapshot")),
        sa.UniqueConstraint(
            "product_id", "number", name=op.f("uq_record_snapshot_product_id_number")
        ),
        sa.UniqueConstraint("sha256", name=op.f("uq_record_snapshot_sha256")),
    )
    with op.batch_alter_table("record_snapshot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_snapshot_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "adoption_school",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_adoption_school_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_adoption_school_school_id")
        ),
        sa.PrimaryKeyConstraint("adoption_id", "school_id", name=op.f("pk_adoption_school")),
    )
    with op.batch_alter_table("adoption_school", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_adoption_school_school_id"), ["school_id"], unique=False
        )

    op.create_table(
        "adoption_step",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "schools",
                "scope",
                "circumstances",
                "operations",
                "agreement",
                "measures",
                "own_risks",
                "advice",
                "views",
                "risks",
                "decision",
                "pack",
                name="adoption_step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_adoption_step_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_adoption_step_by_id")
        ),
        sa.PrimaryKeyConstraint("adoption_id", "step", name=op.f("pk_adoption_step")),
    )
    op.create_table(
        "local_agreement",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "own",
                "cooperative",
                "joined",
                "none",
                name="adoption_step_agreementform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("annexes", sa.Text(), nullable=False),
        sa.Column("notice_address", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "form <> 'none' OR explanation <> ''", name=op.f("ck_local_agreement_lack_is_explained")
        ),
        sa.CheckConstraint(
            "form = 'none' OR title <> ''", name=op.f("ck_local_agreement_agreement_is_named")
        ),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_local_agreement_adoption_id")
        ),
        sa.PrimaryKeyConstraint("adoption_id", name=op.f("pk_local_agreement")),
    )
    op.create_table(
        "local_operation",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "legal_basis",
            sa.Enum(
                "consent",
                "contract",
                "legal_obligation",
                "vital_interest",
                "public_task",
                "legitimate_interest",
                name="local_basis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("basis_reason", sa.Text(), nullable=False),
        sa.Column("data_items", sa.JSON(), nullable=False),
        sa.Column("other_data", sa.Text(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "legal_basis <> 'consent' OR basis_reason <> ''",
            name=op.f("ck_local_operation_consent_is_explained"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_local_operation_is_named")),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_local_operation_adoption_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_operation")),
        sa.UniqueConstraint(
            "adoption_id", "number", name=op.f("uq_local_operation_adoption_id_number")
        ),
    )
    with op.batch_alter_table("local_operation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_local_operation_adoption_id"), ["adoption_id"], unique=False
        )

    op.create_table(
        "own_risk",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("central_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=True),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_own_risk_is_named")),
        sa.CheckConstraint(
            "likelihood BETWEEN 1 AND 3", name=op.f("ck_own_risk_likelihood_on_scale")
        ),
        sa.CheckConstraint("severity BETWEEN 1 AND 3", name=op.f("ck_own_risk_severity_on_scale")),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_own_risk_adoption_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_risk")),
        sa.UniqueConstraint("adoption_id", "number", name=op.f("uq_own_risk_adoption_id_number")),
    )
    with op.batch_alter_table("own_risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_risk_adoption_id"), ["adoption_id"], unique=False)

    op.create_table(
        "school_deviation",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
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
            "state <> 'not_applicable' OR reason <> ''",
            name=op.f("ck_school_deviation_exception_has_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'planned' OR due IS NOT NULL", name=op.f("ck_school_deviation_plan_has_day")
        ),
        sa.CheckConstraint(
            "state NOT IN ('implemented', 'checked') OR (since IS NOT NULL AND evidence <> '')",
            name=op.f("ck_school_deviation_done_has_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_school_deviation_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_deviation_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_deviation")),
        sa.UniqueConstraint(
            "adoption_id",
            "school_id",
            "key",
            name=op.f("uq_school_deviation_adoption_id_school_id_key"),
        ),
    )
    with op.batch_alter_table("school_deviation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_school_deviation_adoption_id"), ["adoption_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_school_deviation_school_id"), ["school_id"], unique=False
        )

    op.create_table(
        "uncovered_use",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "edition",
                "service",
                "ai_feature",
                "group",
                "purpose",
                name="adoption_step_usekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("supplement", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_uncovered_use_is_named")),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_uncovered_use_adoption_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uncovered_use")),
    )
    with op.batch_alter_table("uncovered_use", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_uncovered_use_adoption_id"), ["adoption_id"], unique=False
        )

    op.create_table(
        "own_measure",
        sa.Column("risk_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "axis",
            sa.Enum(
                "likelihood",
                "severity",
                name="own_measure_axis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
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
            "state <> 'not_applicable' OR reason <> ''",
            name=op.f("ck_own_measure_exception_has_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'planned' OR due IS NOT NULL", name=op.f("ck_own_measure_plan_has_day")
        ),
        sa.CheckConstraint(
            "state NOT IN ('implemented', 'checked') OR (since IS NOT NULL AND evidence <> '')",
            name=op.f("ck_own_measure_done_has_evidence"),
        ),
        sa.CheckConstraint(
            "title <> '' AND rationale <> ''", name=op.f("ck_own_measure_is_argued")
        ),
        sa.CheckConstraint("cap IN (1, 2)", name=op.f("ck_own_measure_cap_is_one_or_two")),
        sa.ForeignKeyConstraint(["risk_id"], ["own_risk.id"], name=op.f("fk_own_measure_risk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_measure")),
        sa.UniqueConstraint("risk_id", "number", name=op.f("uq_own_measure_risk_id_number")),
    )
    with op.batch_alter_table("own_measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_measure_risk_id"), ["risk_id"], unique=False)

    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.add_column(sa.Column("snapshot_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("round", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
        batch_op.add_column(sa.Column("follows_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("services", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        batch_op.add_column(sa.Column("every_school", sa.Boolean(), nullable=True))
        batch_op.alter_column("release_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.drop_constraint(batch_op.f("uq_adoption_board_id_release_id"), type_="unique")
        batch_op.create_index(batch_op.f("ix_adoption_snapshot_id"), ["snapshot_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_adoption_board_id_release_id_round"),
            ["board_id", "release_id", "round"],
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_adoption_board_id_snapshot_id_round"),
            ["board_id", "snapshot_id", "round"],
        )
        batch_op.create_unique_constraint(batch_op.f("uq_adoption_follows_id"), ["follows_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_adoption_follows_id"), "adoption", ["follows_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_adoption_snapshot_id"), "record_snapshot", ["snapshot_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_adoption_release_or_record"),
            "(release_id IS NULL) <> (snapshot_id IS NULL)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_adoption_rounds_start_at_one"), "round >= 1"
        )
    _finish_steps()
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.alter_column("round", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("services", existing_type=sa.JSON(), server_default=None)
        batch_op.drop_column("context_done")

    with op.batch_alter_table("local_measure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recorded_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("checked_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_local_measure_recorded_by_id"),
            "user_account",
            ["recorded_by_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_local_measure_checked_by_id"), "user_account", ["checked_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_local_measure_somebody_else_checks"), "checked_by_id <> recorded_by_id"
        )


_DESCRIBING = ("schools", "scope", "circumstances", "operations", "agreement", "own_risks")


def _finish_steps() -> None:
    """Note the steps of boards that described their situation in one form."""
    for step in _DESCRIBING:
        op.execute(
            sa.text(
                "INSERT INTO adoption_step (adoption_id, step, at, by_id)"
                " SELECT id, :step, started_at, started_by_id FROM adoption WHERE context_done"
            ).bindparams(step=step)
        )
