"""People of one board who take a product through the twelve steps, and what it costs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from dpia_workbench import clock
from dpia_workbench.risk.decision import Outcome
from tests.chromium.window import Value, Window

_TICKED = ("checkbox", "radio", "select-one")
_KIND = """(field) => field.type"""
# A question is a group of choices or a single field; what can be left empty says so.
_ASKED = """(form) => [...form.querySelectorAll(
    ".utrecht-form-fieldset__legend, label.utrecht-form-label")]
  .filter((each) => each.checkVisibility())
  .filter((each) => !/\\((optional|niet verplicht)\\)/.test(each.innerText)).length"""


@dataclass
class Cost:
    """What one person had to do: press and follow, choose, type, and how many had to be asked."""

    clicks: int = 0
    choices: int = 0
    typed: int = 0
    asked: int = 0
    pages: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return (
            f"{self.clicks} clicks, {self.choices} choices, {self.typed} fields typed,"
            f" {self.asked} required questions, {len(self.pages)} pages"
        )


class Person:
    """Somebody at a window who only goes where a link or a button leads."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.cost = Cost()
        self.cost.pages.add(window.path)

    @property
    def place(self) -> str:
        """Return the last part of the address: at an adoption, the step."""
        return self.window.path.rsplit("/", 1)[-1]

    def follow(self, selector: str) -> None:
        """Follow the first such link of the page."""
        link = self.window.main.locator(selector).first
        self.cost.clicks += 1
        self.window.go(link.click)
        self.cost.pages.add(self.window.path)

    def answer(
        self,
        fields: Mapping[str, Value] | None = None,
        *,
        form: str = "main form[method=post]",
        status: int = 200,
    ) -> None:
        """Fill in the form of the page and send it."""
        within = self.window.page.locator(form).first
        self.cost.asked += within.evaluate(_ASKED)
        for name, value in (fields or {}).items():
            kind = within.locator(f'[name="{name}"]').first.evaluate(_KIND)
            if kind in _TICKED:
                self.cost.choices += 1 if isinstance(value, str) else len(value)
            else:
                self.cost.typed += 1
        self.window.fill(fields or {}, form=form)
        self.cost.clicks += 1
        self.window.press(form, status=status)
        self.cost.pages.add(self.window.path)

    def values(self, name: str) -> list[str]:
        """Return what can be chosen for a field."""
        found = self.window.main.locator(f'[name="{name}"]').all()
        return [str(each.get_attribute("value")) for each in found]

    def names(self, start: str) -> list[str]:
        """Return the names of the fields that start so, each once."""
        found = self.window.main.locator(f'[name^="{start}"]').all()
        return list(dict.fromkeys(str(each.get_attribute("name")) for each in found))


def list_products(officer: Person, names: list[str]) -> None:
    """Answer “what do we use?” by pasting names."""
    officer.window.visit("/school")
    officer.cost.clicks += 1  # on the menu
    officer.follow("a[href$='/school/products/list']")
    officer.answer({"names": "\n".join(names)})
    officer.answer()


def begin(officer: Person, slug: str) -> str:
    """Begin with a product of the list; return the address of the adoption."""
    officer.follow(f"p a[href$='/verdicts/{slug}']")
    officer.answer(form="main form[action^='/adoptions']")
    return officer.window.path


def look_at_every_step(officer: Person) -> None:
    """Go from the first step to the last with “on”, and back to all steps."""
    adoption = officer.window.path
    officer.window.visit(f"{adoption}/schools")
    for _step in range(11):
        officer.window.follow("a[rel=next]")
    assert officer.place == "pack"
    officer.window.follow("a[rel=next]")
    assert officer.window.path == adoption


def hand_out(officer: Person, partner: str) -> str:
    """Make a link for the ICT partner; return it."""
    officer.follow("#steps a[href$='/measures'], a[href$='/measures']")
    officer.follow("a[href$='/worksheet']")
    officer.answer({"partner": partner, "days": "14", "every_measure": "true"},
                   form="main form[action$='/worksheet']", status=201)  # fmt: skip
    return officer.window.main.locator("code").inner_text()


def fill_sheet(partner: Person, link: str) -> None:
    """Fill in the settings without an account, and send them in."""
    partner.window.visit(link.removeprefix(partner.window.address))
    kinds = partner.names("answer.")
    done = {name: "done" for name in kinds if name.endswith(".kind")}
    words = {name: "Staat zo ingesteld." for name in kinds if name.endswith(".words")}
    since = {name: _today() for name in kinds if name.endswith(".since")}
    partner.answer(
        {**done, **since, **words, "name": "Ilse Beheer"}, form="main form:has([name=name])"
    )


def take_over(officer: Person) -> None:
    """Take over what the partner answered."""
    officer.follow("p a[href$='/worksheet']")
    officer.answer(form="main form:has(button.utrecht-button--primary-action)")


def describe(officer: Person) -> None:
    """Take every step that waits for the privacy officer, where each one leads to the next."""
    if officer.place not in _STEPS:
        officer.follow(".utrecht-breadcrumb-nav a >> nth=1")
        officer.follow("section:has(#next) a")
    for _turn in range(60):
        if officer.place not in _STEPS:
            return
        _STEPS[officer.place](officer)
    raise AssertionError(officer.window.path)


