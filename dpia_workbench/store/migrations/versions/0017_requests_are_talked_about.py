"""Requests to vendors: drafts, what they are about, what both sides write, files."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# The rules that are new, by name.
_RULES: Mapping[str, str] = {
    "place_dossierpart": "about_part IN ('description', 'cell', 'risk', 'measure', 'claim',"
    " 'finding', 'text', 'entry', 'exemption')",
    "about_is_whole": "(dossier_id IS NULL) = (about_part IS NULL) AND (about_part IS NULL) ="
    " (about_key = '')",
    "about_can_be_asked": "about_part IN ('risk', 'finding', 'measure')",
    "draft_is_not_sent": "(NOT is_sent AND state IN ('draft', 'withdrawn')) OR (is_sent AND state"
    " <> 'draft')",
}


def upgrade() -> None:
    """Apply."""
    _expand()
    _fill()
    _contract()
    _correspondence()
    _invitations()
    _scans()


def _expand() -> None:
    with op.batch_alter_table("remediation", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("dossier_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("about_part", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("about_key", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("is_sent", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(sa.Column("assignee_id", sa.Uuid(), nullable=True))


def _fill() -> None:
    """Say of each request which measure it is about, by the newest revision that names it."""
    measure = sa.table(
        "measure", sa.column("remediation_id", sa.Uuid()), sa.column("revision_id", sa.Uuid()),
        sa.column("number", sa.Integer()),
    )  # fmt: skip
    revision_of = sa.table(
        "revision", sa.column("id", sa.Uuid()), sa.column("dossier_id", sa.Uuid()),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    remediation = sa.table(
        "remediation", sa.column("id", sa.Uuid()), sa.column("dossier_id", sa.Uuid()),
        sa.column("about_part", sa.Text()), sa.column("about_key", sa.Text()),
    )  # fmt: skip
    connection = op.get_bind()
    found = connection.execute(
        sa.select(measure.c.remediation_id, revision_of.c.dossier_id, measure.c.number)
        .join(revision_of, revision_of.c.id == measure.c.revision_id)
        .where(measure.c.remediation_id.is_not(None))
        .order_by(revision_of.c.created_at)
    ).all()
    for identity, dossier_id, number in found:
        connection.execute(
            remediation.update()
            .where(remediation.c.id == identity)
            .values(dossier_id=dossier_id, about_part="measure", about_key=f"M{number}")
        )


def _contract() -> None:
    with op.batch_alter_table("remediation") as batch_op:
        for name, rule in _RULES.items():
            batch_op.create_check_constraint(op.f(f"ck_remediation_{name}"), rule)
        for column, table in (("dossier_id", "dossier"), ("assignee_id", "user_account")):
            name = f"fk_remediation_{column}"
            batch_op.create_foreign_key(op.f(name), table, [column], ["id"])
            batch_op.create_index(op.f(f"ix_remediation_{column}"), [column])


def _correspondence() -> None:
    op.create_table(
        "request_author",
        sa.Column("remediation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _points("request_author", "remediation_id", "remediation"),
        _points("request_author", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("remediation_id", "user_id", name=op.f("pk_request_author")),
    )
    op.create_table(
        "request_message",
        sa.Column("remediation_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_delivery", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_request_message_message_says_something")),
        _points("request_message", "remediation_id", "remediation"),
        _points("request_message", "by_id", "user_account"),
        _points("request_message", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_message")),
    )
    op.create_table(
        "request_file",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("file_size > 0", name=op.f("ck_request_file_file_has_content")),
        _points("request_file", "message_id", "request_message"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_file")),
    )
    for table, column in (
        ("request_message", "remediation_id"),
        ("request_file", "message_id"),
        ("request_file", "file_sha256"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_invitation_ends_once")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_invitation_lasts")),
        _points("invitation", "organisation_id", "organisation"),
        _points("invitation", "user_id", "user_account"),
        _points("invitation", "link_id", "one_time_link"),
        _points("invitation", "invited_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    for column in ("organisation_id", "user_id", "link_id"):
        op.create_index(op.f(f"ix_invitation_{column}"), "invitation", [column])


def _scans() -> None:
    op.create_table(
        "file_scan",
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "not_scanned", "clean", "infected", name="scanning_scan", native_enum=False,
                create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("result <> 'not_scanned'", name=op.f("ck_file_scan_somebody_looked")),
        sa.CheckConstraint(
            "(result = 'infected') = (finding <> '')", name=op.f("ck_file_scan_infected_has_name")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_scan")),
    )  # fmt: skip
    op.create_index(op.f("ix_file_scan_file_sha256_at"), "file_scan", ["file_sha256", "at"])


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
