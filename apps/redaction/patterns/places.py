"""Addresses, towns with their state, and postal codes. Case matters, but where state and code complete an address."""

from apps.redaction.domain.allow_list import is_clinical
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind
from apps.redaction.domain.words import word_set
from apps.redaction.patterns.gazetteer import PLACES
from apps.redaction.patterns.recognizer import Shape, shape
from apps.redaction.patterns.vocabulary import STATE_NAMES, STATES

_STREET_SURE = (
    r"Street|Avenue|Road|Lane|Boulevard|Drive|Terrace|Circle|Highway|Parkway|Square|Row|Trail"
    r"|Turnpike|Crescent|Alley|Ave|Blvd|Rd"
    r"|Ln|Hwy|Pkwy|Cir|Ter|Sq"
)
_STREET_SHORT = r"(?:St|Dr|Ct|Pl|Way|Court|Place|Loop)\.?(?=\s*(?:[,;\n]|$)|\s+(?:Apt|Unit|Suite|Ste|#|in\b|\p{Lu}))"
# USPS Publication 28, appendix C1, less what clinical prose and given names use too; a comma, a line's end or a unit follows.
_STREET_RARE = (
    r"(?:Wharf|Quay|Close|Mews|Gardens?|Grove|Hills?|Ridge|Crossing|Path|Pike|Plaza|Heights|Walk|View|Vista"
    r"|Landing|Manor|Meadows?"
    r"|Glen|Greens?|Commons?|Coves?|Estates?|Expressway|Freeway|Harbors?|Hollow|Isle|Knolls?|Mills?|Orchard"
    r"|Passage|Pines|Shores?"
    r"|Summit|Trace|Valley|Village|Viaduct|Steps|Bypass|Causeway|Courts|Bluffs?|Bend|Brook|Canyon|Cliffs?|Crest"
    r"|Dale|Falls"
    r"|Fields?|Flats?|Forest|Forge|Gateway|Junction|Lakes?|Meadow|Oval|Overpass|Park|Point|Prairie|Ranch"
    r"|Rapids?|River|Route"
    r"|Springs?|Spur|Station|Terraces|Throughway|Tunnel|Turn|Union|Extension|Mall|Loop|End|Croft|Rise|Drove|Parade)"
    r"(?=\s*(?:[,;\n]|$)|\s+(?:Apt|Unit|Suite|Ste|#))"
)
_UNIT = (
    r"(?:,?\s+\d{1,2}(?:st|nd|rd|th)\s+(?:Floor|Fl)\b|,?\s+(?:(?:Apt|Apartment|Unit|Suite|Ste|Floor|Rm"
    r"|Room)\.?\s*#?\s*|#\s*)(?=\w{0,5}\d|[A-Z]\b)\w{1,6})?"
)
_QUARTER = r"(?:(?:[NSEW]|North|South|East|West|N[EW]|S[EW])\.?\s+)?"
_ABROAD_AFTER = (
    r"\p{Lu}[\p{L}\-]*(?:straße|strasse|straat|gatan|gata|vägen|veien|vegen|vej|gade|laan"
    r"|weg|platz|gasse|allee|dreef|plein|kade|katu|tie|singel|gracht)"
)
_ABROAD_MARKS = tuple(
    f"{ending} "
    for ending in sorted(
        word_set(
            "straße strasse straat gatan gata vägen veien vegen vej gade"
            " laan weg platz gasse allee dreef plein kade katu tie singel"
            " gracht"
        )
    )
)
_ABROAD_WORDS = (
    "rue via viale piazza corso calle avenida av rua a travessa plaza paseo carrer"
    " chemin impasse place boulevard quai ul ulica"
)
_STREET_WORDS = (
    "Street Avenue Road Lane Boulevard Drive Terrace Circle Highway Parkway Square Row Trail"
    " Turnpike Crescent Alley Ave Blvd Rd Ln Hwy"
    " Pkwy Cir Ter Sq St Dr Ct Pl Way Court Place Loop"
)
_STREET_RARE_WORDS = (
    "Wharf Quay Close Mews Garden Gardens Grove Hill Hills Ridge Crossing Path Pike Plaza Heights Walk View"
    " Vista Landing Manor"
    " Meadow Meadows Glen Green Greens Common Commons Cove Coves Estate Estates Expressway Freeway Harbor"
    " Harbors Hollow Isle"
    " Knoll Knolls Mill Mills Orchard Passage Pines Shore Shores Summit Trace Valley Village Viaduct Steps"
    " Bypass Causeway"
    " Courts Bluff Bluffs Bend Brook Canyon Cliff Cliffs Crest Dale Falls Field Fields Flat Flats Forest Forge"
    " Gateway Junction"
    " Lake Lakes Oval Overpass Park Point Prairie Ranch Rapid Rapids River Route Spring Springs Spur Station Terraces"
    " Throughway Tunnel Turn Union Extension Mall End Croft Rise Drove Parade"
)
_ABROAD_BEFORE = (
    r"(?:rue|Rue|via|Via|Viale|Piazza|Corso|Calle|calle|Avenida|avenida|Av|Rua|rua|rúa|Travessa|Praça"
    r"|Plaza|Paseo|paseo|Carrer|Chemin|chemin"
    r"|Impasse|Place|Boulevard|Quai|Allée|ul|ulica|Ulica)"
)
_CITY = r"(?!(?:From|In|At|To|Near|Of|The|And|On|Lives|Moved)\b)\p{Lu}[\p{L}'’.\-]+(?:[ ](?:(?:de|del|la|of|upon|on)[ ])?\p{Lu}[\p{L}'’\-]+){0,2}"
_CORNER = (
    r"(?:\d{1,5}[ ])?(?:(?:ul|av|al|pl)\.[ ])?\p{Lu}[\p{L}'’.\-]*(?:[ ](?:(?:de|la|do|da|van|u\.|del)[ ])?"
    r"(?:\p{Lu}[\p{L}'’\-]*|\d{1,4}\b\.?"
    r"|str\b|kapu|street|avenue|road))*"
)
_ANY_STATE = rf"(?:{STATES}|{STATE_NAMES})"
_STATE_WORDS = " ".join(word for state in [*STATES.split("|"), *STATE_NAMES.split("|")] for word in state.split())
_CREDENTIAL_STATES = frozenset({"MD", "PA"})
_CODE = r"\d{5}(?:[\-–][ ]?\d{4})?"
_SPACED_CODE = r"\d(?:[ ]?\d){4}(?:[ ]?[\-–][ ]?\d(?:[ ]?\d){3})?"
_FREE_STREET = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl"
    r"|way|terrace|circle|cir|highway|hwy|parkway|pkwy|row|trail)"
)


