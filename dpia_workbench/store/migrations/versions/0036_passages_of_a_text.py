"""People talk about a passage of a text that is typed in together, and see who wrote what."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("thread") as batch_op:
        batch_op.add_column(
            sa.Column("in_text", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("thread") as batch_op:
        batch_op.alter_column("in_text", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_thread_marked_is_quoted"), "NOT in_text OR passage <> ''"
        )
    with op.batch_alter_table("section_text") as batch_op:
        batch_op.add_column(sa.Column("passages", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("section_text") as batch_op:
        batch_op.drop_column("passages")
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_constraint(op.f("ck_thread_marked_is_quoted"), type_="check")
        batch_op.drop_column("in_text")
