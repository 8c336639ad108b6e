"""A vendor proposes another day than the promised one."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NAME = "ck_remediation_proposal_is_of_a_promise"
_RULE = "proposed_due IS NULL OR (state = 'committed' AND proposal <> '')"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("remediation", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("proposed_due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("proposal", sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("remediation", recreate="always", table_args=_checks()):
            pass
    else:
        op.create_check_constraint(op.f(_NAME), "remediation", _RULE)


def _checks() -> tuple[sa.CheckConstraint, ...]:
    """Return the checks of the table: SQLite makes it anew and does not tell which it had."""
    return (
        sa.CheckConstraint(_RULE, name=op.f(_NAME)),
        sa.CheckConstraint(
            "state NOT IN ('committed', 'delivered') OR due IS NOT NULL",
            name=op.f("ck_remediation_promise_has_day"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('verified', 'verified_partial') OR (verified_on IS NOT NULL"
            " AND verified_by_id IS NOT NULL AND delivery <> '')",
            name=op.f("ck_remediation_verified_has_evidence"),
        ),
        sa.CheckConstraint(
            "state <> 'declined' OR refusal <> ''",
            name=op.f("ck_remediation_refusal_has_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'requested', 'acknowledged', 'committed', 'delivered', 'verified',"
            " 'verified_partial', 'declined', 'withdrawn')",
            name=op.f("ck_remediation_remediation_state"),
        ),
    )
