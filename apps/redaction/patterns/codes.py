"""Codes that stand bare behind the word that says whose they are: "accession RAD-26-118830", "plate NE 84-K2207".

The shapes of ``numbers`` ask for "number", "no." or a colon between the two. Here the code itself must look like one:
letters and digits mixed, hyphens, or six digits at least; no date, no span of years, no amount, no range of a
result and no trial's number.
"""

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.patterns.recognizer import Shape, shape

_GAP = r"[\s:#=]*(?:(?i:number|no|num|id|identifier|code|is|was)\b\.?[\s:#=]*){0,2}"
_UNIT = (
    r"(?:%|10\*\d|[xX] ?10|\[(?i:ph|iu)\]|(?i:m?\[iu\]"
    r"|(?:[munµpfkcd]{1,2}(?:g|mol|iu|u|eq|l)|mol|iu|eq|[gul](?=/))(?![a-z0-9])|mm(?:\[hg\]|hg)?(?![a-z0-9])|k/ul|sec(?:onds?)?(?![a-z])|cells?/|copies/))"
)
# What a result is held against: a range with its unit, or one that closes a line as a rendering writes it.
_RANGE = (
    rf"\d{{1,4}}(?:\.\d{{1,3}})?[ ]?[\-–][ ]?\d{{1,4}}(?:\.\d{{1,3}})?[ ]?{_UNIT}"
    r"|\d{1,3}\.\d{1,3}[\-–]\d{1,3}\.\d{1,3}\)"
    r"|(?<=\b(?:high|low|normal|abnormal|critical)[a-z ]{0,12}; reference )[\d.]+[\-–][\d.]+\)"
)
_NO_CODE = (
    r"(?!(?:19|20)\d\d[\-/](?:19|20)?\d\d\b(?![\-/]\d)|\d{4}-\d\d-\d\d\b(?!-)|\d{1,2}[\-/.]\d{1,2}[\-/.]"
    r"(?:\d{4}|\d\d)\b(?!-)"
    rf"|{_RANGE}"
    r"|\d{8}(?:\d{4})?T|\d+[\-/.,]\d+[\-/.,]?\d*[ ]?(?i:mg|mcg|ml|mm|cm|kg|g|hours?|hrs?|days?|weeks?|units?|%)"
    r"|(?i:nct|icd|cpt|hcpcs|pmid|doi|loinc|isrctn|covid|grade|stage|type)[\-:\d])"
)
# Four digits at least and a letter or a hyphen, or six digits and more.
_CODE = (
    rf"{_NO_CODE}(?=(?:[A-Z\-./_]*\d){{4}})(?=\d{{6}}|[\dA-Z./_]*-|[\d\-./_]*[A-Z])"
    r"[A-Z0-9](?:[A-Z0-9_]|[\-./](?=[A-Z0-9])){3,31}(?![\w%])"
)
# Letters before digits, three of them: "8KX04Z", "MX-90-55512", and no "100mL" and no "V1".
_MIXED = r"(?=(?:[A-Z\-]*\d){3})(?=[A-Z0-9\-]*[A-Z][A-Z\-]*\d)[A-Z0-9](?:[A-Z0-9]|-(?=[A-Z0-9])){4,31}(?![\w%])"
_SPACED = (
    r"(?:[A-Z]{1,5}[ \-])?(?=(?:[A-Z \-]*\d){4})[A-Z0-9](?:[A-Z0-9]|[ ](?=\d{2,})|-(?=[A-Z0-9])){3,24}(?:["
    r" ][A-Z](?=[ ]*(?:$|[,;.)\n])|[ ]{2}))?(?!\w)"
)
_CODED = (
    "accession specimen job report passport slide block case claim invoice order band bracelet wristband sheet"
    " template"
    " tracking ref reference referral authorization authorisation auth prescription rx visit encounter csn har"
    " fin requisition"
    " study subject portal user username login ticket incident file folder docket warrant permit confirmation"
    " dictation"
    " transcription document form batch episode registry donor cohort participant enrollment enrolment"
    " randomization kit"
    " tin ein fein uid uuid guid voucher receipt policy contract application badge employee personnel staff"
    " student pin"
)
_DEVICES = (
    "transmitter receiver monitor recorder reader generator pump sensor meter pacemaker defibrillator icd loop"
    " implant"
    " prosthesis valve stent lead cpap bipap ventilator concentrator wheelchair scooter hearing tablet device"
    " stimulator"
    " controller glucometer inhaler"
)

_LICENCES = "licence license certificate certification cert credential registration permit"


def code_shapes() -> list[Shape]:
    """Return the shapes of codes behind a bare label."""
    return [*_codes(), *_plans(), *_things()]


def _label(words: str) -> str:
    return rf"\b(?i:{'|'.join(words.split())})s?\b"


