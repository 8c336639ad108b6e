"""Measures have files, and partners fill in worksheets."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "worksheet",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("was_mailed", sa.Boolean(), nullable=False),
        sa.Column("every_measure", sa.Boolean(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("partner <> ''", name=op.f("ck_worksheet_partner_is_named")),
        sa.CheckConstraint(
            "sent_at IS NULL OR sent_by <> ''", name=op.f("ck_worksheet_sender_is_named")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_worksheet_withdrawn_by_somebody"),
        ),
        sa.CheckConstraint(
            "expires_at > made_at", name=op.f("ck_worksheet_expires_after_it_was_made")
        ),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_worksheet_adoption_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_worksheet_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_worksheet_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_worksheet_secret_hash")),
    )
    with op.batch_alter_table("worksheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worksheet_adoption_id"), ["adoption_id"], unique=False)

    op.create_table(
        "worksheet_answer",
        sa.Column("worksheet_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "done",
                "cannot",
                "later",
                "question",
                name="worksheet_answerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["worksheet_id"], ["worksheet.id"], name=op.f("fk_worksheet_answer_worksheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet_answer")),
        sa.UniqueConstraint(
            "worksheet_id", "number", name=op.f("uq_worksheet_answer_worksheet_id_number")
        ),
    )
    with op.batch_alter_table("worksheet_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_worksheet_answer_worksheet_id"), ["worksheet_id"], unique=False
        )

    op.create_table(
        "worksheet_file",
        sa.Column("worksheet_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.CheckConstraint("file_size > 0", name=op.f("ck_worksheet_file_file_has_content")),
        sa.ForeignKeyConstraint(
            ["worksheet_id"], ["worksheet.id"], name=op.f("fk_worksheet_file_worksheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet_file")),
        sa.UniqueConstraint(
            "worksheet_id", "number", name=op.f("uq_worksheet_file_worksheet_id_number")
        ),
    )
    with op.batch_alter_table("worksheet_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_worksheet_file_file_sha256"), ["file_sha256"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_worksheet_file_worksheet_id"), ["worksheet_id"], unique=False
        )

    op.create_table(
        "measure_file",
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("worksheet_id", sa.Uuid(), nullable=True),
        sa.Column("has_personal_data", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_out_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(taken_out_at IS NULL) = (taken_out_by_id IS NULL)",
            name=op.f("ck_measure_file_taken_out_by_somebody"),
        ),
        sa.CheckConstraint("file_size > 0", name=op.f("ck_measure_file_file_has_content")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user_account.id"], name=op.f("fk_measure_file_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["local_measure.id"], name=op.f("fk_measure_file_measure_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_out_by_id"], ["user_account.id"], name=op.f("fk_measure_file_taken_out_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["worksheet_id"], ["worksheet.id"], name=op.f("fk_measure_file_worksheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_file")),
    )
    with op.batch_alter_table("measure_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_measure_file_file_sha256"), ["file_sha256"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_measure_file_measure_id"), ["measure_id"], unique=False
        )

    op.create_table(
        "worksheet_outcome",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "taken_over",
                "set_aside",
                name="worksheet_settled",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["worksheet_answer.id"], name=op.f("fk_worksheet_outcome_answer_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_worksheet_outcome_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet_outcome")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_worksheet_outcome_answer_id")),
    )
    with op.batch_alter_table("local_measure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("worksheet_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_local_measure_worksheet_id"), "worksheet", ["worksheet_id"], ["id"]
        )
