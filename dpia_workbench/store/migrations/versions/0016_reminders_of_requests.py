"""Who wants reminders of requests to vendors, and when the last one went out."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Everybody who is there gets reminders until they switch them off."""
    # In place: many tables point to this one, so that SQLite could not put a copy in its stead.
    with op.batch_alter_table("user_account", schema=None, recreate="never") as batch_op:
        batch_op.add_column(
            sa.Column("wants_reminders", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(sa.Column("reminder_at", sa.DateTime(timezone=True), nullable=True))
