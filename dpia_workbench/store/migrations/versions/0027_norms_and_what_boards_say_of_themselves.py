"""Norms and what boards say of themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "norm_framework",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("deadlines", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "target BETWEEN 1 AND 5", name=op.f("ck_norm_framework_target_on_scale")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_norm_framework")),
        sa.UniqueConstraint("key", name=op.f("uq_norm_framework_key")),
    )
    op.create_table(
        "annual_note",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["organisation.id"], name=op.f("fk_annual_note_board_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_annual_note_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_note")),
    )
    with op.batch_alter_table("annual_note", schema=None) as batch_op:
        batch_op.create_index("ix_annual_note_board", ["board_id", "year", "at"], unique=False)

    op.create_table(
        "norm",
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column(
            "domain",
            sa.Enum(
                "governance",
                "identity",
                "security_management",
                "operations",
                "continuity",
                "rights",
                "cooperation",
                "security",
                "accountability",
                name="norm_domain",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "use",
            sa.Enum(
                "policy",
                "consent",
                "profiling",
                "roles",
                "transfers",
                "breaches",
                "reporting",
                "settings",
                name="norm_use",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_norm_is_numbered")),
        sa.ForeignKeyConstraint(
            ["framework_id"], ["norm_framework.id"], name=op.f("fk_norm_framework_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_norm")),
        sa.UniqueConstraint("framework_id", "code", name=op.f("uq_norm_framework_id_code")),
    )
    op.create_table(
        "norm_score",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("norm_id", sa.Uuid(), nullable=False),
        sa.Column(
            "maturity",
            sa.Enum(
                "ad_hoc",
                "repeatable",
                "defined",
                "managed",
                "improving",
                name="norm_maturity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["organisation.id"], name=op.f("fk_norm_score_board_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_norm_score_by_id")),
        sa.ForeignKeyConstraint(["norm_id"], ["norm.id"], name=op.f("fk_norm_score_norm_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_norm_score")),
    )
    with op.batch_alter_table("norm_score", schema=None) as batch_op:
        batch_op.create_index("ix_norm_score_board", ["board_id", "norm_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_norm_score_norm_id"), ["norm_id"], unique=False)

    op.create_table(
        "norm_score_adoption",
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_norm_score_adoption_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["score_id"], ["norm_score.id"], name=op.f("fk_norm_score_adoption_score_id")
        ),
        sa.PrimaryKeyConstraint("score_id", "adoption_id", name=op.f("pk_norm_score_adoption")),
    )
    with op.batch_alter_table("norm_score_adoption", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_norm_score_adoption_adoption_id"), ["adoption_id"], unique=False
        )
