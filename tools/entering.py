"""From facts of the catalogue to what a dossier states; nothing is added that they do not say.

The facts of a product (`data/catalogue/products/`) say what a publisher concluded; a plan
(`tools/dossiers/`) says which of our registers, risks and measures those facts are about.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Item = Mapping[str, Any]
Both = dict[str, str]
UNCONFIRMED = "unconfirmed"
LANGUAGES = ("nl", "en")
KINDS = {
    "contract": "contractual", "technical": "technical", "setting": "technical",
    "encryption": "technical",
}  # fmt: skip
# In which field of an entry its sources are named.
TEXTS = {
    "data_subject": "explanation", "data_item": "explanation", "operation": "description",
    "technique": "explanation", "asset": "explanation", "purpose": "description",
    "party": "obligations", "interest": "interest", "location": "supplementary",
    "framework": "explanation", "retention": "motivation", "legal_basis": "conditions",
    "protected_data": "ground", "other_purpose": "reasons", "right": "procedure_text",
    "safeguard": "effectiveness", "quality": "reasons",
}  # fmt: skip
# What the Dutch model needs; what the facts do not say is marked as unknown.
NEEDED = (
    *(f"register:{name}" for name in (
        "data_subject", "data_item", "operation", "technique", "purpose", "party", "interest",
        "location", "framework", "retention", "legal_basis", "other_purpose", "right",
    )),
    *(f"text:{name}" for name in (
        "introduction", "proposal", "protected_data", "subsidiarity", "proportionality",
        "acceptance", "officer_advice",
    )),
)  # fmt: skip
_REFERENCE = re.compile(r"\[(S\d+b?)\](?!\()")


class Facts:
    """The facts of a product in one language, with the words around them."""

    def __init__(self, product: Item, *, language: str, words: Item) -> None:
        self.product, self.record = product, product["record"]
        self.language, self.words = language, words[language]
        self.urls = {each["id"]: each["url"] for each in self.record["sources"]}

    def word(self, name: str, **values: Any) -> str:
        """Return a text around the facts, with its values."""
        return str(self.words[name]).format(**values).strip()

    def told(self, value: Any) -> str:
        """Return a fact as people read it; what no source states is called so."""
        if isinstance(value, Mapping):
            return str(value.get(self.language) or value.get("nl") or value.get("en") or "")
        return str(self.words["terms"].get(str(value), value))

    def noted(self, item: Item, name: str) -> str:
        """Return a fact with the words of the source where a code says too little."""
        value, note = (
            self.told(item.get(name, UNCONFIRMED)),
            self.told(item.get(f"{name}_note", "")),
        )
        return f"{value} ({note})" if note else value

    def longest(self, item: Item, name: str) -> str:
        """Return a fact in the words of the source, or as its code if there are none."""
        return self.told(item.get(f"{name}_note", item.get(name, UNCONFIRMED)))

    def sources(self, ids: Iterable[str]) -> str:
        """Return where something is documented, with the addresses."""
        named = self.links(ids)
        return self.word("sources", named=named) if named else self.word("no_source")

    def link(self, key: str) -> str:
        """Return a source with its address, or without if none is known."""
        url = self.urls[key]
        return key if url == UNCONFIRMED else f"[{key}]({url})"

    def links(self, ids: Iterable[str]) -> str:
        """Return sources with their addresses."""
        return ", ".join(map(self.link, ids))

    def linked(self, text: str) -> str:
        """Return a text in which each [S1] leads to its source."""
        return _REFERENCE.sub(lambda found: self.link(found[1]), text)

    def plain_sources(self, ids: Iterable[str]) -> str:
        """Return where something is documented, for a field that is no Markdown."""
        named = ", ".join(f"{each} ({self.urls[each]})" for each in ids)
        return self.word("sources", named=named) if named else self.word("no_source")


def entries(facts: Facts, plan: Item) -> Iterator[dict[str, Any]]:
    """Yield the entries of the registers, each with its sources in its text."""
    for register, rows in plan["entries"].items():
        for row in rows:
            values = {name: each for name, each in row.items() if name not in ("key", "sources")}
            if register == "data_item":
                values.setdefault("necessity", facts.word("not_stated"))
            field = TEXTS[register]
            parts = (str(values.get(field, "")).strip(), facts.sources(row["sources"]))
            values[field] = " ".join(part for part in parts if part)
            yield {"key": row["key"], "register": register, "values": values}
    for source in facts.record["sources"]:
        values = _document(facts, source)
        yield {"key": source["id"], "register": "document", "values": values}


def _document(facts: Facts, source: Item) -> dict[str, str]:
    address = "" if source["url"] == UNCONFIRMED else source["url"]
    return {
        "name": f"{source['id']}: {source['title']} ({source['publisher']})",
        "version": facts.told(source["date"]), "location": address, "source": "documented",
    }  # fmt: skip


def texts(facts: Facts, plan: Item) -> dict[str, str]:
    """Return the texts of the dossier, those of the plan and those that follow from the facts."""
    made = {
        "introduction": "\n".join(_introduction(facts)),
        "proposal": "\n".join(_proposal(facts)),
        "locations": _listed(facts, facts.record["data_locations"]),
        "risk_method": "\n".join(_risk_method(facts)),
        "acceptance": _acceptance(facts),
        "team": facts.word("team"),
    }
    planned = {name: facts.linked(text) for name, text in plan["texts"].items()}
    return {name: text for name, text in {**made, **planned}.items() if text}


def _listed(facts: Facts, items: Iterable[Item]) -> str:
    return "\n".join(
        f"- {_capital(facts.told(each['text']))}. {facts.sources(each['sources'])}"
        for each in items
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    columns = list(head)
    for row in (columns, ["---"] * len(columns), *rows):
        yield "| " + " | ".join(str(each).replace("|", "/") for each in row) + " |"


def _introduction(facts: Facts) -> Iterator[str]:
    record, report = facts.record, facts.record["report"]
    yield facts.word(
        "introduction", product=facts.told(facts.product["name"]),
        publisher=facts.told(record["publisher"]),
    )  # fmt: skip
    yield ""
    named = {
        "commissioned": "; ".join(map(facts.told, record["commissioned_by"])),
        "conducted": "; ".join(map(facts.told, record["conducted_by"])),
        "report": facts.told(report["title"]), "dates": facts.longest(report, "date"),
        "pages": facts.longest(report, "pages"),
    }  # fmt: skip
    yield from (f"- {facts.word(name)}: {text}" for name, text in named.items())
    if "contents_note" in report:
        yield from ("", facts.told(report["contents_note"]))
    yield from ("", f"## {facts.word('timeline')}", "")
    rows = (
        (
            facts.noted(each, "date"),
            _capital(facts.told(each["what"])),
            facts.links(each["sources"]),
        )
        for each in record["timeline"]
    )
    yield from _table(facts.words["timeline_head"], rows)
    yield from ("", f"## {facts.word('unstated')}", "")
    yield from (f"- {_capital(facts.told(each))}" for each in record["unconfirmed"])


def _proposal(facts: Facts) -> Iterator[str]:
    product = facts.product
    yield facts.word(
        "proposal", product=facts.told(product["name"]),
        what=facts.told(product.get("category_note", product["category"])),
    )  # fmt: skip
    yield from ("", f"## {facts.word('editions')}", "")
    yield from (f"- {_capital(facts.told(each['name']))}" for each in product["editions"])
    yield from ("", f"## {facts.word('services')}", "")
    rows = (
        (_capital(facts.told(each["name"])), facts.noted(each, "role"), facts.noted(each, "since"),
         facts.links(each["sources"]) or facts.told(UNCONFIRMED))
        for each in product["services"]
    )  # fmt: skip
    yield from _table(facts.words["services_head"], rows)
    if facts.record["usage_facts"]:
        yield from (
            "",
            f"## {facts.word('usage')}",
            "",
            _listed(facts, facts.record["usage_facts"]),
        )


def _risk_method(facts: Facts) -> Iterator[str]:
    counts = facts.record["risk_counts"]
    yield from (facts.word("risk_method"), "")
    rows = (
        (
            facts.word(when),
            *(facts.told(counts[when][level]) for level in ("high", "medium", "low")),
        )
        for when in ("initial", "current")
    )
    yield from _table(facts.words["counts_head"], rows)
    for note in (counts.get("note"), facts.record.get("risk_note")):
        if note:
            yield from ("", facts.told(note))


def _acceptance(facts: Facts) -> str:
    validity = facts.record["validity"]
    return facts.word(
        "acceptance", publisher=facts.told(facts.record["publisher"]),
        line=facts.told(facts.record["verdict"]["one_line"]),
        since=facts.told(validity["valid_from"]), review=facts.noted(validity, "next_review"),
        expiry=facts.noted(validity, "expiry"), note=facts.told(validity.get("note", "")),
    )  # fmt: skip


def not_applicable(facts: Facts, plan: Item) -> dict[str, str]:
    """Return what stays empty because the facts do not say it, with the reason."""
    held = {f"register:{name}" for name in plan["entries"]}
    held |= {f"text:{name}" for name in texts(facts, plan)}
    silent = {name: facts.word("unknown") for name in NEEDED if name not in held}
    return {**silent, **plan["unknown"]}


def risk(facts: Mapping[str, Facts], item: Item, plan: Item, *, language: str) -> dict[str, Any]:
    """Return a risk with what the publisher said of it; what it did not say is unknown."""
    said = plan.get("judged", {}).get(item["id"], {})
    unknown = facts[language].word(
        "unknown_axes", before=facts[language].noted(item, "level_before"),
        after=facts[language].noted(item, "level_after"),
    )  # fmt: skip
    return {
        "title": _both(facts, lambda each: each.told(item["title"])),
        "description": _both(facts, lambda each: _risk_words(each, item)),
        "origin": "by_design",
        "likelihood": "unknown",
        "severity": "unknown",
        "likelihood_reason": unknown,
        "severity_reason": unknown,
        "unknown_note": unknown,
        **said,
    }


def _risk_words(facts: Facts, item: Item) -> str:
    said = facts.word(
        "risk", before=facts.noted(item, "level_before"), after=facts.noted(item, "level_after"),
        likelihood=facts.noted(item, "likelihood"), impact=facts.noted(item, "impact"),
        state=facts.told(item["state"]), owner=facts.told(f"owner_{item['owner']}"),
    )  # fmt: skip
    parts = (facts.told(item.get("description", "")), said, facts.plain_sources(item["sources"]))
    return "\n\n".join(part for part in parts if part)


def _both(facts: Mapping[str, Facts], say: Any) -> Both:
    return {language: say(facts[language]) for language in LANGUAGES}


def measures(facts: Mapping[str, Facts], plan: Item) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what vendor and schools do, with its key in the facts."""
    record = facts["nl"].record
    for item in record["vendor_measures"]:
        yield item["id"], {**_measure(facts, item, "vendor_measure"), **_vendor(record, item, plan)}
    for item in record["school_measures"]:
        must = "school_mandatory" if item["mandatory"] == "yes" else "school_optional"
        yield item["id"], {**_measure(facts, item, "school_measure"), "owner": must}


