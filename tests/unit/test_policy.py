"""Who may do what: the table of method.md 8.3, role by role, and what nobody may ever do."""

from dataclasses import dataclass, replace
from itertools import combinations, product
from uuid import UUID

import pytest

from dpia_workbench.access.actor import (
    PUBLIC,
    ROLES_OF_KIND,
    SYSTEM,
    Actor,
    OrganisationKind,
    Role,
)
from dpia_workbench.access.policy import POLICY, Forbidden, Permission, allows, require
from dpia_workbench.risk.confidentiality import Confidentiality

ME, SOMEBODY = UUID(int=1), UUID(int=2)
HERE, ELSEWHERE = UUID(int=10), UUID(int=20)


@dataclass(frozen=True, kw_only=True)
class Thing:
    """A row with all the columns that the table may ask for."""

    owner_id: UUID | None = HERE
    vendor_id: UUID | None = HERE
    reporter_id: UUID | None = HERE
    board_id: UUID | None = HERE
    organisation_id: UUID | None = HERE
    user_id: UUID | None = ME
    confidentiality: Confidentiality = Confidentiality.COOPERATIVE
    reader_ids: frozenset[UUID] = frozenset()
    is_sent: bool = True

    @property
    def adopter_ids(self) -> frozenset[UUID]:
        """Return the boards that adopted it: here the one whose it is."""
        return frozenset({self.board_id} - {None})


OURS = Thing()
THEIRS = Thing(
    owner_id=ELSEWHERE, vendor_id=ELSEWHERE, board_id=ELSEWHERE, organisation_id=ELSEWHERE,
    user_id=SOMEBODY, reporter_id=ELSEWHERE,
)  # fmt: skip
NOBODYS = Thing(
    owner_id=None, vendor_id=None, board_id=None, organisation_id=None, user_id=None,
    reporter_id=None,
)  # fmt: skip

