"""Several people type in one text: the updates of its document, and who wrote a step together."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "text_update",
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_text_update_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["text_id"], ["section_text.id"], name=op.f("fk_text_update_text_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_text_update_by_id")),
        sa.PrimaryKeyConstraint("text_id", "number", name=op.f("pk_text_update")),
    )
    op.create_index(op.f("ix_text_update_by_id"), "text_update", ["by_id"])
    op.create_table(
        "text_caret",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"], ["section_text.id"], name=op.f("fk_text_caret_text_id")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_text_caret")),
    )
    op.create_index(op.f("ix_text_caret_text_id"), "text_caret", ["text_id"])
    with op.batch_alter_table("section_text") as batch_op:
        batch_op.add_column(sa.Column("settled", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("settled_as", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("section_text") as batch_op:
        batch_op.alter_column("settled", server_default=None)
        batch_op.alter_column("settled_as", server_default=None)
    with op.batch_alter_table("field_step") as batch_op:
        batch_op.add_column(sa.Column("beside", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("field_step") as batch_op:
        batch_op.drop_column("beside")
    with op.batch_alter_table("section_text") as batch_op:
        batch_op.drop_column("settled_as")
        batch_op.drop_column("settled")
    op.drop_table("text_caret")
    op.drop_table("text_update")
