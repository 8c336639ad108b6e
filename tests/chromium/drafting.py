"""What an analyst writes: a product, its dossier, risks, measures, claims, findings."""

import html
import re
from datetime import timedelta

from dpia_workbench import clock
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.verdict import Topic
from tests.chromium.window import Value, Window

_KEY = re.compile(r"^([RM]\d+) ")
MEASURES: tuple[tuple[str, str, str], ...] = (
    ("vendor", "technical", "versleutelt de opslag"),
    ("contractual", "contractual", "spreekt een bewaartermijn af"),
    ("school_mandatory", "technical", "zet delen buiten school uit"),
    ("school_mandatory", "organisational", "maakt afspraken over invoer"),
    ("school_optional", "organisational", "licht ouders voor"),
)
# Which measures bring which axis of which risk to low, by their places in the lists.
_CLAIMS = (
    (0, "likelihood", (0, 2)),
    (1, "likelihood", (1,)),
    (1, "severity", (3, 4)),
)

# A platform in the cloud, for children and on a large scale; where it is kept is asked then.
SCREENING: dict[str, Value] = {
    "legislation": "no",
    "minors": "meant_for",
    "algorithm": "minor",
    "subjects": ["staff", "children"],
    "scale": "many",
    "ordinary": ["contact", "content"],
    "sensitive": ["credentials"],
    "special": ["none"],
    "base_registers": "no",
    "frequency": "monthly",
    "retention": "long",
    "gdpr_cases": ["none"],
    "ap_list": ["profiling"],
    "criteria": ["large_scale", "vulnerable_people"],
    "cloud": "yes",
    "storage": "inside",
    "support": "inside",
    "other_transfer": "no",
}


_BODY = re.compile(r"<textarea[^>]*name=\"body\"[^>]*>\n?(.*?)</textarea>", re.DOTALL)


# What somebody reads in the editor, without the names of others and what they suggest.
READ = """(place) => {
  const copy = place.cloneNode(true);
  copy.querySelectorAll(".rich__caret, .rich__proposed").forEach((sign) => sign.remove());
  return [...copy.children].map((block) => block.textContent).join("\\n").replaceAll("\\u2060", "");
}"""


def stored(window: Window) -> str:
    """Return what a reader without scripts finds: the Markdown that the database holds."""
    return written_in(window.page.context.request.get(window.page.url).text())


def written_in(page: str) -> str:
    """Return the Markdown of the first text that a page lets somebody write."""
    found = _BODY.search(page)
    assert found, page
    return html.unescape(found[1])


def in_both(name: str, text: str) -> dict[str, Value]:
    """Return a text for both languages."""
    return {f"{name}.nl": text, f"{name}.en": f"{text} (in English)"}


def open_dossier(window: Window, *, product: str) -> str:
    """Add a product and open a dossier on it; return the dossier's address."""
    window.visit("/dossiers")
    window.follow('main a[href="/dossiers/new"]')
    window.follow('main a[href="/dossiers/products/new"]')
    vendors = window.main.locator("[name=vendor_id] option", has_text="Noorderlicht Software")
    fields: dict[str, Value] = {
        "name.nl": product,
        "name.en": f"{product} International",
        "vendor_id": vendors.get_attribute("value") or "",
        "category": "oefenplatform",
        "sectors": ["po", "vo"],
        "editions": "Basis\nPlus",
    }
    window.send(fields)
    return window.path


def write(window: Window, dossier: str, *, product: str) -> None:
    """Write all that publication asks for."""
    window.visit(f"{dossier}/screening")
    window.send(SCREENING)
    describe(window, dossier, product=product, summary="Leerlingen oefenen er rekenen mee.")
    for place, group in ((1, "pupils_under_13"), (2, "staff")):
        window.visit(f"{dossier}/cells/new")
        editions = window.main.locator("[name=edition_id] option")
        edition = editions.nth(place).get_attribute("value") or ""
        window.send({"edition_id": edition, "group": group, **in_both("use", "Thuis oefenen.")})
    for title, likelihood in (("Antwoorden lekken uit", "3"), ("Gegevens blijven staan", "2")):
        window.visit(f"{dossier}/risks/new")
        window.send(risk(title, likelihood=likelihood))
    for owner, kind, title in MEASURES:
        window.visit(f"{dossier}/measures/new")
        window.send(_measure(owner, kind, title))
    _claim(window, dossier)
    for topic in Topic:
        window.visit(f"{dossier}/findings/{topic.value}")
        window.send({"result": "compliant", **in_both("note", "In orde bevonden.")})


def describe(window: Window, dossier: str, *, product: str, summary: str) -> None:
    """Write summary, scope and the sentence."""
    window.visit(f"{dossier}/description")
    fields = {
        **in_both("summary", summary),
        **in_both("scope", "De website en de app, zoals scholen ze afnemen."),
        **in_both("sentence", f"{product} mag worden gebruikt als de school maatregelen neemt."),
    }
    window.send(fields)


def risk(title: str, *, likelihood: str) -> dict[str, Value]:
    """Return a risk as it is typed."""
    return {
        **in_both("title", title),
        **in_both("description", "Wie het niet mag zien, ziet het toch."),
        "origin": "by_design",
        "likelihood": likelihood,
        "likelihood_reason": "Zo gezien in de proef.",
        "severity": "2",
        "severity_reason": "Het raakt kinderen.",
    }


def _measure(owner: str, kind: str, title: str) -> dict[str, Value]:
    who = "Noorderlicht" if owner in ("vendor", "contractual") else "De school"
    fields: dict[str, Value] = {
        **in_both("title", f"{who} {title}"),
        "owner": owner,
        "kind": kind,
        **in_both("instruction", "Beheer, Delen, Buiten school: uit."),
    }
    if owner == "contractual":
        since = clock.today() - timedelta(days=30)
        fields |= {"agreement": "Raamovereenkomst oefenplatforms", "clause": "7.2"}
        fields |= {"in_force_from": since.isoformat(), "open_to_sector": "true"}
    return fields


def _claim(window: Window, dossier: str) -> None:
    for number, axis, measures in _CLAIMS:
        window.visit(f"{dossier}/claims/new")
        risks = window.main.locator("[name=risk_id] option")
        boxes = window.main.locator("[name=requires]")
        needed = [boxes.nth(place).get_attribute("value") or "" for place in measures]
        fields: dict[str, Value] = {
            "risk_id": risks.nth(number + 1).get_attribute("value") or "",
            "axis": axis,
            "cap": "1",
            "requires": needed,
            "rationale": "Gemeten met en zonder.",
        }
        window.send(fields)


def keys(window: Window) -> list[str]:
    """Return the keys of risks and measures on a dossier's page, in their order."""
    headings = window.main.locator("article h3").all_inner_texts()
    return [match[1] for text in headings if (match := _KEY.match(text))]


def excuse_points(window: Window, dossier: str) -> None:
    """Say of every text and register that it does not apply, as its page would."""
    subjects = [f"text:{section}" for section in Section]
    subjects += [f"register:{register}" for register in Register]
    for subject in subjects:
        answer = window.page.request.post(
            f"{window.address}{dossier}/not-applicable/{subject}",
            form={"reason": "Dit is maar een proef."}, headers={"Origin": window.address},
        )  # fmt: skip
        assert answer.ok, f"{subject}: {answer.status}"