def _measure(facts: Mapping[str, Facts], item: Item, word: str) -> dict[str, Any]:
    def said(each: Facts) -> str:
        must = {**item, "mandatory": f"mandatory_{item.get('mandatory')}"}
        words = each.word(
            word, measure=_capital(each.told(item["measure"])), must=each.noted(must, "mandatory"),
            state=each.told(item.get("state", "")), deadline=each.noted(item, "deadline"),
        )  # fmt: skip
        return f"{words} {each.plain_sources(item['sources'])}"

    return {
        "title": _both(facts, lambda each: _title(each.told(item["measure"]))),
        "kind": KINDS.get(item["kind"], "organisational"),
        "instruction": _both(facts, said),
    }


def _title(text: str) -> str:
    return _capital(text)[:300]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _vendor(record: Item, item: Item, plan: Item) -> dict[str, Any]:
    agreed = plan["agreements"]
    if item["kind"] != "contract" or not agreed:
        return {"owner": "vendor"}
    return {
        "owner": "contractual", "agreement": agreed["name"], "clause": agreed["clause"],
        "in_force_from": record["agreement"]["date"], "open_to_sector": agreed["open_to_sector"],
    }  # fmt: skip


def description(facts: Mapping[str, Facts]) -> dict[str, Both]:
    """Return summary, scope and sentence of the dossier in both languages."""
    return {
        "summary": _both(facts, _summary),
        "scope": _both(facts, _scope),
        "sentence": _both(facts, _sentence),
    }


