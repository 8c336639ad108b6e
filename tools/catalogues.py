"""Translations: extract messages, compile catalogues, check that they are complete."""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path("dpia_workbench")
LOCALES = PACKAGE / "i18n" / "locale"
LANGUAGES = ("nl",)  # English is the message ids themselves
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "deferred": None,
}  # fmt: skip
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.xml", "jinja2")]
OPTIONS = {
    "templates/**.html": {"trimmed": "true", "silent": "false"},
    "templates/**.xml": {"trimmed": "true", "silent": "false"},
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def main(arguments: list[str]) -> int:
    """Run one of the three; return the exit status."""
    return {"extract": extract, "compile": compile_all, "check": check}[arguments[0]]()


def template() -> Catalog:
    """Return the messages that the code and the templates have now."""
    catalog = Catalog(project="dpia-workbench", charset="utf-8")
    found = extract_from_dir(
        PACKAGE, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, comment_tags=()
    )
    for name, _line, message, _comments, context in found:
        catalog.add(message, locations=[(f"{PACKAGE}/{name}", 0)], context=context)
    return catalog


def path(language: str) -> Path:
    """Return where a language's catalogue is."""
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue; an empty one if there is none."""
    if not path(language).exists():
        return Catalog(locale=language, charset="utf-8")
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def extract() -> int:
    """Bring every catalogue up to date with the code; what is translated stays."""
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(template(), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path(language).parent.mkdir(parents=True, exist_ok=True)
        with path(language).open("wb") as file:
            write_po(
                file, catalog, no_location=True, sort_output=True, width=100, omit_header=False
            )
        print(f"{language}: {len(untranslated(catalog))} to translate")
    return 0


def compile_all() -> int:
    """Compile every catalogue that changed."""
    for language in LANGUAGES:
        source = path(language)
        target = source.with_suffix(".mo")
        if source.exists() and (
            not target.exists() or target.stat().st_mtime < source.stat().st_mtime
        ):
            with target.open("wb") as file:
                write_mo(file, read(language))
    return 0


def untranslated(catalog: Catalog) -> list[Message]:
    """Return the messages without a translation."""
    return [message for message in catalog if message.id and not _is_translated(message)]


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts)


def check() -> int:
    """Say what is missing, superfluous or has other placeholders; return 1 if anything is."""
    problems = []
    wanted = {message.id for message in template() if message.id}
    for language in LANGUAGES:
        catalog = read(language)
        present = {message.id for message in catalog if message.id}
        problems += [f"{language}: not in the catalogue: {each}" for each in wanted - present]
        problems += [f"{language}: no longer used: {each}" for each in present - wanted]
        problems += [f"{language}: not translated: {m.id}" for m in untranslated(catalog)]
        problems += [f"{language}: other placeholders: {m.id}" for m in catalog if _differs(m)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def _differs(message: Message) -> bool:
    if not message.id or not _is_translated(message):
        return False
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = set(PLACEHOLDER.findall(sources[-1]))
    return any(set(PLACEHOLDER.findall(text)) - {"%(n)s"} != wanted - {"%(n)s"} for text in texts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
