"""What a statement says of allergies. "NKDA" holds no word of a question about penicillin, and yet denies it."""

import re

ALLERGIES = "allergies"  # the section of a note, and the list of a record
# Diseases and services that are named after allergy, not an allergy to anything.
_NO_ALLERGY = re.compile(
    r"(?i)\ballergic (?:rhinitis|conjunctivitis|dermatitis|asthma|broncho\w+|interstitial|transfusion)|\ballergist|"
    r"\ballergy (?:shots?|test\w*|specialist|clinic|referral|season|immunotherapy|med\w*)"
)
_ASKED = re.compile(r"(?i)\b(?:allerg|anaphyla|intoleran)|\breact(?:ion|s|ed)? to\b")
# Words of a question that name no substance.
_GENERIC = re.compile(
    r"(?i)(?:allerg|anaphyla|intoleran|react|drug|medic|known|advers|record|docum|list|true|real|sever|serio|worst|new|"
    r"other|any|her|his|the|an?|this|that|these|what|which|confirm|report|life|threat|history|hx|and|or|with|patient|"
    r"have|has|had|is|was|be|meds?|\w+thing)\b|(?:allerg|anaphyla|intoleran|react|drug|medic|advers|docum|sever|serio|confirm|threaten)"
)
_NAMED_BEFORE = re.compile(r"(?i)([\w-]+)\s+(?:allerg(?:y|ies|ic)\b|intoleran|anaphyla)")
_NAMED_AFTER = re.compile(
    r"(?i)(?:allerg\w*|react\w*|intoleran\w*|anaphyla\w*)\s+(?:to|from|with|of)\s+"
    r"((?:(?:the|any|her|his|or|and)\s+|[,/]\s*)*[\w-]+(?:(?:\s*[,/]\s*|\s+)(?:(?:or|and)\s+)?[\w-]+){0,2})"
)
_DRUG = r"(?:drug|medication|medicine)s?"
_NO_DRUG_ONE = re.compile(
    rf"(?i)\bNKDA\b|\b(?:no|denies|denied|without)(?: known| any| history of| hx of)* {_DRUG} (?:allerg|intoleran)|"
    rf"\b(?:no|denies|denied|without)(?: known| any)* allerg(?:y|ies) to (?:any )?{_DRUG}\b"
)
# "None listed" tells of a form that nobody filled in.
_NOT_FILLED = r"(?! (?:listed|recorded|documented|entered|provided|on (?:file|form|record))\b)"
_NONE = re.compile(
    r"(?i)\bNKA\b|\b(?:no|denies|denied|without)(?: known| any| history of)* allerg(?:y|ies)\b(?! to)|"
    rf"\ballerg(?:y|ies)\b[ :.-]*(?:none|denies|denied|negative)\b{_NOT_FILLED}"
)
_NONE_LISTED = re.compile(rf"(?i)^\W*(?:none|denies|denied|no known)\b{_NOT_FILLED}")
_TOLD = re.compile(
    r"(?i)\b(?:said|says|listed as|lists|previously)\W+NKD?A\b|"
    r"\b(?:state|say|write|record|document|report) that\b|"
    r"\b(?:earlier|previous|prior|old|other) (?:entr\w+|lists?|records?|notes?)\b[^.;]*\bNKD?A\b"
)  # another page says it, not this one
_FOODS = (
    r"foods?|peanuts?|(?:tree )?nuts?|shellfish|shrimp|fish|eggs?|milk|dairy|lactose|soy|wheat|gluten|sesame|"
    r"strawberr\w+"
)
_FOOD = re.compile(rf"(?i)\b(?:{_FOODS})\b")
_NO_FOOD_ONE = re.compile(
    r"(?i)\b(?:no|denies|denied|without)(?: known| any| drug or| drug/| medication or)* food (?:allerg|intoleran)"
)
_OTHER_THAN_DRUGS = re.compile(
    rf"(?i)\b(?:{_FOODS}|"
    r"latex|pollens?|grass|ragweed|"
    r"dust|mites?|molds?|cats?|dogs?|dander|bees?|wasps?|stings?|seasonal|environmental|adhesive|nickel)\b"
)
_NOT_RECORDED = re.compile(
    r"(?i)\ballerg(?:y|ies)\b[^.;\n]{0,20}\bnot (?:recorded|documented|on file|asked|assessed)\b|"
    r"\bno statement of having none\b"
)
_OPEN = re.compile(rf"(?i)^(?!.*\b{_DRUG}\b).*\b(?:allergic to|allergies|any(?:thing)? allerg)")
_REACTION = re.compile(
    r"(?i)\b(?:hives|rash|anaphyla\w*|angioedema|swelling|swelled|itch\w*|urticaria|wheez\w*|bronchospasm|reaction|"
    r"allerg\w+|intoleran\w+)\b"
)
# Of an allergy, in a span that is denied.
_OF_ALLERGY = re.compile(r"(?i)\b(?:hx|history)\b")
_UNSETTLED = re.compile(r"(?i)\b(?:unsure|uncertain|unclear|ask (?:about )?allerg\w*|to (?:confirm|clarify|verify))\b")
_NAMES_ONE = re.compile(rf"(?i)\b(?:allergic|allerg(?:y|ies)|intolerant|reaction) to (?!any\b|{_DRUG}\b)\w{{3,}}")