def place_shapes() -> list[Shape]:
    """Return the shapes of addresses, towns and postal codes."""
    return [*_streets(), *_boxes(), *_towns(), *_codes()]


def _streets() -> list[Shape]:
    words = _QUARTER + r"(?:\p{Lu}[\p{L}'’.\-]*\s+|\d{1,3}(?:st|nd|rd|th)\s+){1,3}?"
    return [
        shape(
            IdentifierKind.ADDRESS,
            rf"(?<![\d.])\b\d{{1,6}}[A-Z]?,?\s+{words}(?:(?:{_STREET_SURE})\b\.?|{_STREET_SHORT}"
            rf"|{_STREET_RARE})(?:[ ](?:[NS][EW]?|[EW])\b\.?)?{_UNIT}",
            words=f"{_STREET_WORDS} {_STREET_RARE_WORDS}",
            digits=1,
            reach=(60, 40),
            cased=True,
        ),
        shape(
            IdentifierKind.ADDRESS,
            rf"(?<![\d.])\b\d{{1,6}}\s+(?:[\w.'’\-]+\s+){{1,4}}?{_FREE_STREET}\b\.?(?:,?\s+(?:apt|unit"
            rf"|suite|ste|#)\.?\s*#?\w{{1,6}})?,?\s+"
            rf"(?:[\p{{L}}.'’\-]+,?\s+){{1,3}}?(?:{STATES}|{STATE_NAMES})\.?,?\s+{_CODE}(?!\d)",
            words="street st avenue ave road rd lane ln drive dr boulevard blvd court ct place pl"
            " way terrace circle cir highway hwy parkway pkwy row trail",
            digits=1,
        ),
        shape(
            IdentifierKind.ADDRESS,
            rf"(?:\b(?:the\s+)?(?:corner|intersection)\s+of\s+){_CORNER}(?:\s+and\s+|[ ]*&[ ]*){_CORNER}",
            words="corner intersection",
            cased=True,
        ),
        # A number, words with capitals, a town, its state and its code: whatever the street is called.
        shape(
            IdentifierKind.ADDRESS,
            rf"(?<![\d.])\b\d{{1,6}}[A-Z]?[ ](?:\p{{Lu}}[\p{{L}}'’.\-]*[ ]?){{1,4}},[ ]?{_CITY},?["
            rf" ]{_ANY_STATE}\.?,?[ ]{_CODE}(?!\d)",
            words=_STATE_WORDS,
            digits=5,
            cased=True,
            reach=(100, 40),
        ),
        # What people type without capitals: a house, its street and, behind a comma, its town.
        shape(
            IdentifierKind.ADDRESS,
            r"\b(?:at|to|is|on|live[sd]?|address|home)[ :]+\K\d{1,5}[ ][a-z]+(?:[ ][a-z]+)?[ ](?:st|street|ave"
            r"|avenue|rd|road|ln|lane"
            r"|blvd|ct|court|drive|terrace|way|hwy|end)\b\.?(?:,[ ][a-z]+(?:[ ][a-z]+)?(?=[.,;\"\n]|$|["
            r" ][a-z]{2}[ ]\d{5}))?",
            words="st street ave avenue rd road ln lane blvd ct court drive terrace way hwy end",
            digits=1,
            cased=True,
            reach=(50, 40),
        ),
        shape(
            IdentifierKind.ADDRESS,
            rf"(?:\b\d{{1,5}}[ ,]+)?\b{_ABROAD_AFTER}[ ]\d{{1,4}}[A-Za-z]?\b",
            marks=_ABROAD_MARKS,
            digits=1,
            cased=True,
        ),
        shape(
            IdentifierKind.ADDRESS,
            rf"(?:\b\d{{1,5}}[ ,]+){{1,2}}{_ABROAD_BEFORE}\.?(?:[ ](?:de|du|des|la|le|da|do|dos|das"
            rf"|della|del|di|e|l['’]|d['’]))*(?:[ ]?[\p{{L}}'’\-]+){{1,3}}?(?:[ ]\d{{1,5}}\b"
            rf"|(?=\s*[\n,;.]|$))",
            words=_ABROAD_WORDS,
            digits=1,
            cased=True,
        ),
        shape(
            IdentifierKind.ADDRESS,
            r"(?<!\p{L})(?:Via|Viale|Piazza|Corso|Calle|C/|Avenida|Avda|Av|Rua|Rúa|Rue|rue|Plaza|Paseo|ul|Ulica|Praça|Travessa"
            r"|Carrer|Largo|Strada)\.?[ ](?:(?:de|del|della|dei|la|le|los|las|do|da|dos|du|des)[ ]){0,2}\p{Lu}[\p{L}'’\-]+"
            r"(?:[ ][\p{L}'’\-]+){0,4}?,?[ ]\d{1,5}[A-Za-z]?\b(?![.,]?\d|[ ]?(?:mg|ml|%))",
            words="Via Viale Piazza Corso Calle C Avenida Avda Av Rua R Rue rue Plaza Paseo ul Ulica Pra Travessa Carrer Largo Strada",
            digits=1,
            cased=True,
            reach=(2, 60),
        ),
        shape(
            IdentifierKind.ADDRESS,
            r"(?:\b\d{1,5}[ ,]+)?\b\p{Lu}[\p{L}\-]+(?:[ ][\p{L}\-]+){0,2}[ ](?:útja|utca|út|tér|körút"
            r"|ulice|ulica|street|Street)[ ]\d{1,4}\b\.?",
            marks=("útja", "utca", "út ", "tér ", "körút", "ulice", "ulica", "treet "),
            digits=1,
            cased=True,
        ),
    ]