P = Permission
# Who speaks for an organisation to the outside registers addresses for messages.
HOOKS = {P.WEBHOOK_READ, P.WEBHOOK_MAKE, P.WEBHOOK_MANAGE}
# What a cooperative may do with what was sent to schools, whoever reported it.
OF_SENT = {
    Role.ANALYST: {P.INCIDENT_READ},
    Role.REVIEWER: {P.INCIDENT_READ, P.INCIDENT_CHECK},
    Role.PUBLISHER: {P.INCIDENT_READ, P.INCIDENT_CHECK},
}
OF_INCIDENTS = {
    P.INCIDENT_READ, P.INCIDENT_REPORT, P.INCIDENT_EDIT, P.INCIDENT_SEND, P.INCIDENT_CHECK,
    P.INCIDENT_TELL, P.INCIDENT_END,
}  # fmt: skip
# What a role may do with a thing of its own organisation, by the rows of method.md 8.3.
GRANTED: dict[Role, set[Permission]] = {
    Role.ANALYST: {
        P.PRODUCT_CREATE, P.DOSSIER_CREATE, P.DOSSIER_READ, P.DOSSIER_EDIT, P.DOSSIER_SUBMIT,
        P.DOSSIER_REOPEN, P.DOSSIER_DISCUSS, P.REMEDIATION_READ, P.REMEDIATION_REQUEST,
        P.REMEDIATION_VERIFY, P.REMEDIATION_DISCUSS, P.EVIDENCE_READ, P.EVIDENCE_EDIT,
        P.SUB_PROCESSOR_READ, P.SUB_PROCESSOR_BUNDLE, P.FACT_CHECK_READ, P.FACT_CHECK_SEND,
        P.FACT_CHECK_DISPOSE, P.AGREEMENT_READ, P.AGREEMENT_CREATE, P.AGREEMENT_EDIT,
        P.AGREEMENT_ANNEX, P.REMARK_READ, P.REMARK_SETTLE, P.MEMBERS_READ, P.DEMAND_READ,
        P.DEMAND_PLAN, P.UPTAKE_READ, P.INCIDENT_READ, P.INCIDENT_REPORT, P.INCIDENT_EDIT,
    },
    Role.REVIEWER: {
        P.UPTAKE_READ, *OF_INCIDENTS, P.DEMAND_READ,
        P.EVIDENCE_READ, P.DOSSIER_READ, P.DOSSIER_DISCUSS, P.DOSSIER_REVIEW,
        P.DOSSIER_REOPEN,
        P.REMEDIATION_READ, P.REMEDIATION_REQUEST, P.REMEDIATION_VERIFY, P.REMEDIATION_DISCUSS,
        P.SUB_PROCESSOR_READ, P.SUB_PROCESSOR_BUNDLE, P.FACT_CHECK_READ, P.FACT_CHECK_SEND,
        P.FACT_CHECK_DISPOSE, P.VENDOR_STATEMENT_READ, P.VENDOR_STATEMENT_DECIDE,
        P.AGREEMENT_READ, P.AGREEMENT_CREATE, P.AGREEMENT_EDIT, P.AGREEMENT_ANNEX,
        P.REMARK_READ, P.REMARK_SETTLE, P.MEMBERS_READ,
    },
    Role.PUBLISHER: {
        P.UPTAKE_READ, *OF_INCIDENTS, P.DEMAND_READ,
        P.DEMAND_PLAN, P.EVIDENCE_READ, P.DOSSIER_READ, P.DOSSIER_DISCUSS,
        P.DOSSIER_PUBLISH, P.RELEASE_WITHDRAW,
        P.REMEDIATION_READ, P.SUB_PROCESSOR_READ, P.RELEASE_MARK, P.FACT_CHECK_READ,
        P.VENDOR_STATEMENT_READ, P.VENDOR_STATEMENT_DECIDE, P.VENDOR_STATEMENT_REMOVE,
        P.AGREEMENT_READ, P.REMARK_READ, P.MEMBERS_READ, P.RELEASE_CORRECT, *HOOKS,
    },
    Role.VENDOR_CONTACT: {
        P.REMEDIATION_READ, P.REMEDIATION_ANSWER, P.REMEDIATION_DISCUSS, P.PERSON_READ,
        P.PERSON_INVITE, P.SUB_PROCESSOR_READ, P.SUB_PROCESSOR_ANNOUNCE, P.FACT_CHECK_READ,
        P.FACT_CHECK_ANSWER, P.VENDOR_STATEMENT_READ, P.VENDOR_STATEMENT_WRITE, *HOOKS,
        P.INCIDENT_READ, P.INCIDENT_REPORT, P.INCIDENT_TELL,
    },
    Role.PRIVACY_OFFICER: {
        P.ADOPTION_READ, P.ADOPTION_START, P.ADOPTION_FILL, P.ADOPTION_END, P.ORGANISATION_READ,
        P.PERSON_READ, P.PERSON_INVITE, P.PERSON_DISMISS, P.SUB_PROCESSOR_READ,
        P.SUB_PROCESSOR_RESPOND, P.MEMBERS_READ, P.USED_PRODUCT_READ, P.USED_PRODUCT_ADD,
        P.USED_PRODUCT_EDIT, *HOOKS,
        P.INCIDENT_READ, P.INCIDENT_RESPOND, P.FEEDBACK_READ, P.FEEDBACK_SEND,
        P.SCHOOL_READ, P.SCHOOL_EDIT, P.NORM_SCORE_READ, P.NORM_SCORE_WRITE,
        P.MEASURE_CHECK, P.WORKSHEET_READ, P.WORKSHEET_MAKE, P.WORKSHEET_SETTLE,
    },
    Role.DATA_PROTECTION_OFFICER: {
        P.ADOPTION_READ, P.ADOPTION_ADVISE, P.SUB_PROCESSOR_READ, P.MEMBERS_READ,
        P.USED_PRODUCT_READ, P.INCIDENT_READ, P.FEEDBACK_READ, P.FEEDBACK_SEND,
        P.SCHOOL_READ, P.NORM_SCORE_READ, P.WORKSHEET_READ,
    },
    Role.BOARD: {
        P.ADOPTION_READ, P.ADOPTION_DECIDE, P.ADOPTION_END, P.SUB_PROCESSOR_READ,
        P.AGREEMENT_JOIN, P.MEMBERS_READ,
        P.USED_PRODUCT_READ, P.INCIDENT_READ, P.FEEDBACK_READ, P.FEEDBACK_SEND,
        P.SCHOOL_READ, P.NORM_SCORE_READ, P.WORKSHEET_READ,
    },
    Role.ADMINISTRATOR: {
        P.CATALOGUE_LOAD, P.PRODUCT_CREATE, P.ORGANISATION_READ, P.ORGANISATION_MANAGE,
        P.PERSON_READ, P.PERSON_INVITE, P.PERSON_MANAGE, P.PERSON_DISMISS,
        P.OFFICER_DISMISS, P.MEMBERS_READ, P.RELEASE_SIGN, *HOOKS,
    },
    Role.PUBLIC: set(),
}  # fmt: skip
# What remains of it for a thing of another organisation: reviewers and publishers serve all
# dossiers, an administrator all organisations; an analyst, a vendor and a school only their own.
# What vendors announce of their sub-processors concerns every cooperative.
OWN = {
    P.EVIDENCE_READ, P.AGREEMENT_READ, P.AGREEMENT_EDIT, P.AGREEMENT_ANNEX, P.REMARK_READ,
    P.REMARK_SETTLE, P.WEBHOOK_READ, P.WEBHOOK_MANAGE, P.INCIDENT_READ, P.INCIDENT_EDIT,
    P.INCIDENT_SEND, P.INCIDENT_CHECK, P.INCIDENT_TELL, P.INCIDENT_END,
}  # fmt: skip
BEYOND: dict[Role, set[Permission]] = {
    Role.ANALYST: {
        P.PRODUCT_CREATE,
        P.DOSSIER_CREATE,
        P.SUB_PROCESSOR_READ,
        P.SUB_PROCESSOR_BUNDLE,
        P.AGREEMENT_CREATE,
        P.MEMBERS_READ,
        P.DEMAND_READ,
        P.DEMAND_PLAN,
        P.UPTAKE_READ,
        P.INCIDENT_REPORT,
    },
    Role.REVIEWER: GRANTED[Role.REVIEWER] - OWN,
    Role.PUBLISHER: GRANTED[Role.PUBLISHER] - OWN,
    Role.VENDOR_CONTACT: {P.WEBHOOK_MAKE},
    Role.PRIVACY_OFFICER: {
        P.NORM_SCORE_WRITE,
        P.ADOPTION_START,
        P.WEBHOOK_MAKE,
        P.MEMBERS_READ,
        P.USED_PRODUCT_ADD,
    },
    Role.DATA_PROTECTION_OFFICER: {P.MEMBERS_READ},
    Role.BOARD: {P.AGREEMENT_JOIN, P.MEMBERS_READ},
    Role.ADMINISTRATOR: GRANTED[Role.ADMINISTRATOR],
    Role.PUBLIC: set(),
}
EVERYBODY = {P.RELEASE_READ, P.REMARK_SEND}
# Only what readers say of a record from elsewhere belongs to nobody: administrators answer it.
OF_NOBODY = {P.REMARK_READ, P.REMARK_SETTLE}
DOSSIER = {permission for permission in P if permission.value.startswith("dossier:")}
SCHOOL_ROLES = ROLES_OF_KIND[OrganisationKind.SCHOOL_BOARD]
COOPERATIVE_ROLES = ROLES_OF_KIND[OrganisationKind.COOPERATIVE]


