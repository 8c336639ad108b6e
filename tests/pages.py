"""A page as a test sees it. Building one checks what must hold for every page.

What is checked: strict HTML5, one `h1` and a title that begins with it, the language, unique ids,
a label for every control, errors tied to their control, nothing inline, a method on every form,
and that what the page's own text links to exists.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

_CONTROLS = "//input[not(@type='hidden')] | //select | //textarea"
_BUTTONS = ("submit", "button", "reset", "image")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A control of a form, or a group of them that share a name."""

    name: str
    value: str | list[str]
    label: str
    hint: str
    error: str
    options: dict[str, str]


class Page:
    """An HTML answer. `expected_language` is the language in which the reader should get it."""

    def __init__(
        self, response: TestResponse, *, app: Flask, expected_language: str | None = None
    ) -> None:
        self.status = response.status_code
        self.path = response.request.path
        self.headers = response.headers
        self.html = response.get_data(as_text=True)
        self._app = app
        self._tree = _parsed(self.html)
        self._ids = {e.get("id"): e for e in self._tree.iter() if _is_tag(e) and e.get("id")}
        self._check(expected_language)

    def _check(self, language: str | None) -> None:
        """Refuse a page that breaks a rule of every page, and say all that is wrong."""
        wrong = [
            *self._wrong_head(language), *self._wrong_ids(), *self._wrong_inline(),
            *self._wrong_controls(), *self._wrong_forms(), *self._wrong_errors(),
            *(f"a link leads nowhere: {link}" for link in self.dead_links("//main")),
        ]  # fmt: skip
        assert not wrong, f"{self.path}:\n" + "\n".join(wrong)

    # What a test may see.

    @property
    def title(self) -> str:
        """Return the title."""
        return _text(self._tree.find(".//title"))

    @property
    def h1(self) -> str:
        """Return the heading of the page."""
        return _text(self._tree.find(".//h1"))

    @property
    def language(self) -> str:
        """Return the language the page says it is in."""
        return str(self._tree.get("lang", ""))

    @property
    def text(self) -> str:
        """Return all that can be read, with single spaces."""
        return _text(self._tree.find("body"))

    @property
    def main(self) -> str:
        """Return what can be read of the page's own part."""
        return _text(self._tree.find(".//main"))

    @property
    def headings(self) -> list[str]:
        """Return all headings in their order."""
        return [_text(e) for e in self._tree.iter("h1", "h2", "h3", "h4")]

    @property
    def flashes(self) -> list[str]:
        """Return the messages above the page."""
        found = self._tree.xpath("//*[contains(concat(' ', @class, ' '), ' flashes ')]/*")
        return [_text(e) for e in found]

    @property
    def errors(self) -> dict[str, str]:
        """Return what is wrong per field; under an empty name what belongs to no field."""
        found = {}
        for item in self._summary():
            link = item.find(".//a")
            target = self._ids.get(link.get("href", "")[1:]) if link is not None else None
            found["" if target is None else _field_name(target)] = _text(item)
        return found

    def field(self, name: str) -> Field:
        """Return a control by its name. Raises AssertionError if there is none."""
        controls = self._named(name)
        assert controls, f"{self.path} has no field {name}: {sorted(self.names())}"
        first = controls[0]
        return Field(
            name=name,
            value=_value(controls),
            label=self._label(first),
            hint=self._described(controls, suffix="-hint"),
            error=self._described(controls, suffix="-error"),
            options=self._options(controls),
        )

    def names(self) -> set[str]:
        """Return the names of all controls."""
        found = self._tree.xpath("//input/@name | //select/@name | //textarea/@name")
        return {str(name) for name in found}

    def values(self, *, action: str | None = None) -> dict[str, Any]:
        """Return what a person would send who changed nothing in a form that writes.

        Without an action there must be only one such form in the page's own part.
        """
        forms = self._tree.xpath("//main//form[translate(@method, 'POST', 'post') = 'post']")
        if action is not None:
            forms = [form for form in forms if urljoin(self.path, form.get("action", "")) == action]
        assert len(forms) == 1, f"{self.path} has {len(forms)} such forms"
        names = dict.fromkeys(e.get("name") for e in forms[0].xpath(".//*[@name]") if _fills(e))
        sent = {n: _value(forms[0].xpath(".//*[@name = $name]", name=n)) for n in names}
        return {name: value for name, value in sent.items() if value is not None}

    def table(self, caption: str) -> list[dict[str, str]]:
        """Return the rows of a table as {header: text}."""
        for table in self._tree.iter("table"):
            if _text(table.find("caption")) == caption:
                headers = [_text(e) for e in table.xpath("./thead/tr/th")]
                rows = table.xpath("./tbody/tr")
                return [
                    dict(zip(headers, (_text(c) for c in row.xpath("./td | ./th")), strict=False))
                    for row in rows
                ]
        captions = [_text(table.find("caption")) for table in self._tree.iter("table")]
        raise AssertionError(f"{self.path} has no table {caption!r}: {captions}")

    def links(self, where: str = "//body") -> dict[str, str]:
        """Return where the links lead, by their text; of links with one text the first."""
        found: dict[str, str] = {}
        for link in self._tree.xpath(f"{where}//a[@href]"):
            found.setdefault(_text(link), str(link.get("href")))
        return found

    def forms(self) -> list[tuple[str, str]]:
        """Return (method, address) of the forms."""
        return [
            (str(e.get("method", "")).lower(), urljoin(self.path, e.get("action", "")))
            for e in self._tree.iter("form")
        ]

    def buttons(self) -> list[str]:
        """Return what the buttons say."""
        return [_text(e) or str(e.get("aria-label", "")) for e in self._tree.iter("button")]

    def linear(self) -> str:
        """Return all that people read or hear in its order, elements apart by line ends."""
        return "".join(_linear(self._tree.find("head/title"))) + "".join(
            _linear(self._tree.find("body"))
        )

    def dead_links(self, where: str = "/") -> list[str]:
        """Return the internal links, forms and files in a part of the page that no rule answers."""
        found: list[tuple[str, str]] = []
        for element in self._tree.xpath(f"{where}//*[@href or @src or @action]"):
            for name in ("href", "src", "action"):
                if element.get(name):
                    method = element.get("method", "get") if name == "action" else "get"
                    found.append((str(method).upper(), str(element.get(name))))
        return [f"{method} {url}" for method, url in found if self._is_dead(url, method=method)]

    def _is_dead(self, url: str, *, method: str) -> bool:
        target = urlsplit(urljoin(f"http://localhost{self.path}", url))
        if url.startswith("#"):
            return len(url) > 1 and url[1:] not in self._ids
        if target.scheme not in ("http", "https") or target.netloc != "localhost":
            return False
        try:
            self._app.url_map.bind("localhost").match(target.path, method=method)
        except (HTTPException, RequestRedirect):
            return True
        return False

    # What must hold for every page.

    def _wrong_head(self, language: str | None) -> Iterator[str]:
        headings = self._tree.xpath("//h1")
        if len(headings) != 1:
            yield f"there are {len(headings)} h1"
        elif not self.h1 or not self.title.startswith(self.h1):
            yield f"the title {self.title!r} does not begin with the h1 {self.h1!r}"
        if self.language not in ("nl", "en"):
            yield f"the language is {self.language!r}"
        elif language is not None and self.language != language:
            yield f"the language is {self.language!r} and not {language!r}"

    def _wrong_ids(self) -> Iterator[str]:
        for found, times in Counter(map(str, self._tree.xpath("//@id"))).items():
            if times > 1:
                yield f"the id {found} is there {times} times"

    def _wrong_inline(self) -> Iterator[str]:
        if self._tree.xpath("//script[not(@src)][not(@type='application/ld+json')] | //style"):
            yield "there is a script or a style in the page"
        for element in self._tree.xpath("//*[@*[name() = 'style' or starts-with(name(), 'on')]]"):
            yield f"<{element.tag}> has a style or a script of its own"

    def _wrong_controls(self) -> Iterator[str]:
        for control in self._tree.xpath(_CONTROLS):
            if control.get("type") not in _BUTTONS and not self._label(control):
                yield f"the control {control.get('name')} has no label"
            for reference in str(control.get("aria-describedby", "")).split():
                if reference not in self._ids:
                    yield f"{control.get('name')} is described by {reference}, which is not there"
        for button in self._tree.xpath("//button"):
            if not _text(button) and not button.get("aria-label"):
                yield "there is a button without a text"

    def _wrong_forms(self) -> Iterator[str]:
        for form in self._tree.xpath("//form"):
            if str(form.get("method", "")).lower() not in ("get", "post", "dialog"):
                yield "there is a form without a method"

    def _wrong_errors(self) -> Iterator[str]:
        for item in self._summary():
            link = item.find(".//a")
            if link is None:
                continue
            target = self._ids.get(link.get("href", "")[1:])
            if target is None:
                yield f"the error {_text(item)!r} leads nowhere"
            elif _text(item) not in self._described([target], suffix="-error"):
                yield f"the error {_text(item)!r} is not tied to its field"

    # Helpers.

    def _summary(self) -> list[Any]:
        found: list[Any] = self._tree.xpath("//*[@id = 'error-summary']//li")
        return found

    def _named(self, name: str) -> list[Any]:
        query = "//*[self::input or self::select or self::textarea][@name = $name]"
        found: list[Any] = self._tree.xpath(query, name=name)
        return found

    def _label(self, control: Any) -> str:
        parts = self._tree.xpath("//label[@for = $id]", id=control.get("id", ""))
        parts += control.xpath("ancestor::label")
        parts += [self._ids.get(i) for i in str(control.get("aria-labelledby", "")).split()]
        return " ".join(filter(None, [control.get("aria-label"), *map(_text, parts)]))

    def _described(self, controls: list[Any], *, suffix: str) -> str:
        """Return the texts that describe the controls, what is in them, or the group around."""
        around = [e for c in controls for e in (*c.iter(), *c.xpath("ancestor::fieldset"))]
        ids = [i for e in around if _is_tag(e) for i in e.get("aria-describedby", "").split()]
        return " ".join(_text(self._ids.get(i)) for i in dict.fromkeys(ids) if i.endswith(suffix))

    def _options(self, controls: list[Any]) -> dict[str, str]:
        first = controls[0]
        if first.tag == "select":
            return {_option_value(e): _text(e) for e in first.iter("option")}
        if first.get("type") in ("radio", "checkbox"):
            return {c.get("value", "on"): self._label(c) for c in controls}
        return {}


