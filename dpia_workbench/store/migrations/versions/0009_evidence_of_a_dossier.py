"""Evidence of a dossier."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "evidence",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "traffic_capture",
                "document",
                "screenshot",
                "dsar_reply",
                "contract_clause",
                "attestation",
                name="evidence_evidencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("collected_by", sa.Text(), nullable=False),
        sa.Column(
            "confidentiality",
            sa.Enum(
                "public",
                "members",
                "cooperative",
                "vendor_confidential",
                name="confidentiality_confidentiality",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("has_personal_data", sa.Boolean(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=True),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_deleted_by_id", sa.Uuid(), nullable=True),
        sa.Column("deletion_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "NOT has_personal_data OR (delete_on IS NOT NULL AND confidentiality IN ('cooperative', 'vendor_confidential'))",
            name=op.f("ck_evidence_personal_data_are_restricted"),
        ),
        sa.CheckConstraint(
            "file_deleted_at IS NULL OR (file_deleted_by_id IS NOT NULL AND deletion_reason <> '')",
            name=op.f("ck_evidence_deletion_has_reason"),
        ),
        sa.CheckConstraint("file_size > 0", name=op.f("ck_evidence_file_has_content")),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_evidence_dossier_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_deleted_by_id"], ["user_account.id"], name=op.f("fk_evidence_file_deleted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_evidence_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_evidence_dossier_id_number")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_file_sha256"), ["file_sha256"], unique=False)

    op.create_table(
        "evidence_link",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "description",
                "cell",
                "risk",
                "measure",
                "claim",
                "finding",
                "text",
                "entry",
                name="place_dossierpart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_evidence_link_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_link_evidence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_link")),
        sa.UniqueConstraint(
            "evidence_id", "part", "key", name=op.f("uq_evidence_link_evidence_id_part_key")
        ),
    )
    with op.batch_alter_table("evidence_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_link_evidence_id"), ["evidence_id"], unique=False
        )

    op.create_table(
        "evidence_reader",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_reader_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_evidence_reader_user_id")
        ),
        sa.PrimaryKeyConstraint("evidence_id", "user_id", name=op.f("pk_evidence_reader")),
    )
