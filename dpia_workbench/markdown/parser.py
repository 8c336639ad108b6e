"""From Markdown to the tokens of markdown-it-py, with an end to depth and to work.

CommonMark with tables, strikethrough and footnotes. Two of its habits surprise people who paste
from a word processor, so they are off: indented text is no code, and a line of dashes under a
paragraph makes no heading of it. Raw HTML is off: it is text like any other.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

EVIDENCE = re.compile(r"evidence:([A-Z]{1,3}[0-9]{1,6})", re.IGNORECASE)
REFERENCE = re.compile(r"dossier:([A-Z]{1,3}[0-9]{1,6})", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\\/][^\s\\]*|#[^\s\\]+", re.IGNORECASE)

DEEPEST = 20  # a list takes two: itself and its item
_MOST_BRACKETS = 20_000  # each may begin a link, which takes time to find out
_LONGEST = 2_000_000
_RULES = (
    "autolink", "backticks", "blockquote", "emphasis", "entity", "escape", "fence", "heading",
    "hr", "image", "link", "list", "newline", "reference", "strikethrough", "table",
)  # fmt: skip


def is_address(text: str) -> bool:
    """Return whether a link may lead to an address."""
    return _ADDRESS.fullmatch(text) is not None


def normal(address: str) -> str:
    """Return an address as reading gives it; none if no link may lead there."""
    found = _PARSER.normalizeLink(address)
    return found if is_address(found) else ""


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 (the library's name)
        """Return whether a link or a picture is made; if not, what was typed stays text."""
        own = EVIDENCE.fullmatch(url) or REFERENCE.fullmatch(url)
        return is_address(url) or own is not None


def _parser() -> MarkdownIt:
    parser = _Parser("zero", {"maxNesting": 4 * DEEPEST}).enable(_RULES)
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.block.ruler.before("table", "too_deep", _too_deep)
    parser.core.ruler.at("inline", _inline)
    return parser


def _too_deep(state: StateBlock, line: int, _end: int, _silent: bool) -> bool:  # noqa: FBT001
    """Take a line as it is when it is deeper than texts go: the library would leave it out."""
    if state.level < DEEPEST:
        return False
    token = state.push("too_deep", "", 0)
    token.content = state.getLines(line, line + 1, state.blkIndent, False)  # noqa: FBT003
    state.line = line + 1
    return True


def _inline(state: StateCore) -> None:
    """Read the words of each block; when there were too many brackets, take them as they are."""
    brackets = 0
    for token in state.tokens:
        if token.type != "inline":
            continue
        brackets += token.content.count("[")
        token.children = []
        if brackets > _MOST_BRACKETS:
            token.children = [Token("text", "", 0, content=token.content)]
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


_PARSER = _parser()


def tokens(text: str) -> Sequence[Token]:
    """Return the tokens of a text; one that is longer than any field comes back as it is."""
    if len(text) > _LONGEST:
        return [Token("too_deep", "", 0, content=text)]
    return _PARSER.parse(text)
