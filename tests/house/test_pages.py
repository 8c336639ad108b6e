"""The checks of every page find what they are there to find."""

import pytest
from flask import Flask, Response
from werkzeug.test import TestResponse

from tests.pages import Page

GOOD = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Oordelen – DPIA Workbench</title></head>
<body><main><h1>Oordelen</h1>
<div id="error-summary"><ul><li><a href="#field-due">Kies een dag.</a></li>
<li>Te laat.</li></ul></div>
<form method="post" action="/login">
<label for="field-due">Dag</label>
<p id="field-due-hint">Een dag vooruit.</p><p id="field-due-error">Kies een dag.</p>
<input id="field-due" name="due" value="2020-02-01"
 aria-describedby="field-due-hint field-due-error">
<input type="hidden" name="version" value="3">
<fieldset><legend>Kleur</legend>
<input type="radio" id="a" name="colour" value="red"><label for="a">Rood</label>
<input type="radio" id="b" name="colour" value="green" checked>
<label for="b">Groen</label></fieldset>
<label><input type="checkbox" name="tags" value="x" checked> X</label>
<label><input type="checkbox" name="tags" value="y"> Y</label>
<label for="s">Soort</label><select id="s" name="kind"><option value="1">Een
<option value="2" selected>Twee</select>
<label for="t">Tekst</label><textarea id="t" name="text">
Regel</textarea>
<button>Bewaar</button></form>
<table><caption>Risico's</caption><thead><tr><th>Naam</th><th>Niveau</th></tr></thead>
<tbody><tr><th>R1</th><td>Hoog</td></tr></tbody></table>
<a href="/about">Over</a></main></body></html>"""


def _page(app: Flask, html: str, *, language: str | None = "nl") -> Page:
    client = app.test_client()
    response = client.get("/verdicts")
    answer = Response(html, mimetype="text/html")
    made = TestResponse(
        answer.response, answer.status, answer.headers, request=response.request, history=()
    )
    return Page(made, app=app, expected_language=language)


@pytest.mark.usefixtures("session")
def test_a_good_page_shows_what_a_test_may_see(app: Flask) -> None:
    page = _page(app, GOOD)

    assert (page.status, page.h1, page.language) == (200, "Oordelen", "nl")
    assert page.errors == {"due": "Kies een dag.", "": "Te laat."}
    due = page.field("due")
    assert (due.value, due.label, due.hint) == ("2020-02-01", "Dag", "Een dag vooruit.")
    assert due.error == "Kies een dag."
    assert page.field("colour").value == "green"
    assert page.field("colour").options == {"red": "Rood", "green": "Groen"}
    assert page.field("kind").options == {"1": "Een", "2": "Twee"}
    assert page.table("Risico's") == [{"Naam": "R1", "Niveau": "Hoog"}]
    assert page.links() == {"Kies een dag.": "#field-due", "Over": "/about"}
    assert page.forms() == [("post", "/login")]
    assert page.values() == {
        "due": "2020-02-01", "version": "3", "colour": "green", "tags": ["x"], "kind": "2",
        "text": "Regel",
    }  # fmt: skip


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("</form>", "", "not HTML5"),
        ("<h1>Oordelen</h1>", "", "0 h1"),
        ("<h1>Oordelen</h1>", "<h1>Iets</h1>", "does not begin"),
        ('<html lang="nl">', '<html lang="en">', "language"),
        ('<html lang="nl">', "<html>", "language"),
        ('id="b"', 'id="a"', "2 times"),
        ("<button>", '<script>alert("x")</script><button>', "script"),
        ("<button>", '<button style="color: red">', "style"),
        ("<button>", '<button onclick="x()">', "script"),
        ('<label for="t">', "<label>", "text has no label"),
        ("<button>Bewaar", "<button>", "button without"),
        ('<form method="post"', "<form", "without a method"),
        ("field-due-hint field-due-error", "field-due-hint", "not tied"),
        ("field-due-hint field-due-error", "field-due-error nowhere", "not there"),
        ("#field-due", "#field-nowhere", "leads nowhere"),
        ('href="/about"', 'href="/no-such-page"', "leads nowhere"),
        ('action="/login"', 'action="/about"', "leads nowhere"),
    ],
)
def test_a_fault_is_found(app: Flask, good: str, bad: str, complaint: str) -> None:
    assert good in GOOD

    with pytest.raises(AssertionError, match=complaint):
        _page(app, GOOD.replace(good, bad, 1))


@pytest.mark.usefixtures("session")
def test_the_text_is_given_in_its_order_and_elements_apart(app: Flask) -> None:
    html = GOOD.replace(
        '<a href="/about">Over</a>', '<p>Een <b>twee</b> drie</p><p title="T">X</p>'
    )

    lines = [line for line in _page(app, html).linear().splitlines() if line.strip()]

    assert lines[-3:] == ["Een twee drie", "T", "X"]