def someone(*roles: Role) -> Actor:
    return Actor(user_id=ME, organisation_id=HERE, roles=frozenset(roles), name="Someone")


def granted(actor: Actor, thing: object) -> set[Permission]:
    return {permission for permission in Permission if allows(actor, permission, thing)}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_with_its_own_what_the_method_says_and_nothing_else(role: Role) -> None:
    own_account = {P.ACCOUNT_MANAGE}

    assert granted(someone(role), OURS) == GRANTED[role] | EVERYBODY | own_account


@pytest.mark.parametrize("thing", [THEIRS, NOBODYS, None, "a text"])
@pytest.mark.parametrize("role", list(Role))
def test_little_remains_with_what_belongs_to_others(role: Role, thing: object) -> None:
    more = OF_NOBODY if (role, thing) == (Role.ADMINISTRATOR, NOBODYS) else set()
    more = more | (OF_SENT.get(role, set()) if getattr(thing, "is_sent", False) else set())

    assert granted(someone(role), thing) == BEYOND[role] | EVERYBODY | more


def test_who_is_not_signed_in_reads_releases_and_no_more() -> None:
    for thing in (OURS, THEIRS, NOBODYS, None):
        assert granted(PUBLIC, thing) == EVERYBODY


def test_belonging_to_nothing_opens_nothing() -> None:
    """An actor without organisation and a thing without owner have nothing in common."""
    for role in Role:
        lost = Actor(roles=frozenset({role}))
        more = OF_NOBODY if role is Role.ADMINISTRATOR else OF_SENT.get(role, set())
        assert granted(lost, NOBODYS) == BEYOND[role] | EVERYBODY | more


