"""What a school board does with a published verdict: fill in, advise, decide."""

from datetime import timedelta

from dpia_workbench import clock
from tests.chromium.window import Window


def adopt(window: Window, release: str) -> str:
    """Begin with a release and record situation, measures and views; return the address."""
    window.visit(release)
    window.press('main form[action="/adoptions"]')
    adoption = window.path
    _describe(window, adoption)
    _record_measures(window, adoption)
    window.visit(f"{adoption}/views")
    window.send({"asked": "true", "heard": ["council"], "text": "De GMR stemt in.", "on": _today()})
    return adoption


def _today() -> str:
    return clock.today().isoformat()


def _describe(window: Window, adoption: str) -> None:
    """Take the steps in which the board describes itself."""
    window.visit(f"{adoption}/schools")
    window.send({"every_school": "true"})
    window.visit(f"{adoption}/scope")
    covered = window.main.locator("[name=cells]").first.get_attribute("value") or ""
    window.send({"cells": [covered], "beyond": "false"})
    window.visit(f"{adoption}/circumstances")
    asked = window.main.locator("[name^=tag_][value=no]").all()
    window.send({str(each.get_attribute("name")): "no" for each in asked})
    _operate(window, adoption)
    window.visit(f"{adoption}/agreement")
    agreement = window.main.locator("[name=party_to]").first.get_attribute("value") or ""
    window.send(
        {
            "form": "own",
            "title": "Verwerkersovereenkomst",
            "signed_on": _today(),
            "party_to": [agreement],
        }
    )
    window.visit(f"{adoption}/own-risks")
    window.send({"own_risks": "Wij zien geen andere risico's, want het is een klein platform."})


def _operate(window: Window, adoption: str) -> None:
    """Answer the first operation, and say that the board does not do the others."""
    window.visit(f"{adoption}/operations")
    links = window.main.locator("ul.result-list h2 a").all()
    for place, url in enumerate([str(each.get_attribute("href")) for each in links]):
        window.visit(url)
        done = {
            "is_done": "true", "purpose": "Rekenen oefenen in groep 5 en 6.",
            "legal_basis": "public_task", "other_data": "Namen en antwoorden",
            "retention": "Een schooljaar", "access": "De leraar",
        }  # fmt: skip
        window.send({"is_done": "false"} if place else done)
    window.visit(f"{adoption}/operations")
    window.send({})


def _record_measures(window: Window, adoption: str) -> None:
    """Answer every measure: the first applied, the second planned, the third not applicable."""
    soon = (clock.today() + timedelta(days=60)).isoformat()
    answers = (
        {"state": "implemented", "evidence": "Staat uit, zie de beheerder."},
        {"state": "planned", "due": soon},
        {"state": "not_applicable", "reason": "Onze ouders weten het al."},
    )
    for place, answer in enumerate(answers):
        window.visit(f"{adoption}/measures")
        link = window.main.locator("ul.result-list h3 a").nth(place)
        window.go(link.click)
        window.send(answer)


def advise(window: Window, adoption: str) -> None:
    """Advise the board."""
    window.visit(f"{adoption}/advice")
    window.send({"text": "Positief, als de afspraken er voor de zomer zijn.", "on": _today()})


def outcomes(window: Window, adoption: str) -> set[str]:
    """Return what the board can choose from."""
    window.visit(f"{adoption}/decision")
    choices = window.main.locator("[name=outcome]")
    return {str(each.get_attribute("value")) for each in choices.all()}


def decide(window: Window, adoption: str) -> None:
    """Approve under conditions."""
    window.visit(f"{adoption}/decision")
    window.send(
        {
            "outcome": "CONDITIONALLY_APPROVED",
            "reason": "Oefenen thuis helpt, en de risico's zijn klein.",
            "condition.1.text": "De afspraken over invoer gelden binnen twee maanden.",
            "condition.1.owner": "ICT",
            "condition.1.due": (clock.today() + timedelta(days=60)).isoformat(),
            "stance": "followed",
            "follows_advice": "Het advies wordt gevolgd.",
            "mandate": "Besluit 2026-14",
            "confirmed": ["true"],
        }
    )
