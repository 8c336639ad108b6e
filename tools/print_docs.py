"""Prints the documents that are made from the code: permissions, settings, the API, templates.

`python -m tools.print_docs` writes them, `--check` says which are no longer fresh.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from dpia_workbench.access.actor import Role
from dpia_workbench.access.policy import POLICY, Condition, Permission
from dpia_workbench.api.openapi import document
from dpia_workbench.app import create_app
from dpia_workbench.config import Settings
from dpia_workbench.i18n import speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.register_labels import field_label, register_title
from dpia_workbench.risk.registers import FIELDS, Register, Section
from dpia_workbench.risk.templates import Part, ShownPart, ShownRegister, ShownText, Template
from dpia_workbench.schemas.release_content import FORMS, release_schema
from dpia_workbench.schemas.templates import read_templates

ROOT = Path(__file__).resolve().parent.parent
PERMISSIONS = ROOT / "docs" / "permissions.md"
OPENAPI = ROOT / "docs" / "openapi.json"
SCHEMAS = ROOT / "docs" / "schemas"
README = ROOT / "README.md"
BEGIN, END = "<!-- settings: begin -->", "<!-- settings: end -->"
TEMPLATES = ROOT / "docs" / "method" / "templates.md"
TABLE_BEGIN, TABLE_END = "<!-- crosswalk: begin -->", "<!-- crosswalk: end -->"
DATA = Path(__file__).resolve().parent.parent / "data"

WITHOUT_CONDITION = "yes"
# How a condition of the policy table reads in a cell.
WORDS = {
    "of_self": "own account",
    "for_cooperative": "up to the class “within the cooperative”",
    "was_sent": "that was sent",
    "for_members": "up to the class “for affiliated schools”",
    "for_adopter": "products that the own board uses or assesses",
    "for_named": "as one of the named people",
    "beyond_draft": "from the negotiation on",
    "once_signed": "once signed by all",
    "on_offer": "signed open offers",
    "of_named_board": "of which the own board is party, named or joined",
    "without_owner": "that belong to no cooperative",
    "not_officer": "not as data protection officer",
    "owner_id is the actor's organisation": "own cooperative's",
    "vendor_id is the actor's organisation": "own company's",
    "reporter_id is the actor's organisation": "reported by own organisation",
    "board_id is the actor's organisation": "own board's",
    "organisation_id is the actor's organisation": "own organisation's",
}

INTRODUCTION = """# Who may do what

Printed from the table in `dpia_workbench/access/policy.py` by `make docs`; do not edit.

A role may do what its column says: “yes” without a condition, or only with what belongs to the
actor's own organisation or account. An empty cell means no. Nobody has a right outside this table,
and everybody is at least the public. Who may act at all in one revision or adoption also depends
on who did what before: nobody reviews or publishes what they wrote, and nobody fills in, advises
and decides in one adoption.
"""


def permissions() -> str:
    """Return the permissions as a document."""
    with speaking("en"):
        names = [label(role) for role in Role]
    rows = [
        [f"`{permission}`", *(_cell(permission, role) for role in Role)] for permission in POLICY
    ]
    return f"{INTRODUCTION}\n{_table(['Permission', *names], rows)}"


def _cell(permission: Permission, role: Role) -> str:
    """Return under which conditions a role has a permission; several lines are alternatives."""
    mine = [
        [condition for condition in line if condition.__name__ != role]
        for line in POLICY[permission]
        if _role_of(line) is role
    ]
    return " or ".join(", ".join(map(_words, line)) or WITHOUT_CONDITION for line in mine)


def _role_of(line: Iterable[Condition]) -> Role:
    """Return the role that a line is about; a line without a role is about everybody."""
    named = [Role(c.__name__) for c in line if c.__name__ in set(Role)]
    return named[0] if named else Role.PUBLIC


def _words(condition: Condition) -> str:
    name = condition.__name__
    if name in set(Role):  # a line with two roles is about who holds both
        with speaking("en"):
            return f"also as {label(Role(name)).lower()}"
    return WORDS[name]


def _table(headers: list[str], rows: list[list[str]]) -> str:
    lines = [headers, ["---"] * len(headers), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def settings() -> str:
    """Return the settings as a table."""
    return _table(["Setting", "Meaning"], [[f"`{k}`", v] for k, v in Settings.HELP.items()])


def openapi() -> str:
    """Return the document of the API; it needs no database."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings.from_env({"DPIA_HOME": folder}))
        with app.app_context():
            return json.dumps(document(), indent=2, sort_keys=True) + "\n"