def test_one_column_of_the_thing_decides_for_each_role() -> None:
    column = {
        Role.ANALYST: "owner_id",
        Role.VENDOR_CONTACT: "vendor_id",
        Role.DATA_PROTECTION_OFFICER: "board_id",
        Role.BOARD: "board_id",
    }
    for role, name in column.items():
        mine = replace(THEIRS, **{name: HERE})
        # By the organisation, not by the request.
        others = {P.PERSON_READ, P.PERSON_INVITE, P.WEBHOOK_READ, P.WEBHOOK_MANAGE}
        if role is Role.VENDOR_CONTACT:  # by who reported it, not by whose product it is
            others |= {P.INCIDENT_READ, P.INCIDENT_TELL}
        assert granted(someone(role), mine) == (GRANTED[role] - others) | EVERYBODY


@pytest.mark.parametrize("role", list(Role))
def test_evidence_is_read_up_to_its_class_and_never_above(role: Role) -> None:
    """Method 8.3: public < members < cooperative < vendor_confidential (named people)."""
    is_ours, serves_all = role in COOPERATIVE_ROLES, role in (Role.REVIEWER, Role.PUBLISHER)
    for each in Confidentiality:
        for readers in (frozenset(), frozenset({SOMEBODY}), frozenset({ME})):
            is_named = each is not Confidentiality.VENDOR_CONFIDENTIAL or ME in readers
            is_shared = each in (Confidentiality.PUBLIC, Confidentiality.MEMBERS)
            mine = replace(OURS, confidentiality=each, reader_ids=readers)
            theirs = replace(THEIRS, confidentiality=each, reader_ids=readers)
            assert allows(someone(role), P.EVIDENCE_READ, mine) == (is_ours and is_named)
            assert allows(someone(role), P.EVIDENCE_READ, theirs) == (serves_all and is_shared)
            may_edit = role is Role.ANALYST and is_named
            assert allows(someone(role), P.EVIDENCE_EDIT, mine) == may_edit
            assert not allows(someone(role), P.EVIDENCE_EDIT, theirs)


def test_only_the_account_itself_is_managed_by_its_person() -> None:
    for role in Role:
        theirs = replace(OURS, user_id=SOMEBODY)
        assert allows(someone(role), P.ACCOUNT_MANAGE, OURS)
        assert not allows(someone(role), P.ACCOUNT_MANAGE, theirs)


@pytest.mark.parametrize("actor", [someone(Role.ADMINISTRATOR), SYSTEM], ids=["person", "system"])
@pytest.mark.parametrize("thing", [OURS, THEIRS, NOBODYS, None])
def test_an_administrator_neither_edits_nor_publishes_nor_decides(
    actor: Actor, thing: object
) -> None:
    """Invariant 32; there is no implicit superuser."""
    forbidden = {
        *DOSSIER, P.RELEASE_WITHDRAW, P.REMEDIATION_REQUEST, P.REMEDIATION_ANSWER,
        P.REMEDIATION_VERIFY, P.ADOPTION_START, P.ADOPTION_FILL, P.ADOPTION_ADVISE,
        P.ADOPTION_DECIDE, P.AGREEMENT_READ, P.AGREEMENT_CREATE, P.AGREEMENT_EDIT,
        P.AGREEMENT_ANNEX, P.AGREEMENT_JOIN,
    }  # fmt: skip

    assert not granted(actor, thing) & forbidden


def with_role(role: Role, *, among: tuple[Role, ...]) -> list[tuple[Role, ...]]:
    """Return every set of roles that one person can hold in one organisation with this role."""
    return [some for size in range(1, 4) for some in combinations(among, size) if role in some]


@pytest.mark.parametrize("thing", [OURS, THEIRS, None])
def test_the_data_protection_officer_never_decides(thing: object) -> None:
    """Invariant 18 and method 8.3 (independence, art. 38)."""
    assert not allows(someone(Role.DATA_PROTECTION_OFFICER), P.ADOPTION_DECIDE, thing)


@pytest.mark.parametrize("roles", with_role(Role.DATA_PROTECTION_OFFICER, among=SCHOOL_ROLES))
def test_who_is_data_protection_officer_never_decides_in_another_role_either(
    roles: tuple[Role, ...],
) -> None:
    """Invariant 18: the FG cannot take the decision, also when the FG sits on the board."""
    assert not allows(someone(*roles), P.ADOPTION_DECIDE, OURS)


@pytest.mark.parametrize("thing", [OURS, THEIRS, NOBODYS, None])
def test_a_vendor_contact_reads_no_dossier_and_no_adoption_and_never_verifies(
    thing: object,
) -> None:
    """Invariant 4 and method 8.3."""
    forbidden = {*DOSSIER, P.ADOPTION_READ, P.REMEDIATION_REQUEST, P.REMEDIATION_VERIFY}

    assert not granted(someone(Role.VENDOR_CONTACT), thing) & forbidden


