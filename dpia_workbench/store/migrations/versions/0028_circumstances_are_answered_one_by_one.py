"""Circumstances are answered one by one, and consent says how parents give it."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("adoption") as batch_op:
        batch_op.add_column(
            sa.Column("circumstances", sa.JSON(), nullable=False, server_default="{}")
        )
    with op.batch_alter_table("adoption") as batch_op:
        batch_op.alter_column("circumstances", server_default=None)
    with op.batch_alter_table("local_operation") as batch_op:
        batch_op.add_column(
            sa.Column("parental_consent", sa.Text(), nullable=False, server_default="")
        )
    with op.batch_alter_table("local_operation") as batch_op:
        batch_op.alter_column("parental_consent", server_default=None)
