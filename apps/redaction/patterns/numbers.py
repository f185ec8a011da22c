"""Numbers that their label or their check digits give away: records, plans, accounts, licences, vehicles, devices."""

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.patterns.checks import is_card, is_dea, is_iban, is_npi, is_vin
from apps.redaction.patterns.recognizer import Shape, shape
from apps.redaction.patterns.vocabulary import LABEL_END, VALUE

_VIN = r"[A-HJ-NPR-Z0-9]{17}"
_PLATE = r"(?=[A-Z\- ]{0,7}\d)[A-Z0-9]{1,4}[ \-]?[A-Z0-9]{2,5}\b"
_BIOMETRIC = (
    r"(?:finger\s?print|palm\s?print|iris|retina(?:l)?|voice\s?print|face\s?print|facial|biometric)s?"
    r"(?:\s+(?:scan|template|recognition|image|hash|record|enrol?lment))*"
)


def _records() -> list[Shape]:
    return [
        shape(
            IdentifierKind.MRN,
            r"\b(?:MRN|MR(?=\s?(?:#|no\b|number))|EMR(?=\s*[:#])|UR\s?number|URN(?=\s*[:#])"
            r"|hosp(?:ital)?\s+(?:number|no|id|#)|med(?:ical)?\.?\s*rec(?:ord)?s?\.?"
            r"(?=\s*(?:number|no\b|num\b|#|id|:|is|[A-Z]{0,3}-?\d))|chart(?=\s*(?:number|no\b|#|id))"
            rf"|(?:patient|pt)(?=\s*(?:id|no|number|identifier|#)\b|\s*#)){LABEL_END}-?\K{VALUE}",
            words="mrn medrec mr emr ur urn hosp hospital med medical rec record records chart patient pt",
            digits=1,
        ),
        shape(
            IdentifierKind.MEMBER_ID,
            r"\b(?:(?:member|subscriber|beneficiary|enrollee|policy\s?holder|medicare|medicaid"
            r"|health\s?plan|plan|hicn|mbi|hbn|hpbn|cin"
            r"|rx\s?(?:grp|bin|pcn)|group|grp|policy)(?=\s*(?:id|number|no\b|num\b|identifier|[:#]))"
            r"|ins(?:ur(?:ance)?)?\.?(?:\s+(?:plan|policy|card|member|group))?(?=\s*(?:id|number|no\b"
            r"|num\b|is|[:#]|[A-Z]{0,4}-?\d{4})))"
            rf"{LABEL_END}\K{VALUE}",
            words="member subscriber beneficiary enrollee policyholder holder medicare medicaid plan"
            " healthplan hicn mbi hbn hpbn cin rx rxgrp"
            " rxbin rxpcn group grp policy ins insur insurance",
            digits=1,
        ),
        shape(
            IdentifierKind.MEMBER_ID,
            r"(?<![\w\-])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?![\w\-])",
            digits=5,
            cased=True,
        ),
        shape(
            IdentifierKind.ACCOUNT,
            rf"\b(?:account|acct|invoice|claim|routing|guarantor|billing|loan)(?=\.?\s*(?:id|number"
            rf"|no\b|num\b|#|:|is\b)){LABEL_END}\K{VALUE}",
            words="account acct invoice claim routing guarantor billing loan",
            digits=1,
        ),
        shape(
            IdentifierKind.ACCOUNT,
            r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b",
            digits=8,
            cased=True,
            check=is_iban,
        ),
        shape(
            IdentifierKind.ACCOUNT,
            r"\bIBAN\W{0,6}(?:is\s+)?\K[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){2,8}\b",
            words="iban",
            digits=1,
        ),
        shape(IdentifierKind.CARD, r"(?<![\d.\-])(?:\d[ \-]?){12,18}\d(?![\d\-])", digits=13, check=is_card),
        shape(
            IdentifierKind.CARD,
            r"\b(?:card|cc|visa|mastercard|amex|discover)\b[^\d\n]{0,24}\K(?:\d[ \-]?){11,18}\d(?![\d\-])",
            words="card cc visa mastercard amex discover",
            digits=12,
        ),
    ]


def _certificates() -> list[Shape]:
    return [
        shape(
            IdentifierKind.LICENCE,
            r"\b(?:driver['’]?s?\s+)?licen[sc]e\s*(?:number|no|#|id|is|:)(?:\s*(?:number|no|is))*\W{0,3}\K" + VALUE,
            words="license licence",
            digits=1,
        ),
        shape(
            IdentifierKind.LICENCE,
            rf"\b(?:DLN?|CDL)\s*(?:number|no\b|#|:){LABEL_END}\K{VALUE}",
            words="dl dln cdl",
            digits=1,
        ),
        shape(
            IdentifierKind.LICENCE,
            rf"\b(?:DEA|certificate|cert|registration|passport|visa|board)(?=\s*(?:id|number|no\b"
            rf"|num\b|#|:|is\b)){LABEL_END}\K{VALUE}",
            words="dea certificate cert registration passport visa board",
            digits=1,
        ),
        shape(IdentifierKind.LICENCE, r"\b[A-Z][A-Z9]\d{7}\b", digits=7, cased=True, check=is_dea),
        shape(IdentifierKind.LICENCE, rf"\bNPI{LABEL_END}\K\d{{10}}\b", words="npi", digits=1),
        shape(IdentifierKind.LICENCE, r"(?<![\d.\-(+])[12]\d{9}(?![\d.\-])", digits=10, check=is_npi),
        shape(IdentifierKind.VEHICLE, rf"\bVIN{LABEL_END}\K{_VIN}\b", words="vin", digits=1),
        shape(IdentifierKind.VEHICLE, rf"\b{_VIN}\b", digits=4, cased=True, check=is_vin),
        shape(
            IdentifierKind.VEHICLE,
            r"\b(?:(?:licen[sc]e|vehicle|number|car|registration)\s+plate|plate(?=\s*(?:number|no\b|#"
            r"|:))|vehicle\s+(?:registration|tag|id)|tag\s+(?:number|no\b|#))"
            rf"{LABEL_END}\K{_PLATE}",
            words="plate vehicle tag",
            digits=1,
        ),
    ]


