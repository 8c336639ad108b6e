"""Markdown on a page: what it looks like, and that nothing unsafe comes through."""

import re
import time

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token
from markupsafe import Markup

from dpia_workbench.i18n import speaking
from dpia_workbench.markdown import html, plain, read
from dpia_workbench.markdown.reading import checked

ALLOWED = {
    "div": {"class", "role", "aria-label", "tabindex"},
    "a": {"href", "rel", "id", "role", "aria-label"},
    "img": {"src", "alt", "loading"},
    "ol": {"start"},
    "li": {"id"},
    "table": {"role"},
    "thead": {"role"},
    "tbody": {"role"},
    "tr": {"role"},
    "th": {"role", "scope", "class"},
    "td": {"role", "class", "data-label"},
    **{f"h{level}": {"id"} for level in range(3, 7)},
    **{tag: set() for tag in ("p", "ul", "blockquote", "pre", "code", "em", "strong", "s", "sup")},
    **{tag: set() for tag in ("br", "hr")},
}
PICTURES = {"E3": "/evidence/3"}


def shown(text: str) -> str:
    """Return a text as HTML, without the element around it."""
    with speaking("en"):
        written = html(read(text), name="t", pictures=PICTURES.get)
    assert isinstance(written, Markup)
    return written.removeprefix('<div class="markdown">').removesuffix("</div>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Een *nieuwe* **zin** ~~hier~~.",
         "<p>Een <em>nieuwe</em> <strong>zin</strong> <s>hier</s>.</p>"),
        ("een\ntwee  \ndrie", "<p>een\ntwee<br>drie</p>"),
        ("- een\n- twee\n  - drie", "<ul><li>een</li><li>twee<ul><li>drie</li></ul></li></ul>"),
        ("3. een\n4. twee", '<ol start="3"><li>een</li><li>twee</li></ol>'),
        ("0. nul", '<ol start="0"><li>nul</li></ol>'),
        ("- een\n\n- twee", "<ul><li><p>een</p></li><li><p>twee</p></li></ul>"),
        ("- # een\n  twee", "<ul><li><p><strong>een</strong></p><p>twee</p></li></ul>"),
        ("> een\n> - twee", "<blockquote><p>een</p><ul><li>twee</li></ul></blockquote>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("```\na < b\n\nc\n```", "<pre><code>a &lt; b\n\nc</code></pre>"),
        ("een\n---\ntwee", "<p>een</p><hr><p>twee</p>"),
        ("    ingesprongen", "<p>ingesprongen</p>"),
        ("&eacute; &amp; \\*ster\\*", "<p>é &amp; *ster*</p>"),
        ("", ""),
        ("&#1; #", "<p>\ufffd #</p>"),
    ],
)  # fmt: skip
def test_markdown_is_shown(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_the_highest_heading_gets_the_level_of_the_page_and_none_is_left_out() -> None:
    assert shown("# A\n\n### B\n\n#\n\n###### C") == (
        '<h3 id="t-h-a">A</h3><h4 id="t-h-b">B</h4><h5 id="t-h-c">C</h5>'
    )
    assert shown("### Eén *twee*!") == '<h3 id="t-h-eén-twee">Eén <em>twee</em>!</h3>'


def test_a_link_in_the_page_leads_to_a_heading_of_the_text() -> None:
    assert shown("[een](#eén-twee) [twee](#a-2) [drie](#weg)\n\n# Eén twee\n\n# A\n\n# A") == (
        '<p><a href="#t-h-eén-twee">een</a> <a href="#t-h-a-2">twee</a> drie</p>'
        '<h3 id="t-h-eén-twee">Eén twee</h3><h3 id="t-h-a">A</h3><h3 id="t-h-a-2">A</h3>'
    )


def _link(address: str, words: str) -> str:
    return f'<p><a href="{address}" rel="noopener noreferrer">{words}</a></p>'


def test_links_lead_to_pages_and_mail() -> None:
    assert shown("[AP](https://ap.nl/a?b=1&c='d\")") == _link(
        "https://ap.nl/a?b=1&amp;c=&#39;d%22", "AP"
    )
    assert shown("<fg@school.nl>") == _link("mailto:fg@school.nl", "fg@school.nl")
    assert shown("[](http://ap.nl)") == _link("http://ap.nl", "http://ap.nl")


def test_an_address_by_itself_is_a_link_without_the_sign_of_the_sentence() -> None:
    assert shown("Zie https://ap.nl/a.") == (
        '<p>Zie <a href="https://ap.nl/a" rel="noopener noreferrer">https://ap.nl/a</a>.</p>'
    )
    assert shown("[zie https://a.nl](https://b.nl)") == _link("https://b.nl", "zie https://a.nl")
    assert shown("`https://ap.nl`") == "<p><code>https://ap.nl</code></p>"


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](ftp://school.nl)",
        "[x](//school.nl)",
        "[x](/dossiers)",
        "[x](https:school.nl)",
        "[x](https:/\\school.nl)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<!-- x -->",
        "<?x?>",
    ],
)
def test_everything_else_is_text(text: str) -> None:
    seen = html5lib.parseFragment(shown(text))

    assert {one.tag.split("}")[1] for one in seen.iter() if "}" in str(one.tag)} == {"p"}
    assert "".join(seen.itertext()).replace("&#106;", "j") in (text, text.replace("&#106;", "j"))


