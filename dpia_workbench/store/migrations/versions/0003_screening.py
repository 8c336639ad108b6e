"""Screening forms, and the screening of a revision."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "screening_form",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_screening_form_versions_start_at_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_form")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_screening_form_key_version")),
        sa.UniqueConstraint("sha256", name=op.f("uq_screening_form_sha256")),
    )
    # A column that may be empty is added in place: other tables point to this one, so that
    # SQLite could not put a copy in its stead.
    with op.batch_alter_table("revision", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("screening", sa.JSON(), nullable=True))
