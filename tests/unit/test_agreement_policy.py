"""Who reads and joins agreements, by the row of method.md 8.3 and by their class."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from dpia_workbench.access.actor import ROLES_OF_KIND, Actor, OrganisationKind, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk.agreement import Coverage, State
from dpia_workbench.risk.confidentiality import Confidentiality

HERE, ELSEWHERE = UUID(int=10), UUID(int=20)
SCHOOL_ROLES = ROLES_OF_KIND[OrganisationKind.SCHOOL_BOARD]


@dataclass(frozen=True, kw_only=True)
class Thing:
    """An agreement with all the columns that the table asks for."""

    owner_id: UUID = ELSEWHERE
    vendor_id: UUID = ELSEWHERE
    confidentiality: Confidentiality = Confidentiality.MEMBERS
    state: State = State.SIGNED
    coverage: Coverage = Coverage.OPEN_OFFER
    negotiated_at: datetime | None = datetime(2025, 3, 3, tzinfo=UTC)
    board_ids: frozenset[UUID] = frozenset()


OFFER = Thing()
NAMED = Thing(coverage=Coverage.NAMED)


def someone(*roles: Role) -> Actor:
    return Actor(user_id=UUID(int=1), organisation_id=HERE, roles=frozenset(roles))


def readers(thing: Thing) -> set[Role]:
    return {role for role in Role if allows(someone(role), Permission.AGREEMENT_READ, thing)}


STAFF = {Role.ANALYST, Role.REVIEWER, Role.PUBLISHER}


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (OFFER, {*STAFF, Role.PRIVACY_OFFICER, Role.BOARD}),
        (NAMED, STAFF),
        (replace(NAMED, board_ids=frozenset({HERE})), {*STAFF, *SCHOOL_ROLES}),
        (replace(OFFER, state=State.PARTLY_SIGNED), set()),
        (replace(OFFER, state=State.TERMINATED), STAFF),
        (replace(OFFER, confidentiality=Confidentiality.COOPERATIVE), set()),
        (
            replace(NAMED, confidentiality=Confidentiality.COOPERATIVE,
                    board_ids=frozenset({HERE})),
            set(),
        ),
        (replace(OFFER, owner_id=HERE, state=State.DRAFT), STAFF),
        (
            replace(OFFER, owner_id=HERE, state=State.DRAFT,
                    confidentiality=Confidentiality.VENDOR_CONFIDENTIAL),
            {Role.ANALYST, Role.REVIEWER},
        ),
        (
            replace(OFFER, vendor_id=HERE, state=State.NEGOTIATING,
                    confidentiality=Confidentiality.VENDOR_CONFIDENTIAL),
            {Role.VENDOR_CONTACT},
        ),
        (replace(OFFER, vendor_id=HERE, state=State.ABANDONED, negotiated_at=None), set()),
    ],
)  # fmt: skip
def test_an_agreement_is_read_by_its_parties_and_by_whom_it_is_for(
    thing: Thing, expected: set[Role]
) -> None:
    assert readers(thing) == expected


@pytest.mark.parametrize("role", list(Role))
def test_only_a_board_joins_and_no_data_protection_officer_with_it(role: Role) -> None:
    joins = allows(someone(role), Permission.AGREEMENT_JOIN, OFFER)
    both = someone(role, Role.BOARD)

    assert joins == (role is Role.BOARD)
    assert allows(both, Permission.AGREEMENT_JOIN, OFFER) == (
        role is not Role.DATA_PROTECTION_OFFICER
    )


@pytest.mark.parametrize("role", list(Role))
def test_nobody_edits_another_cooperatives_agreement(role: Role) -> None:
    ours = replace(OFFER, owner_id=HERE)
    may = {Role.ANALYST, Role.REVIEWER}

    assert not allows(someone(role), Permission.AGREEMENT_EDIT, OFFER)
    assert allows(someone(role), Permission.AGREEMENT_EDIT, ours) == (role in may)
    theirs = replace(OFFER, vendor_id=HERE)
    assert allows(someone(role), Permission.AGREEMENT_ANNEX, theirs) == (
        role is Role.VENDOR_CONTACT
    )