def _things() -> list[Shape]:
    return [
        shape(
            IdentifierKind.DEVICE,
            rf"\b(?:(?:serial|device|implant|lot|model|pump|pacemaker|generator|lead|sensor"
            rf"|batch)\s+(?:number|no\b|id|identifier|#|sn)\.?|serial(?=\s*[:#])"
            rf"|s/n|sn(?=\s*[:#])|udi(?:-di)?|imei|ref(?=\s*[:#]\s*[A-Z]*\d)){LABEL_END}\K{VALUE}",
            words="s serial device implant lot model pump pacemaker generator lead sensor batch sn udi imei ref",
            digits=1,
        ),
        shape(IdentifierKind.DEVICE, r"\(01\)\s?\d{14}(?:\s?\(\d{2}\)\s?[A-Za-z0-9\-./]{2,20})*", marks=("(01)",)),
        shape(
            IdentifierKind.DEVICE, r"(?<![\w:])(?:[0-9A-F]{2}[:\-]){5}[0-9A-F]{2}(?![\w:])", marks=(":", "-"), digits=2
        ),
        shape(
            IdentifierKind.BIOMETRIC,
            rf"\b{_BIOMETRIC}\s*(?:id|identifier|number|no|#|template|hash|code"
            rf"|:){LABEL_END}\K(?=[\w\-]*\d)[A-Za-z0-9\-]{{4,64}}",
            words="fingerprint fingerprints finger palm palmprint iris retina retinal voiceprint"
            " voice faceprint facial biometric biometrics",
            digits=1,
        ),
        shape(
            IdentifierKind.ID,
            r"\b(?:(?:ref(?:erence)?|case|confirmation|tracking|ticket|order|accession|visit"
            r"|encounter|subject|participant|specimen|sample"
            r"|badge|employee|staff|student|user|site|referral|authorization|auth|request|record"
            r"|incident|service|military|alien|tax|national|screening|enrol?lment)"
            rf"\.?\s*(?:number|no\b\.?|num\b|#|id\b|identifier|code)){LABEL_END}\K(?=(?:[A-Za-z\-./]*\d){{4}}){VALUE}",
            words="ref reference case confirmation tracking ticket order accession visit encounter"
            " subject participant specimen sample badge"
            " employee staff student user site referral authorization auth request record incident"
            " service military alien tax national"
            " screening enrollment enrolment",
            digits=1,
        ),
        shape(
            IdentifierKind.ID,
            rf"\b(?:ID|identifier)\b{LABEL_END}\K(?=(?:[A-Za-z\-./]*\d){{4}}){VALUE}",
            words="id identifier",
            digits=1,
        ),
        shape(
            IdentifierKind.ID,
            r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
            marks=("-",),
            digits=4,
        ),
    ]


def _social_security() -> list[Shape]:
    return [
        shape(IdentifierKind.SSN, r"(?<![\d\-])\d{3}[-–]\d{2}[-–]\d{3}[\dXx*](?![\d\-])", digits=8),
        shape(IdentifierKind.SSN, r"(?<![\w*])(?:[X*#]{3}[- ]?[X*#]{2}|[X*#]{5})[- ]?\d{4}(?!\d)", digits=4),
        shape(
            IdentifierKind.SSN,
            r"\b(?:ssn|ss\s?#|ss\s?no|soc\.?\s?sec|social\s+security|itin|tin\b"
            r"|ein\b)\D{0,20}?\K\d{3}[\s.\-]?\d{2}[\s.\-]?\d{3}[\dX]\b",
            words="ssn ss soc social itin tin ein",
            digits=1,
        ),
        shape(
            IdentifierKind.SSN,
            r"\b(?:ssn|ss\s?#|social(?:\s+security)?)\b[^\d\n]{0,24}(?:last\s+(?:4|four)"
            r"|ending(?:\s+(?:in|with))?|ends?\s+(?:in|with))\D{0,14}\K\d{4}\b",
            words="ssn ss social",
            digits=1,
        ),
        shape(
            IdentifierKind.SSN,
            r"\blast\s+(?:4|four)(?:\s+(?:digits\s+)?of\s+(?:her|his|their|the)?\s*(?:ssn"
            r"|social(?:\s+security)?))\D{0,10}\K\d{4}\b",
            words="last",
            digits=1,
        ),
    ]


def number_shapes() -> list[Shape]:
    """Return the shapes of every numbered identifier."""
    return [*_records(), *_certificates(), *_things(), *_social_security()]
