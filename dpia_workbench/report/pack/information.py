"""What parents and pupils are told, in plain language and from the board's own answers.

Short sentences, one thing each (B1). What the board wrote is taken over as it is.
"""

from collections.abc import Iterable, Iterator

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import uncovered
from dpia_workbench.report.model import Block, Bullets, Callout, Document, Runs, Tone
from dpia_workbench.report.pack import frame, schooling
from dpia_workbench.report.pack.processing import entries, names, operations, processors, transfers
from dpia_workbench.report.wording import day, ending, listed, plain, prose, said, sentence
from dpia_workbench.risk.adoption_pack import Paper
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.registers import Register
from dpia_workbench.risk.statements import Article6
from dpia_workbench.usecases.adoption_pack import Pack


def information(pack: Pack) -> Document:
    """Return what parents and pupils are told, and a paragraph for the privacy notice."""
    return frame.document(pack, title=label(Paper.INFORMATION), blocks=_blocks(pack))


def _blocks(pack: Pack) -> Iterator[Block]:
    product = frame.product(pack.assessment)
    yield from frame.top(pack, _("Information about %(product)s", product=product))
    if pack.is_draft:
        yield sentence(_("Do not hand out this text yet. First the board decides."))
    if _is_not_used(pack):
        yield from _not_used(pack)
        return
    yield frame.heading(2, _("For parents"))
    yield from _for_parents(pack)
    yield frame.heading(2, _("For pupils"))
    yield from _for_pupils(pack)
    yield frame.heading(2, _("Paragraph for the privacy notice"))
    yield from _notice(pack)


def _is_not_used(pack: Pack) -> bool:
    taken = pack.adoption.decision
    return taken is not None and taken.outcome in (Outcome.REJECTED, Outcome.CONSULTATION)


def _not_used(pack: Pack) -> Iterator[Block]:
    product, taken = frame.product(pack.assessment), pack.adoption.decision
    if taken is not None and taken.outcome is Outcome.CONSULTATION:
        text = _(
            "Our schools do not use %(product)s now. We asked the Data Protection Authority for"
            " advice first. When it has answered, we tell you what we do.",
            product=product,
        )
    else:
        text = _(
            "Our schools do not use %(product)s. We looked at what it does with data of pupils. We"
            " decided that the risks are too large.",
            product=product,
        )
    yield sentence(text)
    yield from _limits(pack)
    yield from _whom(pack)


def _for_parents(pack: Pack) -> Iterator[Block]:
    yield from _which(pack)
    yield from _why(pack)
    yield from _data(pack)
    yield from _how_long(pack)
    yield from _who(pack)
    yield from _may(pack)
    yield from _examined(pack)
    yield from _rights(pack)
    yield from _whom(pack)


def _which(pack: Pack) -> Iterator[Block]:
    yield frame.heading(3, _("Which program is it?"))
    yield sentence(
        _("Our schools use %(product)s. It is made by %(vendor)s.",
          product=frame.product(pack.assessment), vendor=ending(frame.vendor(pack.assessment)))
    )  # fmt: skip
    where = ending(schooling.short(pack.assessment))
    yield sentence(_("This is about %(schools)s.", schools=where))


def _why(pack: Pack) -> Iterator[Block]:
    yield frame.heading(3, _("What do we use it for?"))
    found = [row for row in operations(pack.assessment) if row.purpose.strip()]
    items = [(*said(row.name, bold=True), *plain(": "), *frame.mine(row.purpose)) for row in found]
    yield from _bullets(items) or prose(pack.adoption.purposes) or [_gap()]


def _gap() -> Callout:
    """Return that the board must still fill something in before anybody reads this."""
    return Callout(title=_("To be filled in before you hand this out."), tone=Tone.BAD)


def _bullets(items: Iterable[Runs]) -> list[Block]:
    found = tuple(items)
    return [Bullets(items=found)] if found else []


def _data(pack: Pack) -> Iterator[Block]:
    yield frame.heading(3, _("Which data are in it?"))
    central = [said(name) for name in _central_data(pack)]
    if not _data_items(pack) and central:
        yield sentence(_("These data can be in it:"))
    yield from _bullets(_data_items(pack)) or _bullets(central) or [_gap()]


def _data_items(pack: Pack) -> list[Runs]:
    rows = operations(pack.assessment)
    keys = dict.fromkeys(key for row in rows for key in row.data_items)
    found = [said(name) for name in names(pack.assessment, keys)]
    return found + [frame.mine(row.other_data) for row in rows if row.other_data.strip()]


def _central_data(pack: Pack) -> list[str]:
    """Return the data that the release names, for a board that chose none of them itself."""
    found = entries(pack.assessment, Register.DATA_ITEM)
    return names(pack.assessment, (item["key"] for item in found))


def _how_long(pack: Pack) -> Iterator[Block]:
    yield frame.heading(3, _("How long do we keep them?"))
    rows = [row for row in operations(pack.assessment) if row.retention.strip()]
    items = [(*said(row.name, bold=True), *plain(": "), *frame.mine(row.retention)) for row in rows]
    yield from _bullets(items) or [_gap()]


def _who(pack: Pack) -> Iterator[Block]:
    yield frame.heading(3, _("Who can see them?"))
    rows = [row for row in operations(pack.assessment) if row.access.strip()]
    yield from _bullets(frame.mine(text) for text in dict.fromkeys(row.access for row in rows))
    yield sentence(
        _(
            "These companies keep the data for us: %(names)s. They may only do with them what we"
            " ask.",
            names=ending(listed(processors(pack.assessment))),
        )
    )
    where = transfers(pack.assessment)
    if where:
        yield sentence(_("The data are here: %(places)s.", places=ending("; ".join(where))))