def _codes() -> list[Shape]:
    return [
        shape(
            IdentifierKind.ID,
            rf"{_label(_CODED)}\.?{_GAP}\K{_CODE}",
            words=_CODED,
            digits=4,
            cased=True,
            reach=(2, 60),
        ),
        shape(
            IdentifierKind.ID,
            rf"\b(?i:blood|donor|rbc|platelet|plasma|cord\s+blood|transfusion)\s+(?i:unit|bag)\b{_GAP}\K{_CODE}",
            words="unit bag",
            digits=4,
            cased=True,
            reach=(20, 60),
        ),
        shape(
            IdentifierKind.MRN,
            rf"\b(?i:his|her|their|my|your|patient|chart|record|hospital|clinic)(?:['’]s)?\s+(?i:number|no\."
            rf"|id)\b{_GAP}\K{_CODE}",
            words="number no id",
            digits=4,
            cased=True,
            reach=(24, 60),
        ),
        shape(
            IdentifierKind.ID,
            r"(?<![\w/.\-])(?=[\w\-]*\d{4})[\w\-]{6,64}\.(?:jpe?g|png|gif|tiff?|dcm|heic|bmp|pdf|docx?|mp[34]"
            r"|mov|wav|m4a|avi)\b",
            words="jpg jpeg png gif tif tiff dcm heic bmp pdf doc docx mp mov wav m avi",
            digits=4,
            reach=(72, 8),
        ),
        # A code behind the sign for a number, whosever it is: "pathology #SP-25-10442".
        shape(IdentifierKind.ID, rf"(?<!\w)#[ ]?\K(?=[\d\-./_]*[A-Z]){_CODE}", marks=("#",), digits=4, cased=True),
        shape(IdentifierKind.ID, r"\b(?i:badge|shield)\b[\s:#]*\K\d{3,6}\b", words="badge shield", digits=3),
        shape(
            IdentifierKind.BIOMETRIC,
            r"\b(?i:palm|foot\s?prints?|finger\s?prints?|thumb\s?prints?|retina|iris|voice|face|facial|vein)\s+"
            rf"(?i:template|sheet|card|scan|image|record|file){_GAP}\K(?=[A-Z0-9\-]*\d{{3}}){_MIXED}",
            words="template sheet card scan image record file",
            digits=3,
            cased=True,
            reach=(28, 60),
        ),
    ]


def _plans() -> list[Shape]:
    labels = "medicaid medicare group grp member subscriber policy plan beneficiary insurance hmo ppo payer payor"
    return [
        shape(
            IdentifierKind.MEMBER_ID,
            rf"{_label(labels)}{_GAP}\K(?!\d{{1,3}}[ ]){_NO_CODE}{_SPACED}",
            words=labels,
            digits=4,
            cased=True,
            reach=(2, 60),
            check=_is_long,
        ),
        shape(
            IdentifierKind.MEMBER_ID,
            rf"\b(?:(?i:rx)[ ]?(?i:bin|pcn|grp|group)|BIN|RXID){_GAP}\K(?=[A-Z0-9]*\d{{3}})[A-Z0-9]{{4,15}}\b",
            words="bin pcn grp group rxbin rxpcn rxgrp rxgroup rxid",
            digits=3,
            cased=True,
            reach=(4, 40),
        ),
        shape(
            IdentifierKind.ACCOUNT,
            r"\b(?i:account|acct|card|visa|mastercard|amex|debit|credit|statement)\b[^\d\n.]{0,16}"
            r"\b(?i:end(?:ing|s)|last\s+(?:four|4)(?:\s+digits)?)\b(?:\s+(?:in|with|are|is))?[\s:#*xX.\-]*\K\d{3,6}\b",
            words="ending ends last",
            digits=3,
            cased=True,
            reach=(40, 30),
        ),
        shape(
            IdentifierKind.ACCOUNT,
            rf"{_label('account acct invoice claim statement bill guarantor')}\.?{_GAP}\K{_CODE}",
            words="account acct invoice claim statement bill guarantor",
            digits=4,
            cased=True,
            reach=(2, 60),
        ),
    ]


def _is_long(text: str) -> bool:
    """Say whether a code holds five digits: four with a word before them are a year or an amount."""
    return sum(character.isdigit() for character in text) > 4  # noqa: PLR2004


def _things() -> list[Shape]:
    return [
        shape(
            IdentifierKind.DEVICE,
            rf"\b(?i:serial|s/n|sn)\b\.?{_GAP}\K(?:{_CODE}|{_MIXED})",
            words="serial s sn",
            digits=3,
            cased=True,
            reach=(2, 60),
        ),
        shape(
            IdentifierKind.DEVICE,
            rf"{_label(_DEVICES)}{_GAP}\K{_MIXED}",
            words=_DEVICES,
            digits=3,
            cased=True,
            reach=(2, 60),
        ),
        shape(
            IdentifierKind.LICENCE,
            rf"{_label(_LICENCES)}{_GAP}\K{_CODE}",
            words=_LICENCES,
            digits=4,
            cased=True,
            reach=(2, 60),
        ),
        shape(
            IdentifierKind.VEHICLE,
            r"\b(?i:plates?|tags?|registration)\b[\s:#]*(?:(?i:is|was|number|no\.?)\s+)?\K"
            r"(?=(?:[A-Z \-]*\d){2})(?=[\d \-]*[A-Z])(?:[A-Z]{2}[ \-])?[A-Z0-9]{1,4}[ \-·]?[A-Z0-9]{2,5}(?![\w\-])",
            words="plate plates tag tags registration",
            digits=2,
            cased=True,
            reach=(2, 40),
        ),
    ]
