"""Streets: by the suffixes of the postal service, corners, and those of other countries."""

import regex

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.words import word_set
from apps.redaction.patterns.recognizer import Shape, shape
from apps.redaction.patterns.vocabulary import STATE_NAMES, STATES

CITY = (
    r"(?!(?:From|In|At|To|Near|Of|The|And|On|Lives|Moved)\b)\p{Lu}[\p{L}'’.\-]+(?:[ ](?:(?:de|del|la|of|upon"
    r"|on)[ ])?\p{Lu}[\p{L}'’\-]+){0,2}"
)
ANY_STATE = rf"(?:{STATES}|{STATE_NAMES})"
STATE_WORDS = " ".join(word for state in [*STATES.split("|"), *STATE_NAMES.split("|")] for word in state.split())
ZIP_CODE = r"\d{5}(?:[\-–][ ]?\d{4})?"
_STREET_SURE = (
    r"Street|Avenue|Road|Lane|Boulevard|Drive|Terrace|Circle|Highway|Parkway|Square|Row|Trail"
    r"|Turnpike|Crescent|Alley|Ave|Blvd|Rd"
    r"|Ln|Hwy|Pkwy|Cir|Ter|Sq"
)
_STREET_SHORT = r"(?:St|Dr|Ct|Pl|Way|Court|Place|Loop)\.?(?=\s*(?:[,;\n]|$)|\s+(?:Apt|Unit|Suite|Ste|#|in\b|\p{Lu}))"
# USPS Publication 28, appendix C1, less what clinical prose and given names use too: a comma, a line's end or a unit
# follows.
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
_CORNER = (
    r"(?:\d{1,5}[ ])?(?:(?:ul|av|al|pl)\.[ ])?\p{Lu}[\p{L}'’.\-]*(?:[ ](?:(?:de|la|do|da|van|u\.|del)[ ])?"
    r"(?:\p{Lu}[\p{L}'’\-]*|\d{1,4}\b\.?"
    r"|str\b|kapu|street|avenue|road))*"
)
_DOCTOR = regex.compile(
    r"\b(?:Dear|Ref|Referring|Referred|PCP|Attending|Attn|To|From|By|With|Per|Consultant|Physician|Surgeon):?\s+Dr\.?$"
)
_FREE_STREET = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl"
    r"|way|terrace|circle|cir|highway|hwy|parkway|pkwy|row|trail)"
)


def _ends_in_no_doctor(found: str) -> bool:
    """Say whether "Dr." at the end is a drive: "12 Elm Dr.", not "00-5107-66  Ref Dr." or a date before "Dear Dr."."""
    return _DOCTOR.search(found) is None


def street_shapes() -> list[Shape]:
    """Return the shapes of streets with their numbers."""
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
            check=_ends_in_no_doctor,
        ),
        shape(
            IdentifierKind.ADDRESS,
            rf"(?<![\d.])\b\d{{1,6}}\s+(?:[\w.'’\-]+\s+){{1,4}}?{_FREE_STREET}\b\.?(?:,?\s+(?:apt|unit"
            rf"|suite|ste|#)\.?\s*#?\w{{1,6}})?,?\s+"
            rf"(?:[\p{{L}}.'’\-]+,?\s+){{1,3}}?(?:{STATES}|{STATE_NAMES})\.?,?\s+{ZIP_CODE}(?!\d)",
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
            rf"(?<![\d.])\b\d{{1,6}}[A-Z]?[ ](?:\p{{Lu}}[\p{{L}}'’.\-]*[ ]?){{1,4}},[ ]?{CITY},?["
            rf" ]{ANY_STATE}\.?,?[ ]{ZIP_CODE}(?!\d)",
            words=STATE_WORDS,
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
            r"(?<!\p{L})(?:Via|Viale|Piazza|Corso|Calle|C/|Avenida|Avda|Av|Rua|Rúa|Rue|rue|Plaza|Paseo|ul|Ulica"
            r"|Praça|Travessa"
            r"|Carrer|Largo|Strada)\.?[ ](?:(?:de|del|della|dei|la|le|los|las|do|da|dos|du|des)["
            r" ]){0,2}\p{Lu}[\p{L}'’\-]+"
            r"(?:[ ][\p{L}'’\-]+){0,4}?,?[ ]\d{1,5}[A-Za-z]?\b(?![.,]?\d|[ ]?(?:mg|ml|%))",
            words=(
                "Via Viale Piazza Corso Calle C Avenida Avda Av Rua R Rue rue Plaza Paseo ul Ulica Pra"
                " Travessa Carrer Largo Strada"
            ),
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
