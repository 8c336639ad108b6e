"""Words the general rules get wrong: stop words, and families the Dutch stemmer splits."""

_DUTCH = """
aan al alle als ben bij daar dan dat de der deze die dit doen door dus een en er ge geen had heb
hebben heeft het hier hij hoe hun ik in is je jij jullie kan kun kunnen maar mag me meer mee men
met mij mijn moet moeten mogen na naar niet nog nu of om omdat onder ons onze ook op over te ten
ter tot toch u uit uw van veel voor waar wanneer waarom was wat we wel welke werd wie wij wil
willen worden wordt ze zich zij zijn zo zonder zou zullen
"""
_ENGLISH = """
a about all also an and any are as at be because been but by can could did do does for from had
has have how i if in into is it its may me more must my no not of on or our out shall should so
some such than that the their them then there these they this those to us use was we were what
when where which who why will with would you your
"""
STOP = frozenset(_DUTCH.split()) | frozenset(_ENGLISH.split())

# One family a line: the first word is the stem of all. Compounds follow the nouns:
# schooltoetsen is treated as school + toetsen.
_NOUNS = """
kind kinderen kinds
toets toetsen
gegeven gegevens
mens mensen
plaats plaatsen
kans kansen
grens grenzen
wens wensen
dienst diensten
lens lenzen
adres adressen
proces processen
succes successen
advies adviezen
verlies verliezen
examen examens
tentamen tentamens
risico risicos
foto fotos
video videos
camera cameras
regio regios
programma programmas
agenda agendas
schema schemas
thema themas
database databases
categorie categorien categorieen
lid leden
stad steden
oog ogen
bijles bijlessen
gastles gastlessen
betrokkene betrokkenen
school scholen
leerkracht leerkrachten
jongere jongeren
wachtwoord wachtwoorden
"""
# Words of people, which the English stemmer makes into words of things: officer becomes office.
_PERSONS = """
officer officers
controller controllers
processor processors
"""
_VERBS = """
toets getoetst toetst toetsing
beveil beveiliging beveiligd beveiligt beveiligen
beoordel beoordeling beoordelingen beoordeelt beoordeeld beoordeel beoordelen
verwerk verwerking verwerkingen verwerkt verwerkte verwerken
gebruik gebruikt gebruikte gebruiken
verwijder verwijdering verwijderd verwijdert verwijderen
versleutel versleuteling versleuteld versleutelt versleutelen
opslag opgeslagen opslaan
toestem toestemming toestemmingen toestemmen toegestemd
wet wetten wettelijk wettelijke
onderzoek onderzoeken onderzocht
bewar bewaring bewaard bewaart bewaren
del delen deelt gedeeld
meld melding meldingen meldt gemeld melden
"""


def _families(table: str) -> dict[str, str]:
    lines = (line.split() for line in table.strip().splitlines())
    return {form: forms[0] for forms in lines for form in forms}


NOUNS = _families(_NOUNS)
FAMILIES = NOUNS | _families(_VERBS)
PERSONS = _families(_PERSONS)

# Only nouns this long are looked for at the end of a compound: "oog" would be found in "droog".
_LONG_ENOUGH = 5
COMPOUND_ENDINGS = tuple(
    sorted((form for form in NOUNS if len(form) >= _LONG_ENOUGH), key=len, reverse=True)
)
