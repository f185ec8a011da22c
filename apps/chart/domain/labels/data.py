"""The classification rules: our own short lists, written for this project.

Codes are of ICD-10-CM, SNOMED CT and LOINC, chosen after the sensitivity classes of IHE PCF and HL7 DS4P. A rule's id
is kept with the label it gave. Nicotine (F17) and routine screening scores make nothing sensitive.
"""

import re
from collections.abc import Sequence

from apps.access.domain.labels import Label


def _words(*alternatives: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", flags)


def _phrases(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# (rule id, label, code system, prefixes, prefixes that are excepted)
CODES: Sequence[tuple[str, Label, str, tuple[str, ...], tuple[str, ...]]] = (
    ("hiv.icd10", Label.HIV, "icd10", ("B20", "Z21", "B97.35", "O98.7", "R75", "Z20.6"), ()),
    ("hiv.snomed", Label.HIV, "snomed", ("86406008", "62479008", "165816005"), ()),
    (
        "hiv.loinc", Label.HIV, "loinc",
        ("75622-1", "56888-1", "20447-9", "25836-8", "7917-8", "68961-2", "89365-1", "48346-1", "70241-5"), (),
    ),
    (
        "mental.icd10", Label.MENTAL_HEALTH, "icd10",
        ("F2", "F30", "F31", "F32", "F33", "F34", "F39", "F4", "F50", "F53", "F6", "R45.85", "T14.91", "Z91.5"),
        ("F64",),
    ),
    (
        "mental.snomed", Label.MENTAL_HEALTH, "snomed",
        ("35489007", "370143000", "36923009", "13746004", "58214004", "47505003", "197480006", "69322001", "6471006"),
        (),
    ),
    (
        "substance.icd10", Label.SUBSTANCE_USE, "icd10",
        ("F10", "F11", "F12", "F13", "F14", "F15", "F16", "F18", "F19", "Z71.41", "Z71.51", "O99.31", "O99.32", "K70"),
        (),
    ),
    (
        "substance.snomed", Label.SUBSTANCE_USE, "snomed",
        ("7200002", "66590003", "15167005", "5602001", "75544000", "191816009", "26416006", "6525002", "361055000"), (),
    ),
    ("substance.loinc", Label.SUBSTANCE_USE, "loinc", ("3879-4", "3397-7", "5643-2", "19659-2"), ()),
    (
        "sexual.icd10", Label.SEXUAL_HEALTH, "icd10",
        ("A50", "A51", "A52", "A53", "A54", "A55", "A56", "A57", "A58", "A59", "A60", "A63", "A64", "Z33.2", "O04",
         "F64", "Z72.5", "Z20.2"),
        (),
    ),
    ("sexual.snomed", Label.SEXUAL_HEALTH, "snomed", ("8098009", "76272004", "15628003", "240589008"), ()),
    ("sexual.loinc", Label.SEXUAL_HEALTH, "loinc", ("43304-5", "43305-2", "20507-0", "24110-9"), ()),
    ("violence.icd10", Label.VIOLENCE, "icd10", ("T74", "T76", "Y07", "Z69", "O9A.3", "O9A.4", "O9A.5", "Z91.41"), ()),
    ("violence.snomed", Label.VIOLENCE, "snomed", ("706893006", "397940009"), ()),
    ("genetic.icd10", Label.GENETIC, "icd10", ("Z14", "Z15", "G10", "D57"), ()),
    ("genetic.snomed", Label.GENETIC, "snomed", ("412734009", "412738007", "58756001", "417357006"), ()),
    ("genetic.loinc", Label.GENETIC, "loinc", ("55233-1", "51969-4", "81247-9", "48004-6", "21636-6"), ()),
)  # fmt: skip

SUBSTANCES = (
    "alcohol|opioid|opiate|cocaine|heroin|methamphetamine|amphetamine|stimulant|cannabis|benzodiazepine|substance|drug"
)
PARTNERS = "husband|wife|partner|boyfriend|girlfriend|spouse|ex-husband|ex-wife|ex-partner"
HURT = r"hit|hits|struck|beats?|punch\w+|chok\w+|strangl\w+|threaten\w+|push\w+|slapp\w+|kick\w+|shov\w+"
WAS_HURT = "hit|struck|beaten|punched|choked|strangled|threatened|kicked|abused|shoved"
# (rule id, label, words): anywhere in a note, or in the words of a coded element, where they are asserted.
WORDS: Sequence[tuple[str, Label, re.Pattern[str]]] = (
    ("hiv.words", Label.HIV, _words(r"HIV(?:-[12])?(?:/AIDS)?", "PLWH", flags=re.NOFLAG)),
    (
        "hiv.terms",
        Label.HIV,
        _words(
            "human immunodeficiency virus",
            "anti-?retrovirals?", "pre-exposure prophylaxis", "bictegravir", "dolutegravir", "raltegravir",
            "cabotegravir", "elvitegravir", "darunavir", "atazanavir", "efavirenz", "rilpivirine", "doravirine",
            "abacavir", "emtricitabine", "zidovudine", "Biktarvy", "Genvoya", "Triumeq", "Dovato", "Descovy",
            "Truvada", "Tivicay", "Juluca", "Cabenuva", "Symtuza", "Odefsey", "Complera", "Atripla",
        ),
    ),
    (
        "mental.words",
        Label.MENTAL_HEALTH,
        _words(
            r"major depressi\w+", "depressive (?:disorder|episode)", r"bipolar (?:disorder|affective|I{1,2}|type)",
            r"schizo(?:phreni\w+|affective)", "PTSD", "post-?traumatic stress disorder",
            r"suicid(?:al|e)\b[\w ]{0,12}", "psychosis", "psychotic", "borderline personality", "anorexia nervosa",
            r"bulimi\w+", "self-harm", "panic disorder", "generali[sz]ed anxiety disorder",
            "obsessive[- ]compulsive disorder", "electroconvulsive therapy",
            r"psychiatric (?:admission|hospitali[sz]ation|evaluation|medication\w*)",
        ),
    ),
    (
        "mental.treatment",
        Label.MENTAL_HEALTH,
        _words(
            "lithium carbonate", "clozapine", "olanzapine", "risperidone", "paliperidone", "aripiprazole",
            "lurasidone", "haloperidol decanoate",
        ),
    ),
    (
        "substance.words",
        Label.SUBSTANCE_USE,
        _words(
            rf"(?:{SUBSTANCES}) (?:use disorders?|dependen\w+|abuse|addiction|withdrawal|misuse|overdose)",
            rf"addict(?:ed|ion) to (?:{SUBSTANCES})s?", "injection drug use", "IV drug use", "IVDU", "PWID",
            rf"relapsed? (?:on|to|into) (?:{SUBSTANCES})\b[\w ]{{0,10}}", "alcoholism", "delirium tremens",
            "alcoholics anonymous", "narcotics anonymous",
            r"(?:injects?|snort\w*|uses|smok\w+) (?:heroin|fentanyl|meth\w*|cocaine|crack)",
        ),
    ),
    (
        "substance.treatment",
        Label.SUBSTANCE_USE,
        _words(
            "buprenorphine[-/ ]naloxone", "Suboxone", "Sublocade", "Zubsolv", "Vivitrol", "disulfiram", "acamprosate",
            "methadone (?:maintenance|clinic|program)", "medication for opioid use disorder", "MOUD",
        ),
    ),
    (
        "sexual.words",
        Label.SEXUAL_HEALTH,
        _words(
            r"chlamydia\w*", "gonorrh?o?ea", "gonococcal", "syphilis", "genital herpes", "trichomoniasis",
            "sexually transmitted (?:infection|disease)s?", "gender dysphoria", "sex work(?:er)?",
            "(?:elective|induced|medical|medication|surgical|therapeutic) abortion",
            "termination of (?:her |the )?pregnancy",
        ),
    ),
    (
        "violence.words",
        Label.VIOLENCE,
        _words(
            "(?:domestic|intimate partner|partner|family) (?:violence|abuse)", "sexual(?:ly)? assault(?:ed)?",
            # alone, IPV is a polio vaccine
            r"(?:reports?|disclos\w+|experienc\w+|history of|hx of|victim of|survivor of) IPV",
            "rape", "raped", "(?:child|elder|spousal) abuse", "human trafficking", "restraining order",
            rf"(?:her|his|their) (?:{PARTNERS}) (?:\w+ ){{0,3}}(?:{HURT})",
            rf"(?:{WAS_HURT}) by (?:her|his|their) (?:{PARTNERS})",
        ),
    ),
    (
        "genetic.words",
        Label.GENETIC,
        _words(
            "BRCA ?[12]", "Lynch syndrome", "(?:likely )?pathogenic variant", "Huntington'?s? (?:disease|chorea)",
            "germline (?:mutation|variant|testing)", "genetic counsel(?:ing|ling|or|lor)", "Li-Fraumeni",
            "sickle cell (?:disease|trait|anemia)", "whole exome sequencing",
        ),
    ),
)  # fmt: skip

COUNSELLING = r"counsel\w+"
PROGRAM = "|".join((
    rf"substance (?:use|abuse)(?: disorders?)? (?:treatment|program|clinic|services|{COUNSELLING})",
    "opioid treatment program",
    "methadone (?:maintenance|clinic|program)",
    rf"addiction (?:treatment|services|program|recovery|{COUNSELLING})",
    "chemical dependency",
    rf"(?:drug|alcohol|SUD|recovery|relapse prevention) (?:and (?:drug|alcohol) )?(?:treatment program|{COUNSELLING})",
    "(?:detox|detoxification|rehabilitation) program for (?:alcohol|drugs?|opioids?)",
))  # fmt: skip
# By what a note calls itself: its title, category, practice setting, keeper and first lines.
HEADINGS: Sequence[tuple[str, Label, re.Pattern[str]]] = (
    (
        "psychotherapy.heading",
        Label.PSYCHOTHERAPY,
        _words(
            "(?:psychotherapy|psychoanalytic) (?:process |session |progress )?notes?",
            "process notes?",
            "therapist'?s? (?:private|personal|process) notes?",
        ),
    ),
    ("part2.heading", Label.PART2, _words(PROGRAM)),
    (
        "part2_counselling.heading",
        Label.PART2_COUNSELLING,
        _words(
            rf"(?:{PROGRAM})[^\n]{{0,60}}(?:{COUNSELLING}|session|group|process)[^\n]{{0,20}} notes?",
            rf"(?:SUD|substance (?:use|abuse)(?: disorder)?|addiction) {COUNSELLING} (?:session )?notes?",
            rf"drug and alcohol {COUNSELLING} (?:session )?notes?",
            rf"{COUNSELLING} (?:session )?notes?[^\n]{{0,40}}(?:SUD|substance|addiction|opioid|alcohol|drug)",
        ),
    ),
)
# In the record of a substance use program, such a note is one of its counselling notes.
SESSION = _words(
    rf"(?:{COUNSELLING}|therapy|group|individual|psychotherapy) (?:progress |session )?notes?",
    rf"(?:individual|group) (?:{COUNSELLING}|therapy)(?: session)?",
    rf"{COUNSELLING} session",
)
# By the notice that law puts on it, wherever it stands. A mention of the law in another record is no notice.
PART2_LAW = r"42 ?C\.?F\.?R\.?,? ?(?:§ ?)?part ?2"
PSYCHOTHERAPY_LAW = r"45 ?C\.?F\.?R\.?,? ?(?:§ ?)?164\.501"
KEPT = "(?:kept|maintained|stored|filed|held)"
OWN = r"\b(?:these|this|my)\b"
NOTICES: Sequence[tuple[str, Label, re.Pattern[str]]] = (
    (
        "part2.notice",
        Label.PART2,
        _phrases(
            rf"(?:protected|covered|governed|subject to|confidential\w*|regulated|disclosed)[^.]{{0,90}}{PART2_LAW}",
            rf"{PART2_LAW}[^.]{{0,60}}(?:prohibit|protected|program record|confidential|notice|restrict|applies)",
            r"federal (?:law|rules?|regulations?)[^.]{0,60}prohibits?[^.]{0,60}(?:re-?)?disclos",
        ),
    ),
    (
        "psychotherapy.notice",
        Label.PSYCHOTHERAPY,
        _phrases(
            rf"{OWN} (?:psychotherapy|process|private) notes?\b",
            rf"{OWN}[^.]{{0,60}}{PSYCHOTHERAPY_LAW}",
            rf"{OWN}[^.]{{0,60}}{KEPT} (?:separate(?:ly)?|apart) from "
            r"(?:the|her|his|their) (?:\w+'?s? ){0,4}(?:record|chart)",
        ),
    ),
    (
        "part2_counselling.notice",
        Label.PART2_COUNSELLING,
        _phrases(rf"{OWN} (?:SUD |substance use )?{COUNSELLING} notes?\b"),
    ),
)  # fmt: skip