def _schools(officer: Person) -> None:
    if officer.names("rows"):  # nobody said yet which schools the board has
        officer.answer({"rows": "99AA De Berk\n99AB De Beuk", "sector": "po"})
    else:
        officer.answer({"every_school": "true"})


def _scope(officer: Person) -> None:
    officer.answer({"cells": officer.values("cells")[:1], "beyond": "false"})


def _circumstances(officer: Person) -> None:
    officer.answer(dict.fromkeys(officer.names("tag_"), "no"))


def _operations(officer: Person) -> None:
    """Answer the first operation, say no to the others, and finish."""
    links = officer.window.main.locator("p.actions a.utrecht-button-link, p.actions a")
    if not links.count():
        officer.answer()
        return
    officer.follow("p.actions a")
    is_first = officer.window.main.locator("h1").count() and not officer.cost.pages & {"operated"}
    if not is_first:
        officer.answer({"is_done": "false"})
        return
    officer.cost.pages.add("operated")
    officer.answer(
        {
            "is_done": "true", "purpose": "Lesgeven en huiswerk maken.",
            "legal_basis": "public_task", "other_data": "Namen en opdrachten.",
            "retention": "Een schooljaar.", "access": "De leraren van de groep.",
        }
    )  # fmt: skip


def _agreement(officer: Person) -> None:
    party = officer.values("party_to")
    officer.answer(
        {
            "form": "own", "title": "Verwerkersovereenkomst", "signed_on": _today(),
            **({"party_to": party} if party else {}),
        }
    )  # fmt: skip


def _measures(officer: Person) -> None:
    officer.follow("a.utrecht-button-link")
    while officer.window.path.rsplit("/", 2)[-2] == "measures":
        officer.answer({"state": "implemented", "evidence": "Staat goed; nagekeken met ICT."})


# A risk that is still high at the board.
_HIGH = "li:has(> p .level--high) h3 a, li:has(> p .level--high) h2 a"


def _own_risks(officer: Person) -> None:
    if officer.window.main.locator("#central").count():
        officer.follow("#central ~ ul h3 a")
    while "judgement" in officer.window.path:
        officer.answer({"likelihood": "1", "severity": "1", "reason": "Zie het oordeel."})
    while officer.window.main.locator(_HIGH).count():
        officer.follow(_HIGH)
        officer.follow("section:has(#measures) > p a")
        officer.answer(
            {
                "title": "Zulke gesprekken niet in deze dienst", "axis": "likelihood", "cap": "1",
                "rationale": "Wat er niet is, kan niet uitlekken.", "state": "implemented",
                "evidence": "Afspraak in het handboek, besproken met alle leraren.",
            }
        )  # fmt: skip
        officer.window.visit("/".join(officer.window.path.split("/")[:3]) + "/own-risks")
    officer.answer({"own_risks": "Wij keken naar onze scholen en zien geen andere risico's."})


def _views(officer: Person) -> None:
    officer.answer({"asked": "true", "heard": ["council"], "text": "De GMR stemt in."})


_STEPS = {
    "schools": _schools, "scope": _scope, "circumstances": _circumstances,
    "operations": _operations, "agreement": _agreement, "measures": _measures,
    "own-risks": _own_risks, "views": _views,
}  # fmt: skip


def _today() -> str:
    return clock.today().isoformat()


def weigh(officer: Person, adoption: str) -> None:
    """Read which risks remain, and prepare words for the board."""
    officer.window.visit(adoption)
    officer.follow("#steps ~ ol a[href$='/risks'], a[href$='/risks']")
    officer.answer(dict.fromkeys(officer.names("acceptance."), "Wij kijken elk kwartaal."))


def advise(adviser: Person, adoption: str) -> None:
    """Advise as the task tells."""
    adviser.follow(f"a[href*='{adoption}']")
    if adviser.place != "advice":
        adviser.follow("#next ~ p a, a[href$='/advice']")
    adviser.answer({"text": "Positief, als de maatregelen blijven gelden."})


_CONDITION = {
    "condition.1.text": "De aansluiting is getekend.",
    "condition.1.owner": "Het bestuur",
    "condition.1.due": (clock.today() + timedelta(days=60)).isoformat(),
}


def decide(director: Person, adoption: str) -> str:
    """Decide as the task tells, for the first outcome that is offered; return it."""
    director.follow(f"a[href*='{adoption}']")
    if director.place != "decision":
        director.follow("a[href$='/decision']")
    outcome = director.values("outcome")[0]
    accept = dict.fromkeys(director.names("acceptance."), "Het nut weegt hier zwaarder.")
    director.answer({
        "outcome": outcome, "reason": "De risico's zijn klein.", "stance": "followed",
        "mandate": "Besluit 2026-15", "confirmed": ["true"], **accept,
        **(_CONDITION if outcome == Outcome.CONDITIONALLY_APPROVED else {}),
    })  # fmt: skip
    return outcome


def download(director: Person, file: Path) -> Path:
    """Download all papers in one."""
    if director.place != "pack":
        director.follow("a[href$='/pack']")
    with director.window.page.expect_download() as coming:
        director.window.main.locator("a[href*='pack.zip']").click()
    director.cost.clicks += 1
    coming.value.save_as(file)
    return file
