"""Reviews are signed with name and function, and say up to which step they read."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; who reviewed before signed with the name of their account."""
    with op.batch_alter_table("review", schema=None, recreate="never") as batch_op:
        for name in ("signed_as", "function"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("seq", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE review SET signed_as = (SELECT name FROM user_account"
        " WHERE user_account.id = review.reviewer_id)"
    )
