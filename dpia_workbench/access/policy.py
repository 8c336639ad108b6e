"""The one table that says who may do what (method.md 8.3). No implicit superuser.

A permission is granted when every condition of any one of its lines holds. `docs/permissions.md`
is printed from this table. Queries say the same in SQL (`readable_by`); a test holds them together.
"""

from collections.abc import Callable, Mapping

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.permissions import Permission as Permission
from dpia_workbench.risk.agreement import SIGNED_ONCE, Coverage
from dpia_workbench.risk.agreement import State as AgreementState
from dpia_workbench.risk.evidence import UP_TO_COOPERATIVE, UP_TO_MEMBERS

Condition = Callable[[Actor, object], bool]


class Forbidden(Exception):
    """The actor can see the thing but may not do this with it."""

    def __init__(self, permission: "Permission") -> None:
        super().__init__(permission)
        self.permission = permission


def has(role: Role) -> Condition:
    """Return the condition that the actor holds a role."""

    def condition(actor: Actor, _thing: object) -> bool:
        return actor.has(role)

    condition.__name__ = str(role)
    return condition


def _same_organisation(attribute: str) -> Condition:
    def condition(actor: Actor, thing: object) -> bool:
        theirs = getattr(thing, attribute, None)
        return theirs is not None and theirs == actor.organisation_id

    condition.__name__ = f"{attribute} is the actor's organisation"
    return condition


def of_self(actor: Actor, thing: object) -> bool:
    """Return whether the thing is the actor's own account."""
    theirs = getattr(thing, "user_id", None)
    return theirs is not None and theirs == actor.user_id


def for_named(actor: Actor, thing: object) -> bool:
    """Return whether the actor is one of the people by whose name a thing may be read."""
    return actor.user_id is not None and actor.user_id in getattr(thing, "reader_ids", ())


def for_adopter(actor: Actor, thing: object) -> bool:
    """Return whether the actor's board uses or assesses what a thing is about."""
    return actor.organisation_id in getattr(thing, "adopter_ids", ())


def for_cooperative(_actor: Actor, thing: object) -> bool:
    """Return whether a thing may be read within the cooperative that owns it."""
    return getattr(thing, "confidentiality", None) in UP_TO_COOPERATIVE


def for_members(_actor: Actor, thing: object) -> bool:
    """Return whether a thing may be read outside the cooperative that owns it."""
    return getattr(thing, "confidentiality", None) in UP_TO_MEMBERS


def was_sent(_actor: Actor, thing: object) -> bool:
    """Return whether a thing was sent to the vendor, who never knows of one that was not."""
    return bool(getattr(thing, "is_sent", False))


def without_owner(_actor: Actor, thing: object) -> bool:
    """Return whether a thing belongs to no organisation."""
    return getattr(thing, "owner_id", ...) is None


def of_named_board(actor: Actor, thing: object) -> bool:
    """Return whether a thing concerns the actor's board by name: as party, named, or joined."""
    mine = actor.organisation_id
    return mine is not None and mine in getattr(thing, "board_ids", ())


def beyond_draft(_actor: Actor, thing: object) -> bool:
    """Return whether an agreement was ever shown to the other side."""
    return getattr(thing, "negotiated_at", None) is not None


def once_signed(_actor: Actor, thing: object) -> bool:
    """Return whether an agreement is signed, or was until it ended."""
    return getattr(thing, "state", None) in SIGNED_ONCE


def on_offer(_actor: Actor, thing: object) -> bool:
    """Return whether an agreement is signed, and meant for boards that join it."""
    is_open = getattr(thing, "coverage", None) is Coverage.OPEN_OFFER
    return is_open and getattr(thing, "state", None) is AgreementState.SIGNED


of_owner = _same_organisation("owner_id")
of_vendor = _same_organisation("vendor_id")
of_reporter = _same_organisation("reporter_id")
of_board = _same_organisation("board_id")
of_organisation = _same_organisation("organisation_id")

ANALYST, REVIEWER, PUBLISHER = has(Role.ANALYST), has(Role.REVIEWER), has(Role.PUBLISHER)
VENDOR_CONTACT = has(Role.VENDOR_CONTACT)
PRIVACY_OFFICER, BOARD = has(Role.PRIVACY_OFFICER), has(Role.BOARD)
OFFICER = has(Role.DATA_PROTECTION_OFFICER)