def test_pictures_come_from_the_evidence_only() -> None:
    assert shown("![Scherm](evidence:e3)") == (
        '<p><img src="/evidence/3" alt="Scherm" loading="lazy"></p>'
    )
    assert shown("![](evidence:E3)") == '<p><img src="/evidence/3" alt="E3" loading="lazy"></p>'
    assert shown("![Scherm](evidence:E4)") == "<p>Scherm</p>"
    assert shown("![Logo](https://a.nl/x.png)") == "<p>Logo (https://a.nl/x.png)</p>"
    assert shown("[scherm](evidence:E3)") == "<p>scherm (evidence:E3)</p>"


def test_a_table_names_its_columns_for_everybody() -> None:
    assert shown("| Wat | Hoe lang |\n|---|---:|\n| cijfers | **30** |\n| foto's |") == (
        '<div class="table-region" role="group" aria-label="Table: Wat, Hoe lang" tabindex="0">'
        '<table role="table"><thead role="rowgroup"><tr role="row">'
        '<th scope="col" role="columnheader">Wat</th>'
        '<th scope="col" role="columnheader" class="number">Hoe lang</th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row"><td role="cell" data-label="Wat">cijfers</td>'
        '<td role="cell" class="number" data-label="Hoe lang"><strong>30</strong></td></tr>'
        '<tr role="row"><td role="cell" data-label="Wat">foto&#39;s</td>'
        '<td role="cell" class="number" data-label="Hoe lang"></td></tr></tbody></table></div>'
    )


def test_notes_stand_at_the_end_and_lead_back() -> None:
    text = "[^b]: Twee.\n\nEen[^a] twee[^b] weer[^a].\n\n[^a]: Eén, zie[^b].\n\n[^c]: Drie.\n"

    def mark(number: int, count: int) -> str:
        return (
            f'<sup><a href="#t-note-{number}" id="t-note-{number}-{count}" role="doc-noteref"'
            f' aria-label="Note {number}">{number}</a></sup>'
        )

    def back(number: int, count: int) -> str:
        return (
            f'<a href="#t-note-{number}-{count}" role="doc-backlink"'
            f' aria-label="Back to the text of note {number}">↩</a>'
        )

    assert shown(text) == (
        f"<p>Een{mark(1, 1)} twee{mark(2, 1)} weer{mark(1, 2)}.</p>"
        '<div role="group" aria-label="Notes"><hr><ol>'
        f'<li id="t-note-1">Eén, zie{mark(2, 2)}. {back(1, 1)} {back(1, 2)}</li>'
        f'<li id="t-note-2">Twee. {back(2, 1)} {back(2, 2)}</li>'
        '<li id="t-note-3">Drie.</li></ol></div>'
    )


def test_plain_text_has_the_words_and_not_the_signs() -> None:
    text = (
        "# Kop\n\nEen *nieuwe*\nzin[^1]  \nmet `code` en [link](https://a.nl).\n\n> - item\n\n"
        "| a | b |\n|---|---|\n| c | ![d](evidence:E1)![](evidence:E2) |\n\n---\n\n"
        "```\nletterlijk\n```\n\n[^1]: Noot."
    )

    assert plain(read(text)) == (
        "Kop\nEen nieuwe zin met code en link.\nitem\na\tb\nc\tdE2\nletterlijk\nNoot."
    )


