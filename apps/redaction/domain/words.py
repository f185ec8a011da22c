"""Words that are also names: a name made of one is taken out only where it stands as a name (R12)."""

import re
from importlib.resources import files


def words_of(name: str) -> frozenset[str]:
    """Return the words of one of the room's data files; lines that start with # are comments."""
    lines = files("apps.redaction").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text written as one."""
    return frozenset(text.split())


def phrases_of(name: str) -> tuple[str, ...]:
    """Return the phrases of one of the room's data files, one a line or separated by semicolons."""
    lines = files("apps.redaction").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return tuple(
        phrase.strip() for line in lines if not line.startswith("#") for phrase in line.split(";") if phrase.strip()
    )


def _families(name: str) -> dict[str, tuple[str, ...]]:
    """Return for each word of a file its companions on the lines that hold it."""
    lines = files("apps.redaction").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    families: dict[str, tuple[str, ...]] = {}
    for words in (line.split() for line in lines if not line.startswith("#")):
        for short in words[1:]:
            families[short] = (*families.get(short, ()), words[0])
        families[words[0]] = (*families.get(words[0], ()), *words[1:])
    return families


MONTHS = frozenset({"april", "may", "june", "july", "august"})
EPONYMS = words_of("eponyms.txt")
NICKNAMES = _families("nicknames.txt")
NAME_WORDS = EPONYMS | MONTHS | words_of("words_people_are_called.txt")

# Family names that in small letters, in a text that has capitals, are the word and not the name.
SMALL_WORDS = words_of("small_words.txt")

# A "name" with one of these in it is a department, a device or a firm: matched as a whole, never word by word.
INSTITUTION = re.compile(
    r"\b(?:\w*(?:ology|iatry|iatrics|therapy|medicine|surgery|graphy)|"
    + "|".join(sorted(words_of("institution_words.txt")))
    + r")\b",
    re.IGNORECASE,
)

CLINICAL_NOUN = re.compile(
    r"(?:['’]?s?)?[\s-]+(?:disease|syndrome|palsy|sign|signs|phenomenon|test|tests|testing|score|scale|criteria|lymphoma"
    r"|sarcoma|tumou?r|esophagus|oesophagus|catheter|monitor|procedure|repair|maneuver|manoeuvre|contracture|neuroma|nodes?|cyst"
    r"|anemia|anaemia|chorea|ataxia|thyroiditis|ophthalmopathy|vasculitis|fracture|deformity|dystrophy|paralysis|hernia"
    r"|diverticulum|encephalopathy|psychosis|dementia|body|bodies|surgery|pouch|ulcer|gland|classification|stage|stain"
    r"|diet|coma|filter|tube|reflex|hemorrhage|malformation|contusion|class)\b",
    re.IGNORECASE,
)