def _boxes() -> list[Shape]:
    return [
        shape(
            IdentifierKind.ADDRESS,
            r"\b(?:P\.?\s?O\.?|Post\s+Office)\s*Box\s+#?\d+\b|\b(?:PSC|CMR|Unit|RR"
            r"|HC)\s+\d+,?\s+Box\s+\d+\b|\b(?:US[NC]?S|USCGC)\s+\p{Lu}\p{L}+(?=,?\s+[AFD]PO)",
            words="box psc cmr uss usns uscgc apo fpo dpo",
        ),
        shape(IdentifierKind.ADDRESS, rf"\b[AFD]PO,?\s+A[AEP],?\s+{_CODE}\b", words="apo fpo dpo", digits=1),
        shape(
            IdentifierKind.ADDRESS,
            r"(?:^|(?<=[,\n>?]))[ \t]*\K(?:Apt|Apartment|Suite|Ste|Flat|Unit)\.?[ ]#?(?=\w{0,5}\d|[A-Z],)\w{1,6}\b",
            words="apt apartment suite ste flat unit",
            digits=1,
        ),
        shape(
            IdentifierKind.ADDRESS,
            r"(?:(?<=\p{L}[ ])(?:Apt|Apartment|Suite|Ste)|(?<=\bat[ ])(?:Unit|Flat))\.?[ ]#?(?=\w{0,5}\d"
            r"|[A-Z],)\w{1,6}\b",
            words="Apt Apartment Suite Ste Unit Flat",
            digits=1,
            cased=True,
        ),
        # A house number, a name and a number again: "27534 Thorsgata 63", "17693 Kiraly u. 15".
        shape(
            IdentifierKind.ADDRESS,
            r"(?<![\d.,/\-])\d{3,6}[ ]\p{Lu}[\p{L}.'’\-]*(?:[ ][\p{L}.'’\-]+){0,5}[ ]\d{1,5}[A-Za-z]?\b"
            r"(?=\.?[ ]*(?:,[ ]*\p{Lu}|\n|$|(?:Apt|Suite|St|street)\b))",
            digits=4,
            cased=True,
            doubtful=True,
            reach=(2, 70),
        ),
    ]


