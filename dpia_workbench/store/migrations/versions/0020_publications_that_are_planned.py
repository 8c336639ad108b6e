"""Publications that are planned."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _publication_plan()
    _publication_plan_end()


def _publication_plan() -> None:
    op.create_table(
        "publication_plan",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("approved_hash", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "chosen",
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
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("planned_by_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("due_at > planned_at", name=op.f("ck_publication_plan_lies_ahead")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_publication_plan_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["user_account.id"], name=op.f("fk_publication_plan_planned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_publication_plan_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_plan")),
        sa.UniqueConstraint(
            "revision_id", "number", name=op.f("uq_publication_plan_revision_id_number")
        ),
    )
    op.create_index(
        op.f("ix_publication_plan_organisation_id"), "publication_plan", ["organisation_id"]
    )
    op.create_index(
        op.f("ix_publication_plan_planned_by_id"), "publication_plan", ["planned_by_id"]
    )


def _publication_plan_end() -> None:
    op.create_table(
        "publication_plan_end",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "published",
                "refused",
                "withdrawn",
                "replaced",
                name="publication_planend",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'published') = (release_id IS NOT NULL)",
            name=op.f("ck_publication_plan_end_published_has_release"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_publication_plan_end_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["publication_plan.id"], name=op.f("fk_publication_plan_end_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_publication_plan_end_release_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_plan_end")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_publication_plan_end_plan_id")),
    )
    op.create_index(op.f("ix_publication_plan_end_by_id"), "publication_plan_end", ["by_id"])
    op.create_index(
        op.f("ix_publication_plan_end_release_id"), "publication_plan_end", ["release_id"]
    )
