"""Agreements with vendors: their life, whether they hold, and whom they cover (method.md 5.3).

States change through MOVES only. In force, expiring and expired follow from signatures and days and
are never stored (invariants 21 and 23).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.deadlines import Agreed
from dpia_workbench.risk.rules import RuleViolation


class AgreementType(StrEnum):
    """What an agreement is (method.md 5.1 and 5.3)."""

    COVENANT_4 = "covenant_4"  # processor agreement, model of the covenant
    SURF_4 = "surf_4"  # processor agreement, model of SURF
    VENDOR_PAPER = "vendor_paper"  # processor agreement, the vendor's own
    OTHER_PROCESSOR = "other_processor"
    JOINT_CONTROLLERS = "joint_controllers"
    LICENCE = "licence"
    ACTION_PLAN = "action_plan"
    TRANSFER = "transfer"  # DTIA, standard contractual clauses
    COVENANT_MEMBERSHIP = "covenant_membership"


class State(StrEnum):
    """How far an agreement is."""

    DRAFT = "draft"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    PARTLY_SIGNED = "partly_signed"
    SIGNED = "signed"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"
    ABANDONED = "abandoned"


class Move(StrEnum):
    """What people can do with an agreement."""

    NEGOTIATE = "negotiate"
    AGREE = "agree"
    SIGN = "sign"
    COMPLETE = "complete"
    TERMINATE = "terminate"
    SUPERSEDE = "supersede"
    ABANDON = "abandon"


MOVES: Mapping[State, Mapping[Move, State]] = {
    State.DRAFT: {Move.NEGOTIATE: State.NEGOTIATING, Move.ABANDON: State.ABANDONED},
    State.NEGOTIATING: {Move.AGREE: State.AGREED, Move.ABANDON: State.ABANDONED},
    State.AGREED: {Move.SIGN: State.PARTLY_SIGNED, Move.ABANDON: State.ABANDONED},
    State.PARTLY_SIGNED: {
        Move.SIGN: State.PARTLY_SIGNED,
        Move.COMPLETE: State.SIGNED,
        Move.ABANDON: State.ABANDONED,
    },
    State.SIGNED: {Move.TERMINATE: State.TERMINATED, Move.SUPERSEDE: State.SUPERSEDED},
    State.TERMINATED: {},
    State.SUPERSEDED: {},
    State.ABANDONED: {},
}
SIGNED_ONCE = frozenset({State.SIGNED, State.TERMINATED, State.SUPERSEDED})
OVER = frozenset({State.TERMINATED, State.SUPERSEDED, State.ABANDONED})
# The terms are what the parties sign: from the first signature on they stay.
TERMS_OPEN = frozenset({State.DRAFT, State.NEGOTIATING, State.AGREED})


class Coverage(StrEnum):
    """Which school boards an agreement is meant for."""

    NAMED = "named"
    OPEN_OFFER = "open_offer"
    COOPERATIVE = "cooperative"


OPEN_TO_SECTOR = frozenset({Coverage.OPEN_OFFER, Coverage.COOPERATIVE})


class Cover(StrEnum):
    """Why an agreement covers a school board."""

    PARTY = "party"
    NAMED = "named"
    JOINED = "joined"
    COOPERATIVE = "cooperative"


class PartyRole(StrEnum):
    """What a party is to the data."""

    CONTROLLER = "controller"
    MANDATED = "mandated"  # a cooperative, for the controllers
    PROCESSOR = "processor"
    JOINT_CONTROLLER = "joint_controller"
    OTHER = "other"


class AnnexKind(StrEnum):
    """What a file of an agreement is; without the signed text it is not signed."""

    SIGNED_TEXT = "signed_text"
    PRIVACY_LEAFLET = "privacy_leaflet"  # privacybijsluiter
    SECURITY = "security"
    SUBPROCESSORS = "subprocessors"
    TRANSFERS = "transfers"
    DEVIATIONS = "deviations"
    OTHER = "other"


class Duty(StrEnum):
    """What GDPR art. 28(3) demands of a processor agreement, by its letter."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"
    F = "f"
    G = "g"
    H = "h"


class Grade(StrEnum):
    """How good a clause is for what the law demands."""

    OK = "ok"
    WEAK = "weak"
    MISSING = "missing"


class Regime(StrEnum):
    """How a controller allows sub-processors (art. 28(2))."""

    SPECIFIC = "specific"
    GENERAL = "general"


class MoveRefused(RuleViolation):
    """This is not possible with an agreement in this state."""

    code = "agreement.move-refused"


class SignatureMissing(RuleViolation):
    """Signed is what every party that must sign has signed (invariant 23)."""

    code = "agreement.signature-missing"


class SignedTextMissing(RuleViolation):
    """The text that was signed is kept, by its hash (invariant 23)."""

    code = "agreement.signed-text-missing"


class StartMissing(RuleViolation):
    """An agreement holds from a day on, which is known when it is signed."""

    code = "agreement.start-missing"


class EndsBeforeStart(RuleViolation):
    """An agreement begins before it ends."""

    code = "agreement.ends-before-start"


class SignedAhead(RuleViolation):
    """Nobody signed in the future."""

    code = "agreement.signed-ahead"