def not_officer(actor: Actor, _thing: object) -> bool:
    """Return whether the actor is independent of the advice: no data protection officer."""
    return not actor.has(Role.DATA_PROTECTION_OFFICER)


ADMINISTRATOR, ANYBODY = has(Role.ADMINISTRATOR), has(Role.PUBLIC)
_STAFF, _SCHOOL = (ANALYST, REVIEWER, PUBLISHER), (PRIVACY_OFFICER, OFFICER, BOARD)


def _each(roles: tuple[Condition, ...], *others: Condition) -> tuple[tuple[Condition, ...], ...]:
    return tuple((role, *others) for role in roles)


# Who speaks for an organisation to the outside; an administrator sees to all.
_OF_HOOKS: tuple[tuple[Condition, ...], ...] = (
    (PUBLISHER, of_organisation),
    (VENDOR_CONTACT, of_organisation),
    (PRIVACY_OFFICER, of_organisation),
    (ADMINISTRATOR,),
)

POLICY: Mapping[Permission, tuple[tuple[Condition, ...], ...]] = {
    Permission.CATALOGUE_LOAD: ((ADMINISTRATOR,),),
    Permission.PRODUCT_CREATE: ((ANALYST,), (ADMINISTRATOR,)),
    Permission.DOSSIER_CREATE: ((ANALYST,),),
    Permission.DOSSIER_READ: ((ANALYST, of_owner), (REVIEWER,), (PUBLISHER,)),
    Permission.DOSSIER_DISCUSS: ((ANALYST, of_owner), (REVIEWER,), (PUBLISHER,)),
    Permission.DOSSIER_EDIT: ((ANALYST, of_owner),),
    Permission.DOSSIER_SUBMIT: ((ANALYST, of_owner),),
    Permission.DOSSIER_REVIEW: ((REVIEWER,),),
    Permission.DOSSIER_REOPEN: ((ANALYST, of_owner), (REVIEWER,)),
    Permission.DOSSIER_PUBLISH: ((PUBLISHER,),),
    Permission.EVIDENCE_READ: (
        (ANALYST, of_owner, for_cooperative),
        (ANALYST, of_owner, for_named),
        (REVIEWER, for_members),
        (REVIEWER, of_owner, for_cooperative),
        (REVIEWER, of_owner, for_named),
        (PUBLISHER, for_members),
        (PUBLISHER, of_owner, for_cooperative),
        (PUBLISHER, of_owner, for_named),
    ),
    Permission.EVIDENCE_EDIT: (
        (ANALYST, of_owner, for_cooperative),
        (ANALYST, of_owner, for_named),
    ),
    Permission.RELEASE_READ: ((ANYBODY,),),
    Permission.RELEASE_WITHDRAW: ((PUBLISHER,),),
    Permission.REMEDIATION_READ: (
        (ANALYST, of_owner),
        (REVIEWER,),
        (PUBLISHER,),
        (VENDOR_CONTACT, of_vendor, was_sent),
    ),
    Permission.REMEDIATION_REQUEST: ((ANALYST, of_owner), (REVIEWER,)),
    Permission.REMEDIATION_ANSWER: ((VENDOR_CONTACT, of_vendor, was_sent),),
    Permission.REMEDIATION_VERIFY: ((ANALYST, of_owner), (REVIEWER,)),
    Permission.SUB_PROCESSOR_READ: (
        (ANALYST,),
        (REVIEWER,),
        (PUBLISHER,),
        (VENDOR_CONTACT, of_vendor),
        (PRIVACY_OFFICER, for_adopter),
        (OFFICER, for_adopter),
        (BOARD, for_adopter),
    ),
    Permission.SUB_PROCESSOR_ANNOUNCE: ((VENDOR_CONTACT, of_vendor),),
    Permission.SUB_PROCESSOR_RESPOND: ((PRIVACY_OFFICER, for_adopter),),
    Permission.SUB_PROCESSOR_BUNDLE: ((ANALYST,), (REVIEWER,)),
    Permission.RELEASE_MARK: ((PUBLISHER,),),
    Permission.RELEASE_CORRECT: ((PUBLISHER,),),
    Permission.RELEASE_SIGN: ((ADMINISTRATOR,),),
    Permission.MEMBERS_READ: (
        (ANALYST,),
        (REVIEWER,),
        (PUBLISHER,),
        (PRIVACY_OFFICER,),
        (OFFICER,),
        (BOARD,),
        (ADMINISTRATOR,),
    ),
    Permission.REMARK_SEND: ((ANYBODY,),),
    Permission.REMARK_READ: (
        (ANALYST, of_owner),
        (REVIEWER, of_owner),
        (PUBLISHER, of_owner),
        (ADMINISTRATOR, without_owner),
    ),
    Permission.REMARK_SETTLE: (
        (ANALYST, of_owner),
        (REVIEWER, of_owner),
        (ADMINISTRATOR, without_owner),
    ),
    Permission.REMEDIATION_DISCUSS: (
        (ANALYST, of_owner),
        (REVIEWER,),
        (VENDOR_CONTACT, of_vendor, was_sent),
    ),
    Permission.FACT_CHECK_READ: (
        (ANALYST, of_owner),
        (REVIEWER,),
        (PUBLISHER,),
        (VENDOR_CONTACT, of_vendor, was_sent),
    ),
    Permission.FACT_CHECK_SEND: ((ANALYST, of_owner), (REVIEWER,)),
    Permission.FACT_CHECK_ANSWER: ((VENDOR_CONTACT, of_vendor, was_sent),),
    Permission.FACT_CHECK_DISPOSE: ((ANALYST, of_owner), (REVIEWER,)),
    Permission.VENDOR_STATEMENT_READ: ((REVIEWER,), (PUBLISHER,), (VENDOR_CONTACT, of_vendor)),
    Permission.VENDOR_STATEMENT_WRITE: ((VENDOR_CONTACT, of_vendor),),
    Permission.VENDOR_STATEMENT_DECIDE: ((REVIEWER,), (PUBLISHER,)),
    Permission.VENDOR_STATEMENT_REMOVE: ((PUBLISHER,),),
    Permission.AGREEMENT_READ: (
        (ANALYST, of_owner),
        (REVIEWER, of_owner),
        (PUBLISHER, of_owner, for_cooperative),
        (ANALYST, for_members, once_signed),
        (REVIEWER, for_members, once_signed),
        (PUBLISHER, for_members, once_signed),
        (VENDOR_CONTACT, of_vendor, beyond_draft),
        (PRIVACY_OFFICER, for_members, once_signed, of_named_board),
        (OFFICER, for_members, once_signed, of_named_board),
        (BOARD, for_members, once_signed, of_named_board),
        (PRIVACY_OFFICER, for_members, on_offer),
        (BOARD, for_members, on_offer),
    ),
    Permission.AGREEMENT_CREATE: ((ANALYST,), (REVIEWER,)),
    Permission.AGREEMENT_EDIT: ((ANALYST, of_owner), (REVIEWER, of_owner)),
    Permission.AGREEMENT_ANNEX: (
        (ANALYST, of_owner),
        (REVIEWER, of_owner),
        (VENDOR_CONTACT, of_vendor, beyond_draft),
    ),
    Permission.AGREEMENT_JOIN: ((BOARD, not_officer),),
    Permission.ADOPTION_READ: (
        (PRIVACY_OFFICER, of_board),
        (OFFICER, of_board),
        (BOARD, of_board),
    ),
    Permission.ADOPTION_START: ((PRIVACY_OFFICER,),),
    Permission.ADOPTION_FILL: ((PRIVACY_OFFICER, of_board),),
    Permission.ADOPTION_ADVISE: ((OFFICER, of_board),),
    Permission.ADOPTION_DECIDE: ((BOARD, of_board, not_officer),),
    Permission.MEASURE_CHECK: ((PRIVACY_OFFICER, of_board, not_officer),),
    Permission.WORKSHEET_READ: _each(_SCHOOL, of_board),
    Permission.NORM_SCORE_READ: (
        (PRIVACY_OFFICER, of_board),
        (OFFICER, of_board),
        (BOARD, of_board),
    ),
    Permission.SCHOOL_READ: (
        (PRIVACY_OFFICER, of_board),
        (OFFICER, of_board),
        (BOARD, of_board),
    ),
    Permission.NORM_SCORE_WRITE: ((PRIVACY_OFFICER,),),
    Permission.INCIDENT_READ: (
        *_each(_STAFF, of_reporter),
        (VENDOR_CONTACT, of_reporter),
        *_each(_STAFF, was_sent),
        *_each(_SCHOOL, was_sent, for_adopter),
    ),
    Permission.INCIDENT_REPORT: (*_each(_STAFF), (VENDOR_CONTACT, of_vendor)),
    Permission.INCIDENT_EDIT: _each(_STAFF, of_owner),
    Permission.INCIDENT_SEND: _each((REVIEWER, PUBLISHER), of_owner),
    Permission.INCIDENT_CHECK: ((REVIEWER, was_sent), (PUBLISHER, was_sent)),
    Permission.INCIDENT_TELL: (
        *_each((REVIEWER, PUBLISHER), of_owner),
        (VENDOR_CONTACT, of_reporter),
    ),
    Permission.INCIDENT_END: _each((REVIEWER, PUBLISHER), of_owner),
    Permission.INCIDENT_RESPOND: ((PRIVACY_OFFICER, was_sent, for_adopter),),
    Permission.FEEDBACK_READ: _each(_SCHOOL, of_board),
    Permission.FEEDBACK_SEND: _each(_SCHOOL, of_board),
    Permission.UPTAKE_READ: _each(_STAFF),
    Permission.SCHOOL_EDIT: ((PRIVACY_OFFICER, of_board),),
    Permission.WORKSHEET_MAKE: ((PRIVACY_OFFICER, of_board),),
    Permission.WORKSHEET_SETTLE: ((PRIVACY_OFFICER, of_board),),
    Permission.ADOPTION_END: ((PRIVACY_OFFICER, of_board), (BOARD, of_board, not_officer)),
    Permission.USED_PRODUCT_READ: (
        (PRIVACY_OFFICER, of_board),
        (OFFICER, of_board),
        (BOARD, of_board),
    ),
    Permission.USED_PRODUCT_ADD: ((PRIVACY_OFFICER,),),
    Permission.USED_PRODUCT_EDIT: ((PRIVACY_OFFICER, of_board),),
    Permission.DEMAND_READ: ((ANALYST,), (REVIEWER,), (PUBLISHER,)),
    Permission.DEMAND_PLAN: ((ANALYST,), (PUBLISHER,)),
    Permission.ORGANISATION_READ: ((ADMINISTRATOR,), (PRIVACY_OFFICER, of_organisation)),
    Permission.ORGANISATION_MANAGE: ((ADMINISTRATOR,),),
    Permission.PERSON_READ: (
        (ADMINISTRATOR,),
        (PRIVACY_OFFICER, of_organisation),
        (VENDOR_CONTACT, of_organisation),
    ),
    Permission.PERSON_INVITE: (
        (ADMINISTRATOR,),
        (PRIVACY_OFFICER, of_organisation),
        (VENDOR_CONTACT, of_organisation),
    ),
    Permission.PERSON_MANAGE: ((ADMINISTRATOR,),),
    Permission.PERSON_DISMISS: ((ADMINISTRATOR,), (PRIVACY_OFFICER, of_organisation)),
    Permission.OFFICER_DISMISS: ((ADMINISTRATOR,), (PRIVACY_OFFICER, BOARD, of_organisation)),
    Permission.ACCOUNT_MANAGE: ((of_self,),),
    Permission.WEBHOOK_READ: _OF_HOOKS,
    Permission.WEBHOOK_MAKE: (
        (PUBLISHER,),
        (VENDOR_CONTACT,),
        (PRIVACY_OFFICER,),
        (ADMINISTRATOR,),
    ),
    Permission.WEBHOOK_MANAGE: _OF_HOOKS,
}


def allows(actor: Actor, permission: Permission, thing: object = None) -> bool:
    """Return whether the table grants a permission on a thing."""
    return any(all(condition(actor, thing) for condition in line) for line in POLICY[permission])


def require(actor: Actor, permission: Permission, thing: object = None) -> None:
    """Refuse what the table does not grant. Raises Forbidden."""
    if not allows(actor, permission, thing):
        raise Forbidden(permission)
