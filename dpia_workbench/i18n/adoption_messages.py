"""Sentences for the rules about adopting a verdict; `messages` joins them in."""

from collections.abc import Mapping

from dpia_workbench.i18n import deferred as _

ADOPTION_MESSAGES: Mapping[str, str] = {
    "norm.evidence-missing": _(
        "From level 3 on, say what your judgement rests on: write it down, or tick a product."
    ),
    "adoption.not-adoptable": _(
        "This record says not to use the product, or it says nothing. It is no basis for your own"
        " assessment; ask your cooperative for a DPIA."
    ),
}