def crosswalk() -> str:
    """Return where each template shows what a dossier holds, as a table."""
    found = [Template.of(item) for item in read_templates(DATA / "templates")]
    rows = []
    with speaking("en"):
        for section in Section:
            cells = [_points(template, section, "") for template in found]
            rows.append([f"text: {label(section)}", "", *cells])
        for register in Register:
            rows += _register_rows(register, found)
        for part in Part:
            rows.append([f"part: {label(part)}", "", *(_points(each, part, "") for each in found)])
    names = [template.name["en"] for template in found]
    return _table(["What a dossier holds", "Fields", *names], rows)


def _register_rows(register: Register, found: list[Template]) -> list[list[str]]:
    """Return a row per group of fields that stand in the same points."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for field in FIELDS[register]:
        cells = tuple(_points(template, register, field.name) for template in found)
        groups.setdefault(cells, []).append(field_label(register, field.name))
    title = f"register: {register_title(register)}"
    if len(groups) == 1:
        return [[title, "all", *next(iter(groups))]]
    return [[title, "; ".join(names), *cells] for cells, names in groups.items()]


def _points(template: Template, kind: Section | Register | Part, field: str) -> str:
    """Return the points of a template that show something."""

    def fits(shown: ShownText | ShownRegister | ShownPart) -> bool:
        if isinstance(shown, ShownText):
            return shown.section is kind
        if isinstance(shown, ShownPart):
            return shown.part is kind
        return shown.register is kind and field in [each.name for each in shown.fields]

    return ", ".join(node.id for node in template.walk() if any(map(fits, node.shows)))


def readme(present: str) -> str:
    """Return the README with the table of settings between its marks. Raises ValueError."""
    return _between(present, settings(), marks=(BEGIN, END), name=README.name)


def templates(present: str) -> str:
    """Return the page about templates with its table between its marks. Raises ValueError."""
    return _between(present, crosswalk(), marks=(TABLE_BEGIN, TABLE_END), name=TEMPLATES.name)


def _between(present: str, table: str, *, marks: tuple[str, str], name: str) -> str:
    before, begin, rest = present.partition(marks[0])
    _old, end, after = rest.partition(marks[1])
    if not begin or not end:
        raise ValueError(f"{name} needs the lines {marks[0]} and {marks[1]} around its table")
    return f"{before}{begin}\n\n{table}\n{end}{after}"


def documents() -> dict[Path, str]:
    """Return what each printed document should hold."""
    return {
        PERMISSIONS: permissions(),
        OPENAPI: openapi(),
        README: readme(README.read_text(encoding="utf-8")),
        TEMPLATES: templates(TEMPLATES.read_text(encoding="utf-8")),
        **{
            SCHEMAS / f"release-{form}.json": json.dumps(
                release_schema(form), indent=2, sort_keys=True
            )
            + "\n"
            for form in FORMS
        },
    }


def stale() -> list[str]:
    """Return the names of the documents that are not fresh."""
    return [
        str(file.relative_to(ROOT))
        for file, text in documents().items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the documents, or check that they are fresh; return the exit status."""
    try:
        old = stale()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" in arguments:
        for name in old:
            print(f"{name} is not fresh: run `make docs`", file=sys.stderr)
        return 1 if old else 0
    for file, text in documents().items():
        file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