def test_a_kind_of_token_that_has_no_node_is_its_words() -> None:
    words = Token("inline", "", 0, content="")
    words.children = [
        Token("html_inline", "b", 0, content="<b>"),
        Token("strange_open", "span", 1),
        Token("text", "", 0, content="woord"),
        Token("strange_close", "span", -1),
        Token("footnote_ref", "", 0, meta={"label": "weg"}),
    ]
    stream = [
        Token("html_block", "", 0, content="<script>"),
        Token("container_open", "div", 1, attrs={"onclick": "x"}),
        words,
        Token("container_close", "div", -1),
    ]

    assert html(checked(stream), name="t") == (
        '<div class="markdown"><p>&lt;script&gt;</p><p>&lt;b&gt;woord[^weg]</p></div>'
    )


def test_what_is_too_deep_is_shown_as_it_is() -> None:
    for text in (">" * 10_000 + " diep", "- " * 10_000 + "diep", "> - " * 5_000 + "diep"):
        seen = shown(text)

        assert "diep" in seen
        assert seen.count("<") < 100
    lines = shown("\n".join("  " * level + f"- n{level}" for level in range(40)))
    assert all(f"n{level}" in lines for level in range(40))
    assert lines.count("<pre>") == 1


def test_marks_within_marks_have_an_end() -> None:
    seen = shown("*a " * 10_000 + "b" + " c*" * 10_000)
    deep = shown("*" * 20_001 + "a" + "*" * 20_001)

    assert seen.count("<em>") < 100
    assert ">a<" in deep
    assert deep.count("<") < 100


# What is dangerous, and what Markdown is made of.
_BITS = (
    "<script>", "</script>", "<img src=x onerror=y>", "<style>", " style=", ' onclick="', "'", '"',
    "javascript:", "JAVASCRIPT:", "data:", "evidence:E3", "https://a.nl", "mailto:a@b.nl", "#", "/",
    "[", "](", ")", "![", "]", "<", ">", "|", "|-|-|\n", "|a|b|\n", "\n", "\n\n", "    ", "- ",
    "1. ", "* ", "*", "**", "_", "~~", "`", "```\n", "[^1]", "[^1]: ", "[a]: ", "&#", "&lt;", ";",
    "\\", "\0", "\u202e", "\ud800", "\ufffe", "\x85", "\x0b", "\t", "een", " ", "# ", "!", ":",
)  # fmt: skip
texts = st.lists(st.sampled_from(_BITS), max_size=40).map("".join) | st.text(max_size=60)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_whatever_the_text_the_page_is_safe(text: str) -> None:
    written = shown(text)

    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    seen = parser.parse(f"<!doctype html><title>x</title><body>{written}").find("body")
    assert seen is not None
    ids = []
    for one in seen.iter():
        if one is seen:
            continue
        assert set(one.attrib) <= ALLOWED[one.tag], written
        ids += [one.attrib["id"]] if "id" in one.attrib else []
        if (address := one.attrib.get("href")) and not address.startswith("#t-"):
            assert re.match(r"(https?://|mailto:)\S+$", address, re.IGNORECASE)
            assert one.attrib["rel"] == "noopener noreferrer"
        assert one.attrib.get("src", "/evidence/3") == "/evidence/3"
    assert len(ids) == len(set(ids))
    assert all(
        one.attrib["href"][1:] in ids for one in seen.iter("a") if one.attrib["href"][0] == "#"
    )
    written.encode()
    plain(read(text)).encode()


WORDS = (
    "De *school* bewaart [cijfers](https://a.nl/{0}) voor **{0}** dagen[^n].\n\n- een\n- twee\n\n"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "".join(WORDS.format(n) for n in range(11_000)) + "[^n]: Noot.",
        "![" * 500_000,
        ("![" * 1000 + "\n\n") * 100,
        "[^1] " * 200_000 + "\n\n[^1]: x",
        "x" * 3_000_000,
    ],
    ids=["usual", "brackets", "more brackets", "notes", "too long"],
)
def test_a_megabyte_takes_seconds(text: str) -> None:
    began = time.process_time()

    written = shown(text)

    assert time.process_time() - began < 20
    assert written