def _towns() -> list[Shape]:
    return [
        shape(
            IdentifierKind.PLACE,
            rf"\b{_CITY}(?=,?\s+(?:{_ANY_STATE})\.?,?\s+\d{{5}})|\b{_CITY}(?=,\s*{_ANY_STATE}(?!\p{{L}}))",
            words=_STATE_WORDS,
            reach=(64, 40),
            cased=True,
            doubtful=True,
        ),
        # What leaves: the state beside a town says where the town is, and goes with it.
        shape(
            IdentifierKind.PLACE,
            rf"\b{_CITY},\s*{_ANY_STATE}(?!\p{{L}})",
            words=_STATE_WORDS,
            reach=(64, 40),
            cased=True,
            policy=BoundaryPolicy.HOSTED,
            check=_is_town,
        ),
        shape(
            IdentifierKind.PLACE,
            r"\b\p{Lu}[\p{L}'’\-]+(?:[ ]\p{Lu}[\p{L}'’\-]+)?[ ](?:County|Parish|Township|Borough"
            r"|Village)\b(?![ ](?:Hospital|Clinic|Medical))"
            r"|\b\p{Lu}\p{L}+(?:[ ]\p{Lu}\p{L}+)?(?=[ ](?:metro|metropolitan|suburb|neighbou?rhood|area\b))",
            words="county parish township borough village metro metropolitan suburb neighborhood neighbourhood area",
            cased=True,
            doubtful=True,
        ),
    ]


def _is_town(text: str) -> bool:
    """Say whether a town stands before its state: two words before MD or PA are more often a person's name."""
    town, _, state = text.partition(",")
    return not (is_clinical(town) or (state.strip() in _CREDENTIAL_STATES and " " in town and not _is_listed(town)))


def _is_listed(town: str) -> bool:
    words = tuple(town.casefold().split())
    return words in PLACES.get(words[0], ())


def _codes() -> list[Shape]:
    return [
        shape(
            IdentifierKind.ZIP,
            rf"\b(?:{_ANY_STATE})\.?,?\s+\K{_CODE}(?![\d\-])",
            words=_STATE_WORDS,
            digits=5,
            cased=True,
        ),
        shape(
            IdentifierKind.ZIP,
            rf"\b(?:zip|postal)(?:\s?\+\s?4)?(?:\s?codes?)?\s*[:#=]?\s*(?:is\s+"
            rf"|of\s+)?\K(?:{_SPACED_CODE}|\d{{3}}(?:\*\*|xx|00)?)(?![\d\-])",
            words="zip zipcode postal",
            digits=1,
        ),
        shape(IdentifierKind.ZIP, r"(?<![\d\-.#])\b\d{5}-\d{4}\b(?![\d\-])", digits=9),
        # Canada, with its space; the United Kingdom, at the end of a line or behind a comma or a town.
        shape(
            IdentifierKind.ZIP,
            r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ \-]\d[ABCEGHJ-NPRSTV-Z]\d\b",
            digits=2,
            cased=True,
            reach=(8, 8),
        ),
        shape(
            IdentifierKind.ZIP,
            r"(?:(?<=[,\n][ ]?)|(?<=\p{Lu}\p{Ll}{2,}[ ]))[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKPSTUW]?["
            r" ]\d[ABD-HJLNP-UW-Z]{2}\b(?![ ]?\d)",
            digits=2,
            cased=True,
            reach=(8, 8),
        ),
    ]