def test_a_vendor_contact_sees_only_requests_to_the_own_vendor() -> None:
    """Invariant 4: the customer's organisation on the row does not help."""
    rivals = replace(OURS, vendor_id=ELSEWHERE, reporter_id=ELSEWHERE)

    assert granted(someone(Role.VENDOR_CONTACT), rivals) == {
        *EVERYBODY, *HOOKS, P.ACCOUNT_MANAGE, P.PERSON_READ, P.PERSON_INVITE
    }  # fmt: skip


@pytest.mark.parametrize("role", SCHOOL_ROLES)
def test_no_school_sees_drafts_or_requests_or_the_adoption_of_another_board(role: Role) -> None:
    """Invariant 16 and method 8.3."""
    unseen = {*DOSSIER, P.REMEDIATION_READ}

    assert not granted(someone(role), OURS) & unseen
    assert not granted(someone(role), replace(OURS, board_id=ELSEWHERE)) & {
        P.ADOPTION_READ, P.ADOPTION_FILL, P.ADOPTION_ADVISE, P.ADOPTION_DECIDE
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "thing"), list(product((*COOPERATIVE_ROLES, Role.VENDOR_CONTACT), (OURS, THEIRS)))
)
def test_nobody_outside_a_board_sees_or_touches_an_adoption(role: Role, thing: Thing) -> None:
    """Invariant 16."""
    adoptions = {permission for permission in P if permission.value.startswith("adoption:")}

    assert not granted(someone(role), thing) & adoptions


def test_filling_in_advising_and_deciding_belong_to_three_different_roles() -> None:
    """Method 8.3, separation of duties."""
    holders = [
        {role for role in Role if permission in GRANTED[role] and allows_ours(role, permission)}
        for permission in (P.ADOPTION_FILL, P.ADOPTION_ADVISE, P.ADOPTION_DECIDE)
    ]

    assert [len(some) for some in holders] == [1, 1, 1]
    assert len(set.union(*holders)) == 3


def test_writing_reviewing_and_publishing_belong_to_three_different_roles() -> None:
    """Invariant 13."""
    holders = [
        {role for role in Role if allows_ours(role, permission)}
        for permission in (P.DOSSIER_EDIT, P.DOSSIER_REVIEW, P.DOSSIER_PUBLISH)
    ]

    assert holders == [{Role.ANALYST}, {Role.REVIEWER}, {Role.PUBLISHER}]


def allows_ours(role: Role, permission: Permission) -> bool:
    return allows(someone(role), permission, OURS)


def test_the_table_has_every_permission_and_no_line_without_a_condition() -> None:
    """Default deny: an empty line would grant everything to everybody."""
    assert set(POLICY) == set(Permission)
    assert all(lines for lines in POLICY.values())
    assert all(line for lines in POLICY.values() for line in lines)


def test_each_condition_has_a_name_of_its_own_for_the_printed_table() -> None:
    names: dict[str, object] = {}
    for condition in {c for lines in POLICY.values() for line in lines for c in line}:
        assert names.setdefault(condition.__name__, condition) is condition
        assert condition.__name__ != "condition"


def test_permissions_read_as_noun_and_verb() -> None:
    for permission in Permission:
        noun, _, verb = permission.value.partition(":")
        assert noun.isalpha()
        assert verb.isalpha()


def test_what_is_not_granted_is_refused_with_the_permission() -> None:
    with pytest.raises(Forbidden) as refusal:
        require(someone(Role.ANALYST), P.DOSSIER_PUBLISH, OURS)

    assert refusal.value.permission is P.DOSSIER_PUBLISH


def test_what_is_granted_is_not_refused() -> None:
    require(someone(Role.PUBLISHER), P.DOSSIER_PUBLISH, OURS)


def test_everybody_is_the_public_and_nobody_is_anything_else_by_default() -> None:
    assert PUBLIC.has(Role.PUBLIC)
    assert [role for role in Role if PUBLIC.has(role)] == [Role.PUBLIC]
    assert someone(Role.BOARD).has(Role.PUBLIC)
    assert not someone(Role.BOARD).has(Role.ANALYST)


def test_only_who_signed_in_is_known() -> None:
    assert someone().is_known
    assert not PUBLIC.is_known
    assert not SYSTEM.is_known


def test_each_role_belongs_to_one_kind_of_organisation_and_the_public_to_none() -> None:
    placed = [role for roles in ROLES_OF_KIND.values() for role in roles]

    assert set(ROLES_OF_KIND) == set(OrganisationKind)
    assert len(placed) == len(set(placed))
    assert set(Role) - set(placed) == {Role.PUBLIC}