def _parsed(html: str) -> Any:
    """Return the root element. Raises html5lib's ParseError where the HTML is not strict."""
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False
    )
    try:
        return parser.parse(html).getroot()
    except html5lib.html5parser.ParseError as error:
        (line, column), code, _detail = parser.errors[-1]
        lines = html.splitlines()
        shown = lines[line - 1][max(0, column - 80) : column + 40] if line <= len(lines) else ""
        raise AssertionError(f"not HTML5 at line {line}: {code}: {shown!r}") from error


def _is_tag(element: Any) -> bool:
    return isinstance(element.tag, str)


def _text(element: Any) -> str:
    if element is None:
        return ""
    parts = element.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    return " ".join("".join(map(_spaced, parts)).split())


def _linear(element: Any) -> Iterator[str]:
    """Yield the texts of an element in their order; what is drawn or run is left out."""
    if not _is_tag(element) or element.tag in _SILENT:
        return
    for name in ("alt", "title", "placeholder", "aria-label"):
        if element.get(name):
            yield f"\n{element.get(name)}\n"
    yield _line_end(element) + _one_line(element.text)
    for child in element:
        yield from _linear(child)
        yield _line_end(child) + _one_line(child.tail)


def _one_line(text: str | None) -> str:
    """Return a text with single spaces, also at its ends."""
    return re.sub(r"\s+", " ", text or "")


