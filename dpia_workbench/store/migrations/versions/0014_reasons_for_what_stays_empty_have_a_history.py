"""Why a text or register stays empty has a history, as all else that a dossier says."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_PARTS = (
    "description", "cell", "risk", "measure", "claim", "finding", "text", "entry", "exemption"
)  # fmt: skip
_RULE = f"part IN ({', '.join(repr(part) for part in _PARTS)})"


def upgrade() -> None:
    """Apply."""
    for table in ("field_step", "thread", "evidence_link"):
        name = op.f(f"ck_{table}_place_dossierpart")
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, _RULE)
