"""Templates: what makes one sound, and what is still empty in it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia_workbench.i18n import speaking
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk.assessment import Purpose
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.registers import (
    FIELDS,
    Kind,
    Register,
    Section,
    Value,
    empty,
    fields_of,
    key_of,
)
from dpia_workbench.risk.templates import (
    Entry,
    Filled,
    NotShown,
    Part,
    ShownPart,
    ShownRegister,
    ShownText,
    Template,
    faults,
    require_all_shown,
    unfilled,
    unshown,
)
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.risk.vocabulary import Origin
from dpia_workbench.schemas.templates import read_templates

DATA = Path(__file__).parents[2] / "data"
WORDS = {"nl": "Woorden", "en": "Words"}
RIJK, EDPB = "nl-rijk-dpia-3.0", "edpb-dpia-1.0"


@cache
def real() -> Mapping[str, Template]:
    """Return the templates of data/ by their keys."""
    return {item["key"]: Template.of(item) for item in read_templates(DATA / "templates")}


def node(identity: str = "1", **words: Any) -> dict[str, Any]:
    return {"id": identity, "title": WORDS, "guidance": WORDS, **words}


def template(*nodes: dict[str, Any], audience: str = "cooperative") -> Template:
    return Template.of(
        {"key": "small", "urn": "urn:x", "version": 1, "name": WORDS, "source": "us",
         "audience": audience, "nodes": list(nodes)}
    )  # fmt: skip


def texts(*sections: Section) -> dict[Section, bool]:
    return {section: section in sections for section in Section}


NOTHING = Filled(
    texts={}, entries={}, parts={}, assessed=frozenset(), not_applicable=frozenset()
)  # fmt: skip


def entry(register: Register, number: int = 1, **values: Value) -> Entry:
    """Return an entry with something in each field, except where `values` say otherwise."""
    made: dict[str, Value] = {}
    for field in fields_of(register):
        word = next(iter(field.options)).value if field.options else "DI1"
        made[field.name] = [word] if isinstance(empty(field), list) else word
    return key_of(register, number), {**made, **values}


def everything() -> Filled:
    """Return a dossier in which nothing is empty: an entry for each option of each list."""
    entries = {}
    for register in Register:
        given = [entry(register)]
        for field in FIELDS[register]:
            for option in field.options or ():
                value: Value = [option.value] if field.kind is Kind.CHOICES else option.value
                given.append(entry(register, len(given) + 1, **{field.name: value}))
        entries[register] = tuple(given)
    return Filled(
        texts=texts(*Section), entries=entries, parts=dict.fromkeys(Part, True),
        assessed=frozenset(Topic), not_applicable=frozenset(),
    )  # fmt: skip


@pytest.mark.parametrize("key", [RIJK, EDPB])
def test_the_real_templates_are_sound_and_can_be_filled(key: str) -> None:
    made = real()[key]

    assert list(faults(made)) == []
    for purpose in Purpose:
        assert unfilled(made, everything(), purpose=purpose) == ()
        assert unfilled(made, NOTHING, purpose=purpose) != ()


def test_the_dutch_template_has_the_points_of_the_model() -> None:
    ids = [each.id for each in real()[RIJK].walk()]
    points = [str(number) for number in range(21)]

    assert [each for each in ids if each in points] == points
    assert [each for each in ids if each.isalpha()] == ["A", "B", "C", "D"]
    assert [each for each in ids if each.startswith("15.")] == [f"15.{n}" for n in range(1, 9)]


def test_the_european_template_has_the_tables_of_its_form() -> None:
    ids = {each.id for each in real()[EDPB].walk()}

    assert ids >= {"0.1", "0.2", "0.3", "0.4", "0.5", "1.2", "1.3", "1.4", "3.1", "3.2", "3.3"}
    assert ids >= {f"1.1.{letter}" for letter in "abcd"} | {"2.1.a", "2.1.b", "2.2.a", "2.2.b"}
    assert ids >= {f"2.3.{letter}" for letter in "abcde"} | {"5.1", "5.2", "6"}
    assert ids >= {f"4.{number}.{letter}" for number in "12" for letter in "abc"}


def test_together_the_templates_show_all_that_a_dossier_asks_for() -> None:
    require_all_shown(real().values())

    assert unshown([real()[EDPB]]) == ()
    assert "quality.threshold" in unshown([real()[RIJK]])
    with pytest.raises(NotShown) as refused, speaking("en"):
        require_all_shown([real()[RIJK]])
    assert "text:planning" in message(refused.value)


@pytest.mark.parametrize(
    ("nodes", "place", "code", "words"),
    [
        ([node(), node("2", free=True)], ("nodes", 0, "id"), "template.node-unbound", "1 shows"),
        (
            [node(free=True, shows=[{"text": "data"}])],
            ("nodes", 0, "id"), "template.free-and-bound", "free text",
        ),
        (
            [node(free=True), node("2", nodes=[node(free=True)])],
            ("nodes", 1, "nodes", 0, "id"), "template.node-twice", "two points 1",
        ),
        (
            [node(shows=[{"text": "data"}, {"register": "asset", "fields": ["colour"]}])],
            ("nodes", 0, "shows", 1), "template.field-unknown", "“Asset” has no field colour",
        ),
        (
            [node(shows=[{"register": "asset", "where": {"colour": ["red"]}}])],
            ("nodes", 0, "shows", 0), "template.field-unknown", "no field colour",
        ),
        (
            [node(shows=[{"register": "asset", "where": {"name": ["telephone"]}}])],
            ("nodes", 0, "shows", 0), "template.condition-wrong", "name",
        ),
        (
            [node(shows=[{"register": "asset", "where": {"asset_kind": ["moon"]}}])],
            ("nodes", 0, "shows", 0), "template.condition-wrong", "asset_kind",
        ),
        (
            [node(shows=[{"register": "asset", "where": {"asset_kind": []}}])],
            ("nodes", 0, "shows", 0), "template.condition-wrong", "asset_kind",
        ),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_named_with_its_place(
    nodes: list[dict[str, Any]], place: tuple[str | int, ...], code: str, words: str
) -> None:
    ((where, violation),) = faults(template(*nodes))

    assert (where, violation.code) == (place, code)
    with speaking("en"):
        assert words in message(violation)


@pytest.mark.parametrize(
    "shown",
    [
        {"text": "team"},
        {"register": "document"},
        {"register": "document", "fields": ["location"]},
        {"part": "reviews"},
    ],
)
def test_a_template_never_shows_more_than_its_readers_may_see(shown: dict[str, Any]) -> None:
    for audience in ("public", "members"):
        ((_where, violation),) = faults(template(node(shows=[shown]), audience=audience))
        assert violation.code == "template.too-confidential"
        with speaking("en"):
            assert "Within the cooperative" in message(violation)
    for audience in ("cooperative", "vendor_confidential"):
        assert list(faults(template(node(shows=[shown]), audience=audience))) == []


def test_what_is_public_is_for_every_reader() -> None:
    shows = [{"text": "data"}, {"register": "document", "fields": ["name"]}, {"part": "risks"}]

    assert list(faults(template(node(shows=shows), audience="public"))) == []
    assert [each.rank() for each in Confidentiality] == [0, 1, 2, 3]


def test_a_point_passes_on_for_what_it_is_needed() -> None:
    (made,) = template(
        node(needed_for="review", shows=[
            {"text": "data"}, {"text": "views", "needed_for": "never"},
            {"part": "findings", "topics": ["rights"], "needed_for": "publication"},
            {"part": "risks", "origins": ["event"]},
        ])
    ).nodes  # fmt: skip

    assert [shown.needed_for for shown in made.shows] == [
        Purpose.REVIEW, None, Purpose.PUBLICATION, Purpose.REVIEW
    ]  # fmt: skip
    text, _views, findings, risks = made.shows
    assert isinstance(text, ShownText)
    assert isinstance(findings, ShownPart)
    assert isinstance(risks, ShownPart)
    assert findings.topics == {Topic.RIGHTS}
    assert risks.origins == {Origin.EVENT}
    assert [shown.mark for shown in made.shows] == ["text:data", "text:views", "", ""]


def test_what_is_empty_is_named_with_its_point() -> None:
    made = template(
        node("1", needed_for="review", shows=[{"text": "data"}, {"part": "screening"}]),
        node("2", needed_for="publication", shows=[{"register": "asset"}]),
        node("3", shows=[{"text": "views"}]),
        node("4", needed_for="draft", shows=[{"text": "proposal"}]),
    )

    def points(purpose: Purpose, filled: Filled = NOTHING) -> list[str]:
        return [each.node for each in unfilled(made, filled, purpose=purpose)]

    assert points(Purpose.DRAFT) == ["4"]
    assert points(Purpose.REVIEW) == ["1", "1", "4"]
    assert points(Purpose.PUBLICATION) == ["1", "1", "2", "4"]
    marked = replace(NOTHING, not_applicable=frozenset({"text:data", "register:asset"}))
    assert points(Purpose.PUBLICATION, marked) == ["1", "4"]
    written = texts(Section.DATA, Section.PROPOSAL)
    full = replace(NOTHING, texts=written, parts={Part.SCREENING: True})
    assert points(Purpose.REVIEW, full) == []


def test_an_entry_is_named_with_the_fields_that_it_leaves_empty() -> None:
    made = template(
        node("1", shows=[{"register": "asset"}]),
        node("2", shows=[{"register": "asset", "fields": ["name", "explanation"]}]),
    )
    bare = entry(Register.ASSET, 7, name="", asset_kind="", explanation="")
    filled = replace(
        NOTHING, entries={Register.ASSET: (entry(Register.ASSET), bare)},
        not_applicable=frozenset({"register:asset"}),
    )  # fmt: skip

    found = unfilled(made, filled, purpose=Purpose.REVIEW)

    assert [(each.node, each.key, each.fields) for each in found] == [
        ("1", "AS7", ("name", "asset_kind")),
        ("2", "AS7", ("name",)),
    ]


def test_a_point_about_some_entries_does_not_count_the_others() -> None:
    shown = {"register": "party", "where": {"roles": ["processor", "sub_processor"]}}
    made = template(node(needed_for="review", shows=[shown]))

    def filled(roles: list[str]) -> Filled:
        return replace(
            NOTHING, entries={Register.PARTY: (entry(Register.PARTY, roles=roles, name=""),)}
        )

    (alone,) = unfilled(made, filled(["controller"]), purpose=Purpose.REVIEW)
    (bare,) = unfilled(made, filled(["recipient", "processor"]), purpose=Purpose.REVIEW)

    assert (alone.key, alone.fields) == ("", ())
    assert (bare.key, bare.fields) == ("PA1", ("name",))


def test_findings_are_there_when_each_of_their_topics_is() -> None:
    some = template(
        node(needed_for="review", shows=[{"part": "findings", "topics": ["rights", "roles"]}])
    )
    every = template(node(needed_for="review", shows=[{"part": "findings"}]))

    for made, enough in ((some, {Topic.RIGHTS, Topic.ROLES}), (every, set(Topic))):
        filled = replace(NOTHING, assessed=frozenset(enough))
        assert unfilled(made, filled, purpose=Purpose.REVIEW) == ()
        less = replace(NOTHING, assessed=frozenset(enough - {Topic.RIGHTS}))
        assert len(unfilled(made, less, purpose=Purpose.REVIEW)) == 1


MARKS = [f"text:{each}" for each in Section] + [f"register:{each}" for each in Register]
ENTRIES = list(chain.from_iterable(
    [(register, one) for one in everything().entries[register]]
    + [(register, (key_of(register, 99), {})) for _ in range(2)]
    for register in Register
))  # fmt: skip


@st.composite
def dossiers(draw: st.DrawFn) -> Filled:
    """Draw what a dossier may hold, complete or not."""
    chosen = draw(st.lists(st.sampled_from(ENTRIES), max_size=40))
    return Filled(
        texts=texts(*draw(st.sets(st.sampled_from(Section)))),
        entries={
            register: tuple(one for other, one in chosen if other is register)
            for register in Register
        },
        parts=dict.fromkeys(draw(st.sets(st.sampled_from(Part))), True),
        assessed=frozenset(draw(st.sets(st.sampled_from(Topic)))),
        not_applicable=frozenset(draw(st.sets(st.sampled_from(MARKS)))),
    )  # fmt: skip


KEYS = st.sampled_from([RIJK, EDPB])
several = settings(max_examples=150, deadline=None)


@several
@given(key=KEYS, filled=dossiers())
def test_publication_always_needs_what_review_needs(key: str, filled: Filled) -> None:
    review = unfilled(real()[key], filled, purpose=Purpose.REVIEW)
    publication = unfilled(real()[key], filled, purpose=Purpose.PUBLICATION)

    assert [each for each in review if each not in publication] == []


@several
@given(key=KEYS, filled=dossiers(), mark=st.sampled_from(MARKS), purpose=st.sampled_from(Purpose))
def test_a_mark_only_ever_takes_away_what_it_names(
    key: str, filled: Filled, mark: str, purpose: Purpose
) -> None:
    before = unfilled(real()[key], filled, purpose=purpose)
    marked = replace(filled, not_applicable=filled.not_applicable | {mark})
    after = unfilled(real()[key], marked, purpose=purpose)

    gone = [each for each in before if each not in after]
    assert [each for each in before if each in after] == list(after)
    assert all(each.shown.mark == mark and not each.key for each in gone)
    assert not any(each.shown.mark == mark and not each.key for each in after)


@several
@given(
    key=KEYS, filled=dossiers(), more=st.sampled_from(ENTRIES), section=st.sampled_from(Section),
    part=st.sampled_from(Part), topic=st.sampled_from(Topic), purpose=st.sampled_from(Purpose),
)  # fmt: skip
def test_writing_more_never_empties_a_point(
    key: str, filled: Filled, more: tuple[Register, Entry], section: Section, part: Part,
    topic: Topic, purpose: Purpose,
) -> None:  # fmt: skip
    register, one = more
    fuller = replace(
        filled,
        texts={**filled.texts, section: True},
        parts={**filled.parts, part: True},
        assessed=filled.assessed | {topic},
        entries={**filled.entries, register: (*filled.entries[register], one)},
    )

    before = unfilled(real()[key], filled, purpose=purpose)
    after = unfilled(real()[key], fuller, purpose=purpose)

    fresh = [each for each in after if each not in before]
    assert all(each.key == one[0] for each in fresh)


@several
@given(key=KEYS, filled=dossiers(), purpose=st.sampled_from(Purpose))
def test_what_is_named_as_empty_always_is(key: str, filled: Filled, purpose: Purpose) -> None:
    nodes = {each.id: each for each in real()[key].walk()}

    for each in unfilled(real()[key], filled, purpose=purpose):
        assert each.shown in nodes[each.node].shows
        if isinstance(each.shown, ShownText):
            assert not filled.texts[each.shown.section]
        elif isinstance(each.shown, ShownRegister) and each.key:
            found = [v for k, v in filled.entries[each.shown.register] if k == each.key]
            assert any(not values.get(name) for name in each.fields for values in found)
        elif isinstance(each.shown, ShownRegister):
            found = [v for _key, v in filled.entries[each.shown.register]]
            assert not any(each.shown.matches(values) for values in found)
