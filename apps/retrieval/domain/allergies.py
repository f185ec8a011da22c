"""What a statement says of allergies. "NKDA" holds no word of a question about penicillin, and yet denies it."""

import re

ALLERGIES = "allergies"  # the section of a note, and the list of a record
_ASKED = re.compile(r"(?i)\b(?:allerg|anaphyla|intoleran)|\breact(?:ion|s|ed)? to\b")
# Words of a question that name no substance.
_GENERIC = re.compile(r"(?i)(?:allerg|anaphyla|intoleran|react|drug|medic|known|advers|record|docum|list)")
_DRUG = r"(?:drug|medication|medicine)s?"
_NO_DRUG_ONE = re.compile(
    rf"(?i)\bNKDA\b|\b(?:no|denies|denied|without)(?: known| any| history of| hx of)* {_DRUG} (?:allerg|intoleran)|"
    rf"\b(?:no|denies|denied|without)(?: known| any)* allerg(?:y|ies) to (?:any )?{_DRUG}\b"
)
_NONE = re.compile(
    r"(?i)\bNKA\b|\b(?:no|denies|denied|without)(?: known| any| history of)* allerg(?:y|ies)\b(?! to)|"
    r"\ballerg(?:y|ies)\b[ :.-]*(?:none|denies|denied|negative)\b"
)
_NONE_LISTED = re.compile(r"(?i)^\W*(?:none|denies|denied|no known)\b")
_TOLD = re.compile(r"(?i)\b(?:said|says|listed as|lists|previously)\W+NKDA\b")  # another page says it, not this one
_OTHER_THAN_DRUGS = re.compile(
    r"(?i)\b(?:foods?|peanuts?|nuts?|shellfish|fish|eggs?|milk|dairy|soy|wheat|gluten|latex|pollens?|grass|ragweed|"
    r"dust|mites?|molds?|cats?|dogs?|dander|bees?|wasps?|stings?|seasonal|environmental|adhesive|nickel)\b"
)
_REACTION = re.compile(
    r"(?i)\b(?:hives|rash|anaphyla\w*|angioedema|swelling|swelled|itch\w*|urticaria|wheez\w*|bronchospasm|reaction|"
    r"allerg\w+|intoleran\w+)\b"
)
_NAMES_ONE = re.compile(rf"(?i)\b(?:allergic|allerg(?:y|ies)|intolerant|reaction) to (?!any\b|{_DRUG}\b)\w{{3,}}")


def asks_about_allergy(question: str) -> bool:
    """Say whether a question is about an allergy."""
    return bool(_ASKED.search(question))


def names_substance(word: str) -> bool:
    """Say whether a word of such a question may name what the allergy is to."""
    return not _GENERIC.match(word)


def denies_all(statement: str, section_kind: str, question: str) -> bool:
    """Say whether a statement denies every allergy that the question may mean; NKDA denies those to drugs alone."""
    if _TOLD.search(statement):
        return False
    if _NONE.search(statement) or (section_kind == ALLERGIES and _NONE_LISTED.search(statement)):
        return True
    return bool(_NO_DRUG_ONE.search(statement)) and not _OTHER_THAN_DRUGS.search(question)


def names_any(statement: str, section_kind: str) -> bool:
    """Say whether a statement names a drug, whichever, that the patient does not tolerate."""
    pattern = _REACTION if section_kind == ALLERGIES else _NAMES_ONE
    return bool(pattern.search(statement)) and not _OTHER_THAN_DRUGS.search(statement)


def tells_of_one(statement: str, section_kind: str) -> bool:
    """Say whether a statement that names a substance speaks of an allergy to it, not of having taken it."""
    return section_kind == ALLERGIES or bool(_REACTION.search(statement))
