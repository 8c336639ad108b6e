"""Fact checks and statements of vendors."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _fact_check_package()
    _vendor_statement()
    _vendor_statement_event()
    _fact_check()
    _fact_check_item()


def _fact_check_package() -> None:
    op.create_table(
        "fact_check_package",
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_fact_check_package_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_check_package")),
    )
    op.create_index(op.f("ix_fact_check_package_made_by_id"), "fact_check_package", ["made_by_id"])


def _vendor_statement() -> None:
    op.create_table(
        "vendor_statement",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "signatory <> '' AND function <> ''", name=op.f("ck_vendor_statement_signed")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_vendor_statement_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["organisation.id"], name=op.f("fk_vendor_statement_vendor_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user_account.id"], name=op.f("fk_vendor_statement_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_statement")),
        sa.UniqueConstraint(
            "product_id", "number", name=op.f("uq_vendor_statement_product_id_number")
        ),
    )
    op.create_index(op.f("ix_vendor_statement_vendor_id"), "vendor_statement", ["vendor_id"])
    op.create_index(
        op.f("ix_vendor_statement_written_by_id"), "vendor_statement", ["written_by_id"]
    )


def _vendor_statement_event() -> None:
    op.create_table(
        "vendor_statement_event",
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            _choice(
                "accept", "refuse", "replace", "withdraw", "remove", name="vendor_statement_move"
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "move NOT IN ('refuse', 'remove') OR reason <> ''",
            name=op.f("ck_vendor_statement_event_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_vendor_statement_event_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["vendor_statement.id"],
            name=op.f("fk_vendor_statement_event_statement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_statement_event")),
        sa.UniqueConstraint(
            "statement_id", "number", name=op.f("uq_vendor_statement_event_statement_id_number")
        ),
    )
    op.create_index(op.f("ix_vendor_statement_event_by_id"), "vendor_statement_event", ["by_id"])


def _fact_check() -> None:
    op.create_table(
        "fact_check",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            _choice(
                "prepared", "sent", "answered", "expired", "processed", name="fact_check_state"
            ),
            nullable=False,
        ),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("prepared_by_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_silent", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL) AND (state <> 'answered' OR answered_at IS NOT NULL)",
            name=op.f("ck_fact_check_answered_by_somebody"),
        ),
        sa.CheckConstraint(
            "(state = 'prepared') = (sent_at IS NULL) AND (sent_at IS NULL) = (deadline IS NULL) AND (sent_at IS NULL) = (sent_by_id IS NULL)",
            name=op.f("ck_fact_check_sent_with_deadline"),
        ),
        sa.CheckConstraint(
            "(state = 'processed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by_id IS NULL) AND (NOT is_silent OR closed_at IS NOT NULL)",
            name=op.f("ck_fact_check_closed_by_somebody"),
        ),
        sa.CheckConstraint("state <> 'expired'", name=op.f("ck_fact_check_expired_is_derived")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_fact_check_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user_account.id"], name=op.f("fk_fact_check_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_fact_check_dossier_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_fact_check_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["package_id"], ["fact_check_package.id"], name=op.f("fk_fact_check_package_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["user_account.id"], name=op.f("fk_fact_check_prepared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_fact_check_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_fact_check_revision_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_fact_check_sent_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["organisation.id"], name=op.f("fk_fact_check_vendor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_check")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_fact_check_dossier_id_number")),
        sa.UniqueConstraint("package_id", name=op.f("uq_fact_check_package_id")),
    )
    op.create_index(op.f("ix_fact_check_answered_by_id"), "fact_check", ["answered_by_id"])
    op.create_index(op.f("ix_fact_check_closed_by_id"), "fact_check", ["closed_by_id"])
    op.create_index(op.f("ix_fact_check_owner_id"), "fact_check", ["owner_id"])
    op.create_index(op.f("ix_fact_check_prepared_by_id"), "fact_check", ["prepared_by_id"])
    op.create_index(op.f("ix_fact_check_product_id"), "fact_check", ["product_id"])
    op.create_index(op.f("ix_fact_check_revision_id"), "fact_check", ["revision_id"])
    op.create_index(op.f("ix_fact_check_sent_by_id"), "fact_check", ["sent_by_id"])
    op.create_index(op.f("ix_fact_check_vendor_id"), "fact_check", ["vendor_id"])


def _fact_check_item() -> None:
    op.create_table(
        "fact_check_item",
        sa.Column("fact_check_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            _choice(
                "description",
                "cell",
                "risk",
                "measure",
                "claim",
                "finding",
                "text",
                "entry",
                name="place_dossierpart",
            ),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column(
            "answer",
            _choice("agree", "correct", "dispute", "confidential", name="fact_check_answer"),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "disposition",
            _choice("taken_over", "partly", "not_taken_over", name="fact_check_disposition"),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("disposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(disposition IS NULL) = (disposed_at IS NULL) AND (disposition IS NULL) = (disposed_by_id IS NULL) AND (disposition IS NULL OR (answer IS NOT NULL AND reason <> ''))",
            name=op.f("ck_fact_check_item_disposed_with_reason"),
        ),
        sa.CheckConstraint(
            "answer IS NULL OR answer = 'agree' OR words <> ''",
            name=op.f("ck_fact_check_item_says_why"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_fact_check_item_answered_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_fact_check_item_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["disposed_by_id"], ["user_account.id"], name=op.f("fk_fact_check_item_disposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["fact_check_id"], ["fact_check.id"], name=op.f("fk_fact_check_item_fact_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_check_item")),
        sa.UniqueConstraint(
            "fact_check_id", "number", name=op.f("uq_fact_check_item_fact_check_id_number")
        ),
    )
    op.create_index(
        op.f("ix_fact_check_item_answered_by_id"), "fact_check_item", ["answered_by_id"]
    )
    op.create_index(
        op.f("ix_fact_check_item_disposed_by_id"), "fact_check_item", ["disposed_by_id"]
    )


def _choice(*members: str, name: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)
