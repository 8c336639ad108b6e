"""Followers without an account, saved searches, and webhooks."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "follow_attempt",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_attempt")),
    )
    op.create_index(op.f("ix_follow_attempt_subject_at"), "follow_attempt", ["subject", "at"])

    op.create_table(
        "follower",
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(email IS NULL) = (ended_at IS NOT NULL)",
            name=op.f("ck_follower_address_goes_with_the_end"),
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_follower_email_in_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("email", name=op.f("uq_follower_email")),
    )
    op.create_table(
        "follower_told",
        sa.Column("follower_id", sa.Uuid(), nullable=False),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["follower.id"], name=op.f("fk_follower_told_follower_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower_told")),
        sa.UniqueConstraint("follower_id", "news", name=op.f("uq_follower_told_follower_id_news")),
    )
    op.create_table(
        "webhook",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("secret_number", sa.Integer(), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "stopped",
            sa.Enum(
                "failing",
                "gone",
                name="hooks_stopped",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(stopped IS NULL) = (stopped_at IS NULL)",
            name=op.f("ck_webhook_stopped_with_a_reason"),
        ),
        sa.CheckConstraint("secret_number >= 1", name=op.f("ck_webhook_secrets_are_numbered")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_webhook_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_webhook_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_made_by_id"), "webhook", ["made_by_id"])
    op.create_index(op.f("ix_webhook_organisation_id"), "webhook", ["organisation_id"])

    op.create_table(
        "follow",
        sa.Column("follower_id", sa.Uuid(), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
                "product",
                "vendor",
                "search",
                name="following_subject",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("vendor_id", sa.Uuid(), nullable=True),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column(
            "pace",
            sa.Enum(
                "daily",
                "at_once",
                "urgent",
                name="following_pace",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(subject = 'product') = (product_id IS NOT NULL)",
            name=op.f("ck_follow_product_is_one"),
        ),
        sa.CheckConstraint(
            "(subject = 'vendor') = (vendor_id IS NOT NULL)", name=op.f("ck_follow_vendor_is_one")
        ),
        sa.CheckConstraint(
            "subject = 'search' OR pace <> 'at_once'",
            name=op.f("ck_follow_only_searches_are_told_at_once"),
        ),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["follower.id"], name=op.f("fk_follow_follower_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_follow_product_id")),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["organisation.id"], name=op.f("fk_follow_vendor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
    )
    op.create_index(op.f("ix_follow_follower_id"), "follow", ["follower_id"])
    op.create_index(op.f("ix_follow_product_id"), "follow", ["product_id"])
    op.create_index(op.f("ix_follow_vendor_id"), "follow", ["vendor_id"])

    op.create_table(
        "webhook_delivery",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column(
            "failure",
            sa.Enum(
                "address",
                "connection",
                "time",
                "certificate",
                "answer",
                name="hooks_failure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "delivered_at IS NULL OR given_up_at IS NULL",
            name=op.f("ck_webhook_delivery_arrives_or_is_given_up"),
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("webhook_id", "news", name=op.f("uq_webhook_delivery_webhook_id_news")),
    )
    op.create_index(
        op.f("ix_webhook_delivery_webhook_id_created_at"),
        "webhook_delivery",
        ["webhook_id", "created_at"],
    )

    op.create_table(
        "saved_search",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follow_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_id"], ["follow.id"], name=op.f("fk_saved_search_follow_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_saved_search_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("follow_id", name=op.f("uq_saved_search_follow_id")),
    )
    op.create_index(op.f("ix_saved_search_user_id"), "saved_search", ["user_id"])
