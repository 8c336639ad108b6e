"""Measures of schools name their setting; readers say what is wrong in a verdict."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_PRACTICE = ("setting_path", "setting_value", "side_effect", "decided_by")
_KINDS = ("mistake", "missing_risk", "missing_measure", "outdated", "other")
_POINTS_TO = {
    "product_id": "product", "release_id": "release", "owner_id": "organisation",
    "settled_by_id": "user_account",
}  # fmt: skip
_EMPTY = '{"nl": "", "en": ""}'


def upgrade() -> None:
    """Apply; what was written before has none of these."""
    with op.batch_alter_table("measure", recreate="never") as batch_op:
        for name in _PRACTICE:
            batch_op.add_column(
                sa.Column(name, sa.JSON(), nullable=False, server_default=sa.text(f"'{_EMPTY}'"))
            )
    _remark()
    for name in _POINTS_TO:
        op.create_index(op.f(f"ix_remark_{name}"), "remark", [name])


def _remark() -> None:
    op.create_table(
        "remark",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("kind", _choice("kind", *_KINDS), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", _choice("outcome", "answered", "disposed"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_remark_says_something")),
        sa.CheckConstraint(
            "email IS NULL OR wants_answer", name=op.f("ck_remark_address_only_for_an_answer")
        ),
        sa.CheckConstraint(
            "email IS NULL OR outcome IS NULL OR outcome <> 'disposed'",
            name=op.f("ck_remark_address_goes_with_a_disposal"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)"
            " AND (outcome IS NULL) = (settled_by_id IS NULL)"
            " AND (outcome IS NULL OR answer <> '')",
            name=op.f("ck_remark_settled_with_words"),
        ),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_remark_{name}"))
            for name, table in _POINTS_TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )


def _choice(name: str, *members: str) -> sa.Enum:
    return sa.Enum(
        *members, name=op.f(f"ck_remark_remark_{name}"), native_enum=False, create_constraint=True,
        length=40,
    )  # fmt: skip
