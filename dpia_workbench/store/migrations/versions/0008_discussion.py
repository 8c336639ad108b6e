"""Discussion on dossiers: threads, comments, mentions, and who wants the daily mail."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PARTS = ("description", "cell", "risk", "measure", "claim", "finding", "text", "entry")


def upgrade() -> None:
    """Apply."""
    _threads()
    op.create_table(
        "comment",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_comment_author_id")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_comment_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_comment_thread_id_number")),
    )
    op.create_index(op.f("ix_comment_author_id"), "comment", ["author_id"])
    op.create_table(
        "mention",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_mention_comment_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_mention_user_id")),
        sa.PrimaryKeyConstraint("comment_id", "user_id", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_user_id"), "mention", ["user_id"])
    # Added in place: many tables point to this one, so that SQLite could not put a copy in its
    # stead. Everybody who is there gets the mail until they switch it off.
    with op.batch_alter_table("user_account", schema=None, recreate="never") as batch_op:
        batch_op.add_column(
            sa.Column("wants_digest", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True))


def _threads() -> None:
    people = ("opened_by_id", "assignee_id", "assigned_by_id", "resolved_by_id", "answered_by_id")
    op.create_table(
        "thread",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("part", _choice(*_PARTS, name="place_dossierpart"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("answer", _choice("accepted", "refused", name="discussion_answer")),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_thread_{name}")) for name, rule in _RULES),
        *(
            sa.ForeignKeyConstraint([name], ["user_account.id"], name=op.f(f"fk_thread_{name}"))
            for name in people
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_thread_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    op.create_index(op.f("ix_thread_assignee_id"), "thread", ["assignee_id"])
    op.create_index(
        op.f("ix_thread_dossier_id_resolved_at"), "thread", ["dossier_id", "resolved_at"]
    )


def _choice(*members: str, name: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)


_RULES = (
    ("resolved_by_somebody", "(resolved_at IS NULL) = (resolved_by_id IS NULL)"),
    ("assigned_at_a_moment", "(assignee_id IS NULL) = (assigned_at IS NULL)"),
    ("suggestion_has_basis", "(proposed IS NULL) = (basis IS NULL)"),
    ("only_suggestions_answered", "answer IS NULL OR proposed IS NOT NULL"),
    (
        "answered_by_somebody",
        "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
    ),
    ("refused_with_reason", "answer IS NULL OR answer <> 'refused' OR answer_reason <> ''"),
)
