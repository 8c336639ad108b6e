"""Who acts: a person, for one organisation, in the roles held there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The nine roles of method.md 8.3; everybody is at least the public."""

    ANALYST = "analyst"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    VENDOR_CONTACT = "vendor_contact"
    PRIVACY_OFFICER = "privacy_officer"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    BOARD = "board"
    ADMINISTRATOR = "administrator"
    PUBLIC = "public"


class OrganisationKind(StrEnum):
    """What an organisation is."""

    COOPERATIVE = "cooperative"
    VENDOR = "vendor"
    SCHOOL_BOARD = "school_board"
    OPERATOR = "operator"


ROLES_OF_KIND = {
    OrganisationKind.COOPERATIVE: (Role.ANALYST, Role.REVIEWER, Role.PUBLISHER),
    OrganisationKind.VENDOR: (Role.VENDOR_CONTACT,),
    OrganisationKind.SCHOOL_BOARD: (
        Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER, Role.BOARD
    ),
    OrganisationKind.OPERATOR: (Role.ADMINISTRATOR,),
}  # fmt: skip
STAFF = ROLES_OF_KIND[OrganisationKind.COOPERATIVE]  # of a cooperative
SCHOOL_ROLES = ROLES_OF_KIND[OrganisationKind.SCHOOL_BOARD]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person acting for one organisation. Nobody has a right outside the policy table."""

    user_id: UUID | None = None
    organisation_id: UUID | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    name: str = ""

    def has(self, role: Role) -> bool:
        """Return whether the actor holds a role; everybody is the public."""
        return role is Role.PUBLIC or role in self.roles

    def has_any(self, roles: Iterable[Role]) -> bool:
        """Return whether the actor holds at least one of some roles."""
        return any(self.has(role) for role in roles)

    @property
    def is_known(self) -> bool:
        """Return whether somebody is signed in."""
        return self.user_id is not None


PUBLIC = Actor()
# The operator's commands act as an administrator who is nobody in particular: they can do what
# the table lets an administrator do, and no more.
SYSTEM = Actor(name="system", roles=frozenset({Role.ADMINISTRATOR}))
