"""The markdown floor: what people write in Markdown, as a checked tree, HTML, and Markdown again.

`read` makes a tree of the few things that a text may hold; pages, search and the Word report
are all made from that tree, so none of them can show what another refuses.
"""

from dpia_workbench.markdown.html import html
from dpia_workbench.markdown.parser import is_address
from dpia_workbench.markdown.plain import plain
from dpia_workbench.markdown.reading import read
from dpia_workbench.markdown.tree import Tree
from dpia_workbench.markdown.writing import write

__all__ = ["Tree", "html", "is_address", "plain", "read", "write"]
