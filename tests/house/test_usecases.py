"""What every use case obeys: keyword-only, an actor, the policy table, no commit."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "dpia_workbench"

# Modules that hold no verbs: values, computations and what the verbs share.
NO_VERBS = {
    "__init__", "adopting", "adoption_progress", "adoption_tasks", "agreed", "agreeing",
    "annual_report", "authors", "board_overview", "board_todo", "carrying", "chain", "changes",
    "completeness", "consequences", "content", "dealing", "decided_tasks", "deciding",
    "describing", "discussing", "editing", "effects", "examined", "exemption",
    "fact_check_gate", "fact_check_items", "fact_check_tasks", "feedback_news", "findable",
    "follow_up_tasks", "followed", "frozen", "holding", "identity", "incident_mail",
    "incident_marks", "incident_tasks", "joining", "levels", "local", "local_levels",
    "local_lowering", "local_schools", "local_today", "measured", "norm_evidence", "notice",
    "objection_period", "objection_turns", "passwords", "plan_end", "points", "practice",
    "proof", "proposals", "publication_content", "publication_gate", "record_basis",
    "restoring", "review_making", "review_settling", "review_sweep", "reviewing", "rewording",
    "rounds", "said", "school_levels", "settings", "settling", "standing", "states",
    "step_news", "steps", "sub_processor_mail", "taking", "task", "tasks", "turns",
    "validity", "verdict",
}  # fmt: skip

# Verbs without an actor, or that ask no permission, with the reason.
NOBODY_IS_SIGNED_IN = "nobody is signed in yet: a password or a link proves who it is"
BY_LINK = "nobody is signed in: a signed link from the owner's mailbox says whose it is"
NOBODY_ACTS = "the worker calls it: nobody acts, and what it tells is public"
NOT_ASKED = {
    "following.ask": "nobody is signed in: nothing is done until the owner of the address says so",
    "following.confirm": BY_LINK,
    "following.end": BY_LINK,
    "following.end_all": BY_LINK,
    "following.change_pace": BY_LINK,
    "following.change_language": BY_LINK,
    **{
        f"worksheet_filling.{verb}": "nobody is signed in: a link of the privacy officer says which"
        for verb in ("save", "keep_files", "take_out_file", "send")
    },
    "following.owner_of": "a part of other verbs",
    "following.sweep": NOBODY_ACTS,
    "telling.at_once": NOBODY_ACTS,
    "telling.to_searchers": NOBODY_ACTS,
    "telling.announce_ends": NOBODY_ACTS,
    "telling.daily": NOBODY_ACTS,
    "hook.spread": NOBODY_ACTS,
    "hook.note": NOBODY_ACTS,
    "account.require_patience": NOBODY_IS_SIGNED_IN,
    "account.sign_in": NOBODY_IS_SIGNED_IN,
    "account.open_session": NOBODY_IS_SIGNED_IN,
    "account.identify": "reads only: it says who the actor is",
    "account.needs_touch": "reads only",
    "account.count_wrong_token": NOBODY_IS_SIGNED_IN,
    "account.count_tries": NOBODY_IS_SIGNED_IN,
    "review_task.end_all": "a part of the verb by which a board stops, which asks",
    "review_task.tell_ended": "a part of the verb by which a board stops, which asks",
    "review_task.incident_reported": "a part of the verb that reports an incident, which asks",
    "remark.forget": "the worker calls it, after the answer that somebody may give",
    "remark.forget_old": "the worker calls it: nobody acts",
    "token.identify": "reads only: it says who the actor is",
    "account.ask_new_password": NOBODY_IS_SIGNED_IN,
    "account.link_holder": "reads only: the link proves who it is",
    "account.choose_password": NOBODY_IS_SIGNED_IN,
    "account.send_link": "a part of other verbs, which ask",
    "digest.collect": "the worker calls it: nobody acts, and each person's mail is cut by policy",
    "reminder.collect": "the worker calls it: nobody acts, and each person's mail is cut by policy",
    "account.new_link": "a part of other verbs, which ask",
    "scanning.enqueue": "a part of other verbs, which ask, and a command of the operator",
    "live_text.require_settled": "a part of the verb that hands a draft in, which asks",
    "live_text.prepare": "it computes what settling writes, and writes nothing",
    "live_text.settle": "it writes what people typed, which was asked for when it came",
    "publication_plan.carry_out": "the worker calls it: it acts as the planner, and asks as such",
    "scanning.record": "the worker calls it: nobody acts",
}

# Public functions that take a session and are no verbs: they read, for a verb or for a page.
READERS = {
    "worksheet_filling.opened",
    "adoption.tell_who_is_next",
    "following.confirmable", "following.of_follower", "hook.message", "telling.gather",
    "library.sources", "overview.standings", "passages.open_threads",
    "product.organisations_subject", "profile.pinned",
    "publication_plan.refusals", "publication_plan.standing", "remediation.checkable",
    "review.require_resolved",
    "subscription.current", "subscription.reader", "template.enabled",
    "readoption.offered", "remark.about", "timeline.lines",
    "vendor_statement.own_product", "vendor_statement.own_products",
}  # fmt: skip


def _modules() -> dict[str, ast.Module]:
    files = sorted((PACKAGE / "usecases").glob("*.py"))
    return {file.stem: ast.parse(file.read_text(encoding="utf-8")) for file in files}


MODULES = _modules()
FUNCTIONS = {
    f"{module}.{node.name}": node
    for module, tree in MODULES.items()
    for node in tree.body
    if isinstance(node, ast.FunctionDef)
}


def _takes_session(node: ast.FunctionDef) -> bool:
    arguments = [*node.args.posonlyargs, *node.args.args]
    return bool(arguments) and arguments[0].arg == "session"


VERBS = {
    name: node
    for name, node in FUNCTIONS.items()
    if name.split(".")[0] not in NO_VERBS
    and name not in READERS
    and not node.name.startswith("_")
    and _takes_session(node)
}
each_verb = pytest.mark.parametrize("name", list(VERBS))


def _names_called(node: ast.FunctionDef) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Name):
                yield call.func.id
            elif isinstance(call.func, ast.Attribute):
                yield call.func.attr


def _asks(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Return whether a function calls `require`, itself or through another of ours."""
    module, node = name.split(".")[0], FUNCTIONS[name]
    called = set(_names_called(node))
    if "require" in called:
        return True
    places = (
        module, "adopting", "editing", "agreeing", "account", "identity", "discussing", "live_text",
    )  # fmt: skip
    ours = [f"{place}.{each}" for each in called for place in places]
    return any(
        _asks(each, seen | {name}) for each in ours if each in FUNCTIONS and each not in seen
    )