class EndPassed(RuleViolation):
    """An agreement ends today or later: what held yesterday held."""

    code = "agreement.end-passed"


class TermsFixed(RuleViolation):
    """What was signed stays as it was signed; other terms are another agreement."""

    code = "agreement.terms-fixed"


class NotOnOffer(RuleViolation):
    """Only an open offer can be joined."""

    code = "agreement.not-on-offer"


class NotInForce(RuleViolation):
    """Only an agreement that is in force can be joined."""

    code = "agreement.not-in-force"


class AlreadyJoined(RuleViolation):
    """A board joins an agreement once."""

    code = "agreement.already-joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A party, whether it must sign, and when it did."""

    is_mandatory: bool
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that decides whether an agreement is in force on a day."""

    state: State
    signatures: tuple[Signature, ...] = ()
    has_signed_text: bool = False
    valid_from: date | None = None
    valid_until: date | None = None  # exclusive; None: no end
    ended_on: date | None = None  # exclusive; terminated or superseded

    @property
    def begins(self) -> date | None:
        """Return the first day on which it can be in force: not before the last signature."""
        required = [each.signed_on for each in self.signatures if each.is_mandatory]
        if not required or self.valid_from is None or not self._is_signed(required):
            return None
        return max(self.valid_from, *(day for day in required if day is not None))

    def _is_signed(self, required: Collection[date | None]) -> bool:
        return self.state in SIGNED_ONCE and self.has_signed_text and None not in required

    @property
    def ends(self) -> date | None:
        """Return the first day on which it is over; None: no end."""
        return min((day for day in (self.valid_until, self.ended_on) if day), default=None)

    @property
    def agreed(self) -> Agreed:
        """Return what its standing on a day rests on."""
        begins = self.begins
        return Agreed(
            is_signed=begins is not None,
            valid_from=begins,
            valid_until=self.valid_until,
            terminated_on=self.ended_on,
        )

    def is_in_force(self, *, on: date) -> bool:
        """Return whether it holds on a day."""
        begins, ends = self.begins, self.ends
        return begins is not None and begins <= on and (ends is None or on < ends)


def after(state: State, move: Move) -> State:
    """Return the state a move leads to. Raises MoveRefused."""
    if move not in MOVES[state]:
        raise MoveRefused(state=state, move=move)
    return MOVES[state][move]


def require_terms_open(state: State) -> None:
    """Refuse to change what was signed. Raises TermsFixed."""
    if state not in TERMS_OPEN:
        raise TermsFixed(state=state)


def require_days(*, valid_from: date | None, valid_until: date | None) -> None:
    """Refuse an agreement that ends before it begins. Raises EndsBeforeStart."""
    if valid_until is not None and (valid_from is None or valid_until <= valid_from):
        raise EndsBeforeStart


def sign(state: State, *, signed_on: date, today: date) -> State:
    """Return the state after a party signed. Raises MoveRefused or SignedAhead."""
    if signed_on > today:
        raise SignedAhead(today=today)
    return after(state, Move.SIGN)


def complete(facts: Facts) -> State:
    """Return the state of an agreement that everybody signed.

    Raises MoveRefused, SignatureMissing, SignedTextMissing or StartMissing.
    """
    state = after(facts.state, Move.COMPLETE)
    required = [each for each in facts.signatures if each.is_mandatory]
    if not required or any(each.signed_on is None for each in required):
        raise SignatureMissing
    if not facts.has_signed_text:
        raise SignedTextMissing
    if facts.valid_from is None:
        raise StartMissing
    return state


def end(facts: Facts, move: Move, *, on: date, today: date) -> State:
    """Return the state of an agreement that ends on a day, the first without it.

    Raises MoveRefused or EndPassed (also for a day on which it is over anyway).
    """
    state = after(facts.state, move)
    if on < today or (facts.ends is not None and on > facts.ends):
        raise EndPassed(today=today)
    return state


def require_joinable(facts: Facts, *, coverage: Coverage, has_joined: bool, on: date) -> None:
    """Refuse who cannot join. Raises AlreadyJoined, NotOnOffer or NotInForce."""
    if has_joined:
        raise AlreadyJoined
    if coverage is not Coverage.OPEN_OFFER:
        raise NotOnOffer
    if not facts.is_in_force(on=on):
        raise NotInForce


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Whom an agreement is for: its coverage, and the boards that are in it by name."""

    coverage: Coverage
    sectors: frozenset[str] = frozenset()  # of the cooperative, for which it holds as a whole
    parties: frozenset[object] = frozenset()
    named: frozenset[object] = frozenset()
    joined: Mapping[object, date] | None = None  # since when

    def covers(self, board: object, *, sectors: Iterable[str], on: date) -> Cover | None:
        """Return why a school board is covered on a day, or None if it is not (invariant 23)."""
        since = (self.joined or {}).get(board)
        if board in self.parties:
            return Cover.PARTY
        if self.coverage is Coverage.NAMED and board in self.named:
            return Cover.NAMED
        if since is not None and since <= on:
            return Cover.JOINED
        if self.coverage is Coverage.COOPERATIVE and self.sectors & set(sectors):
            return Cover.COOPERATIVE
        return None
