"""Words of the field that mean the same, in Dutch and English.

Every line is one notion. A text that uses any of its terms is indexed under the notion, so a
question in one word finds the texts that use another, and terms of several words match only
where they stand together.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from dpia_workbench.search.analysis import LANGUAGES, stem, tokens

NOTION = "~"
"""What the index term of a notion begins with."""

NOTIONS: Mapping[str, tuple[str, ...]] = {
    "avg": ("avg", "gdpr", "algemene verordening gegevensbescherming",
            "general data protection regulation"),
    "fg": ("fg", "dpo", "functionaris gegevensbescherming",
           "functionaris voor gegevensbescherming", "functionaris voor de gegevensbescherming",
           "data protection officer"),
    # Not "po" alone: in this field that is primary education.
    "privacy-officer": ("privacy officer", "privacyofficer", "privacyfunctionaris",
                        "privacymedewerker", "medewerker privacy", "privacycoordinator",
                        "privacy coordinator", "ibp coordinator", "ibp functionaris"),
    "own-dpia": ("eigen dpia", "lokale dpia", "eigen lokale dpia", "own dpia", "local dpia",
                 "own local dpia"),
    "dpia": ("dpia", "geb", "pia", "gegevensbeschermingseffectbeoordeling",
             "data protection impact assessment", "privacy impact assessment",
             "privacy effectbeoordeling"),
    "agreement": ("verwerkersovereenkomst", "dpa", "processor agreement",
                  "data processing agreement", "bewerkersovereenkomst",
                  "processing agreement"),
    "processor": ("verwerker", "processor", "data processor"),
    "subprocessor": ("subverwerker", "subprocessor", "sub processor"),
    "controller": ("verwerkingsverantwoordelijke", "controller", "data controller"),
    "subject": ("betrokkene", "data subject"),
    "supervisor": ("autoriteit persoonsgegevens", "ap", "dutch data protection authority",
                   "toezichthouder", "supervisory authority"),
    "personal-data": ("persoonsgegevens", "personal data"),
    "breach": ("datalek", "data breach", "inbreuk"),
    "transfer": ("doorgifte", "international transfer", "data transfer"),
    "retention": ("bewaartermijn", "retention period", "opslagtermijn"),
    "video-meeting": ("videobellen", "videovergaderen", "beeldbellen", "video meeting",
                      "video conferencing", "videoconferencing", "video call"),
    "las": ("leerlingvolgsysteem", "leerlingadministratiesysteem", "las", "lvs",
            "leerlingadministratie", "student information system",
            "student administration system", "studentinformatiesysteem",
            "studentenadministratie", "pupil tracking system"),
    "elo": ("elo", "elektronische leeromgeving", "digitale leeromgeving", "learning platform",
            "leerplatform", "lms", "learning management system",
            "learning environment", "virtual learning environment"),
    "learning-material": ("leermiddel", "lesmateriaal", "learning material",
                          "digitaal leermiddel", "learning resource"),
    "testing": ("toetssysteem", "toetsplatform", "assessment platform", "digitaal toetsen",
                "digital testing", "online testing"),
    "proctoring": ("proctoring", "online surveilleren", "online surveillance"),
    "microsoft-365": ("microsoft 365", "office 365", "m365", "o365"),
    "google-workspace": ("google workspace", "g suite", "gsuite", "google apps for education",
                         "google workspace for education"),
    "ai": ("ai", "kunstmatige intelligentie", "artificial intelligence",
           "artificiele intelligentie"),
    "pupil": ("leerling", "pupil"),
    "teacher": ("leraar", "leerkracht", "docent", "teacher"),
    "parent": ("ouder", "parent"),
    "risk": ("risico", "risk"),
    "measure": ("maatregel", "mitigating measure"),
    "encryption": ("versleuteling", "encryption", "encryptie"),
    "mfa": ("mfa", "2fa", "tweestapsverificatie", "tweefactorauthenticatie",
            "two factor authentication", "multi factor authentication",
            "meerfactorauthenticatie", "tweestapsaanmelding"),
    "sso": ("sso", "single sign on", "eenmalig aanmelden", "eenmalig inloggen"),
}  # fmt: skip

RELATED: Mapping[str, tuple[str, ...]] = {
    "privacy-officer": ("fg", "own-dpia"),
}
"""What a notion is about, for when no text names it: a privacy officer makes the own DPIA and
talks it over with the FG, who is somebody else."""

_Entry = tuple[tuple[str, ...], str]


def _by_first_word(language: str) -> dict[str, tuple[_Entry, ...]]:
    table: dict[str, list[_Entry]] = {}
    for notion, terms in NOTIONS.items():
        for term in terms:
            forms = [part for token in tokens(term) for part in token.parts]
            stems = tuple(stem(form, language=language) for form in forms)
            table.setdefault(stems[0], []).append((stems, notion))
    # The longest term first: whoever reads greedily gets the most exact notion.
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for first, entries in table.items()
    }


_TABLES = {language: _by_first_word(language) for language in LANGUAGES}


def notions(forms: Sequence[str], *, language: str) -> Iterator[tuple[int, int, str]]:
    """Return where (from, to) a text speaks of which notion, longest first at each place."""
    table = _TABLES[language]
    stems = tuple(stem(form, language=language) for form in forms)
    for start, first in enumerate(stems):
        for entry, notion in table.get(first, ()):
            if stems[start : start + len(entry)] == entry:
                yield start, start + len(entry), notion


def notion_term(notion: str) -> str:
    """Return the index term of a notion; no word of a text can look like it."""
    return f"{NOTION}{notion}"


def beginnings(wanted: Collection[str], *, language: str) -> frozenset[str]:
    """Return the stems with which a term of any of these notions begins."""
    return frozenset(
        first
        for first, entries in _TABLES[language].items()
        if any(notion in wanted for _, notion in entries)
    )