def _line_end(element: Any) -> str:
    return "" if element.tag in _INLINE else "\n"


def _spaced(part: Any) -> str:
    """Return a piece of text, kept apart from what stands before it in another block."""
    return str(part) if part.getparent().tag in _INLINE else f" {part}"


_SILENT = frozenset({"script", "style", "template", f"{{{'http://www.w3.org/2000/svg'}}}svg"})
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "time"})


def _option_value(option: Any) -> str:
    return str(option.get("value", _text(option)))


def _fills(element: Any) -> bool:
    return element.tag in ("input", "select", "textarea") and element.get("type") not in _BUTTONS


def _value(controls: list[Any]) -> Any:
    """Return what the controls of one name would send, or None for nothing."""
    first = controls[0]
    if first.tag == "textarea":
        return first.text or ""
    if first.tag == "select":
        options = first.xpath(".//option[@selected]") or first.xpath(".//option")[:1]
        chosen = [_option_value(option) for option in options]
        return chosen if first.get("multiple") is not None else next(iter(chosen), None)
    if first.get("type") == "checkbox":
        return [c.get("value", "on") for c in controls if c.get("checked") is not None]
    if first.get("type") == "radio":
        checked = [c.get("value", "on") for c in controls if c.get("checked") is not None]
        return checked[0] if checked else None
    return first.get("value", "")


def _field_name(target: Any) -> str:
    """Return the name of the control that an error leads to, or that of its group."""
    if target.get("name"):
        return str(target.get("name"))
    return str(target.get("id", "")).removeprefix("field-").replace("-", ".")
