"""Schools as a decision knew them."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("adoption_decision", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("schools", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    with op.batch_alter_table("adoption_decision", schema=None) as batch_op:
        batch_op.alter_column("schools", server_default=None)