def test_there_are_verbs_to_look_at() -> None:
    assert len(VERBS) > 40
    assert set(NOT_ASKED) <= set(VERBS), "an exception for a verb that is not there"


@each_verb
def test_a_verb_is_keyword_only_after_the_session(name: str) -> None:
    arguments = VERBS[name].args

    assert [a.arg for a in (*arguments.posonlyargs, *arguments.args)] == ["session"]
    assert arguments.vararg is None


@each_verb
def test_a_verb_takes_an_actor_and_asks_the_policy_table(name: str) -> None:
    takes = any(argument.arg == "actor" for argument in VERBS[name].args.kwonlyargs)

    if name in NOT_ASKED:
        assert not (takes and _asks(name)), f"{name} needs no exception any more"
    else:
        assert takes, f"{name} takes no actor"
        assert _asks(name), f"{name} asks no permission"


@each_verb
def test_a_verb_says_what_it_does(name: str) -> None:
    text = ast.get_docstring(VERBS[name]) or ""

    assert text.split("\n")[0].endswith((".", ";")) or "Raises" in text


def _calls_on(tree: ast.AST, *, names: set[str], on: set[str]) -> list[int]:
    """Return the lines that call one of these methods on one of these names."""
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in names
        and ast.unparse(call.func.value) in on
    ]


SESSIONS = {"session", "db.session", "db.session()"}


@pytest.mark.parametrize("floor", ["usecases", "store", "search", "report", "mail"])
def test_only_doors_and_plumbing_end_a_transaction(floor: str) -> None:
    for file in sorted((PACKAGE / floor).rglob("*.py")):
        lines = _calls_on(
            ast.parse(file.read_text(encoding="utf-8")), names={"commit", "rollback"}, on=SESSIONS
        )
        assert not lines, f"{file.relative_to(ROOT)}: {lines}"


@pytest.mark.parametrize("door", ["web", "api", "cli", "jobs", "plumbing"])
def test_no_door_writes_by_itself(door: str) -> None:
    for file in sorted((PACKAGE / door).rglob("*.py")):
        lines = _calls_on(
            ast.parse(file.read_text(encoding="utf-8")),
            names={"add", "add_all", "delete", "merge"}, on=SESSIONS,
        )  # fmt: skip
        assert not lines, f"{file.relative_to(ROOT)}: {lines}"