def _summary(facts: Facts) -> str:
    counts = facts.record["risk_counts"]
    return facts.word(
        "summary", product=facts.told(facts.product["name"]),
        publisher=facts.told(facts.record["publisher"]), day=facts.told(facts.record["published"]),
        line=facts.told(facts.record["verdict"]["one_line"]),
        first=facts.told(counts["initial"]["high"]), now=facts.told(counts["current"]["high"]),
    )  # fmt: skip


def _sentence(facts: Facts) -> str:
    return facts.word(
        "sentence", publisher=facts.told(facts.record["publisher"]),
        line=facts.told(facts.record["verdict"]["one_line"]),
    )  # fmt: skip


def _scope(facts: Facts) -> str:
    parts = []
    for name in ("in_scope", "out_of_scope"):
        lines = [f"- {_capital(facts.told(each))}" for each in facts.record["scope"][name]]
        parts.append("\n".join([facts.word(name), "", *lines]))
    return "\n\n".join(parts)


def claim_words(facts: Facts, item: Item) -> str:
    """Return why measures lower a risk: what the publisher said, and what is only our reading."""
    return facts.word(
        "claim", state=facts.told(item["state"]), after=facts.noted(item, "level_after"),
        sources=", ".join(item["sources"]),
    )  # fmt: skip


def finding(facts: Mapping[str, Facts], said: Item, *, measure_id: str | None) -> dict[str, Any]:
    """Return the finding on a topic: what the facts say of it, judged only if they judge it."""
    return {
        "result": said.get("result", "not_assessed"),
        "note": _both(facts, lambda each: _finding_words(each, said)),
        "measure_id": measure_id,
    }


def _finding_words(facts: Facts, said: Item) -> str:
    if not said:
        return facts.word("not_assessed")
    sources = facts.plain_sources(said["sources"])
    return facts.word("finding", note=facts.told(said["note"]), sources=sources)