def _basis_words() -> dict[Article6, str]:
    """Return what each legal basis means to somebody who does not know the law."""
    return {
        Article6.PUBLIC_TASK: _("School must give lessons, and needs these data for that."),
        Article6.LEGAL_OBLIGATION: _("The law says that school must do this."),
        Article6.CONTRACT: _("This belongs to what you and the school agreed on."),
        Article6.VITAL_INTEREST: _("This is needed in an emergency."),
        Article6.LEGITIMATE_INTEREST: _(
            "School has a good reason for this, and weighed it against your privacy. You may object"
            " to it."
        ),
        Article6.CONSENT: _(
            "We ask your permission first. You may say no, and you may change your mind later. That"
            " has no bad effects for your child."
        ),
    }


def _may(pack: Pack) -> Iterator[Block]:
    yield frame.heading(3, _("May the school do this?"))
    chosen = {row.legal_basis for row in operations(pack.assessment) if row.legal_basis}
    found = [plain(text) for basis, text in _basis_words().items() if basis in chosen]
    yield from _bullets(found) or [_gap()]


def _examined(pack: Pack) -> Iterator[Block]:
    yield frame.heading(3, _("Is it safe?"))
    yield sentence(_("We examined the risks for your privacy. This is called a DPIA."))
    taken = pack.adoption.decision
    if taken is not None:
        yield sentence(
            _("The board decided on %(day)s. It looks again before %(next)s.", day=day(taken.on),
              next=day(taken.next_review))
        )  # fmt: skip
    measures = [said(view.title) for view in pack.assessment.measures if view.is_effective]
    if measures:
        yield sentence(_("This is what we do to keep the data safe:"))
        yield from _bullets(measures)
    yield from _limits(pack)


def _limits(pack: Pack) -> Iterator[Block]:
    """Yield what the examination was not about, also in plain words."""
    found = tuple(uncovered.runs(pack.assessment, is_plain=True))
    if found:
        title = _("Our examination is not about this:")
        yield Callout(title=title, paragraphs=found, tone=Tone.CAUTION)


def _rights(pack: Pack) -> Iterator[Block]:
    yield frame.heading(3, _("What can you ask of us?"))
    texts = (
        _("You may see which data we have."),
        _("You may have mistakes corrected."),
        _("You may ask us to remove data."),
        _("You may ask us to stop using data."),
        _("Is your child 16 or older? Then your child asks this."),
    )
    yield from _bullets(plain(text) for text in texts)


def _whom(pack: Pack) -> Iterator[Block]:
    yield frame.heading(3, _("Whom can you ask?"))
    yield sentence(_("Ask the teacher or the school first."))
    if pack.contacts:
        yield sentence(
            _("Privacy officer of our schools: %(who)s.", who=frame.contact(pack.contacts))
        )
    if pack.officers:
        yield sentence(
            _(
                "The data protection officer checks whether we do it right: %(who)s.",
                who=frame.contact(pack.officers),
            )
        )
    yield sentence(
        _(
            "Are you not satisfied? Then you can complain to the Data Protection Authority"
            " (Autoriteit Persoonsgegevens)."
        )
    )


def _for_pupils(pack: Pack) -> Iterator[Block]:
    product = frame.product(pack.assessment)
    yield sentence(_("At school you use %(product)s.", product=product))
    purposes = [frame.mine(row.purpose) for row in operations(pack.assessment) if row.purpose]
    if purposes:
        yield sentence(_("You use it for this:"))
        yield from _bullets(purposes)
    items = _data_items(pack)
    if items:
        yield sentence(_("This is what it knows about you:"))
        yield from _bullets(items)
    yield sentence(_("Do you not want something to be in it? Tell your teacher."))
    yield sentence(_("Do you see something of somebody else? Tell your teacher, too."))
    yield sentence(_("You may always ask what the school knows about you."))
    yield from _limits(pack)


def _notice(pack: Pack) -> Iterator[Block]:
    """Yield one paragraph with what GDPR art. 13 asks, to be put in the privacy notice."""
    assessed = pack.assessment
    rows, left = operations(assessed), ending("; ".join(uncovered.words(assessed)))
    bases = dict.fromkeys(label(row.legal_basis) for row in rows if row.legal_basis)
    data = names(assessed, dict.fromkeys(key for row in rows for key in row.data_items))
    texts = [
        _("%(board)s uses %(product)s of %(vendor)s.", board=pack.adoption.board.name,
          product=frame.product(assessed), vendor=ending(frame.vendor(assessed))),
        _("Purposes: %(items)s.", items=_once(row.purpose for row in rows)),
        _("Legal basis: %(items)s.", items=listed(bases)),
        _("Data: %(items)s.", items=_once([*data, *(row.other_data for row in rows)])),
        _("Retention: %(items)s.", items=_once(row.retention for row in rows)),
        _("Processors: %(items)s.", items=ending(listed(processors(assessed)))),
        _("Where the data are: %(items)s.", items=ending("; ".join(transfers(assessed)))),
        _("Data protection officer: %(items)s.", items=frame.contact(pack.officers)),
        _("Not examined in the DPIA: %(items)s.", items=left),
    ]  # fmt: skip
    yield sentence(" ".join(text for text in texts if not text.endswith(": .")))


def _once(items: Iterable[str]) -> str:
    """Return texts one after the other, each once and without its full stop."""
    texts = (" ".join(each.split()).rstrip(".") for each in items)
    return "; ".join(dict.fromkeys(text for text in texts if text))