def asks_about_allergy(question: str) -> bool:
    """Say whether a question is about an allergy."""
    return bool(_ASKED.search(question)) and not _NO_ALLERGY.search(question)


def substances_asked(question: str) -> frozenset[str]:
    """Return the words, in lower case, that a question names as what the allergy is to; empty for any allergy."""
    named = [*_NAMED_BEFORE.findall(question), *_NAMED_AFTER.findall(question)]
    words = (word.lower() for phrase in named for word in re.findall(r"[^\W_]+", phrase))
    return frozenset(word for word in words if names_substance(word))


def names_substance(word: str) -> bool:
    """Say whether a word of such a question may name what the allergy is to."""
    return not _GENERIC.match(word)


def denies_all(statement: str, section_kind: str, question: str) -> bool:
    """Say whether a statement denies every allergy that the question may mean; NKDA denies those to drugs alone."""
    if _TOLD.search(statement) or is_not_recorded(statement):
        return False
    if _NONE.search(statement) or (section_kind == ALLERGIES and _NONE_LISTED.search(statement)):
        return True
    if _NO_FOOD_ONE.search(statement) and _FOOD.search(question):
        return True
    return bool(_NO_DRUG_ONE.search(statement)) and not _OTHER_THAN_DRUGS.search(question)


def denies_it(denied: str, section_kind: str) -> bool:
    """Say whether a denied stretch that names a substance denies an allergy to it, and not a need of it."""
    return section_kind == ALLERGIES or bool(_REACTION.search(denied) or _OF_ALLERGY.search(denied))


def names_a_food(statement: str, section_kind: str) -> bool:
    """Say whether a statement names a food that the patient does not tolerate, as "any food allergy" asks."""
    return bool(_FOOD.search(statement)) and tells_of_one(statement, section_kind)


def names_any(statement: str, section_kind: str, question: str = "") -> bool:
    """Say whether a statement names something that the patient does not tolerate.

    That is a drug, whichever, unless the question leaves open what it may be: "What is she allergic to?"
    """
    pattern = _REACTION if section_kind == ALLERGIES else _NAMES_ONE
    is_of_any = bool(_OPEN.search(question))
    if is_not_recorded(statement):
        return False
    return bool(pattern.search(statement)) and (is_of_any or not _OTHER_THAN_DRUGS.search(statement))


def is_not_recorded(statement: str) -> bool:
    """Say whether a statement tells only that nobody has asked, or has written down the answer."""
    return bool(_NOT_RECORDED.search(statement))


def tells_of_one(statement: str, section_kind: str) -> bool:
    """Say whether a statement that names a substance speaks of an allergy to it, not of having taken it."""
    if _UNSETTLED.search(statement):
        return False
    return section_kind == ALLERGIES or bool(_REACTION.search(statement))
