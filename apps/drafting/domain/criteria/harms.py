"""What a medicine did that it should not: the house's list of adverse effects, and of what each is a sign by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

FILE = "adverse_effects.txt"
LONGEST_ACRONYM = 5
# Said before a symptom where it is the illness that went on, or what was looked for and not found.
GOES_ON = re.compile(
    r"\b(?:persist\w*|ongoing|continu\w+|still(?: has| having| with)?|uncontrolled|refractory|worsen\w*|increas\w+|"
    r"recurr\w+|residual|breakthrough|remain\w*|despite|baseline|chronic|frequent|same|unchanged|no (?:change|effect|"
    r"improvement|relief|help|benefit)(?: in| on| of| for| from)?|for (?:the|her|his|their)|did(?: not|n't) \w+"
    r"(?: the| her| his)?|risk of|fear of|afraid of|worried about|concern\w* (?:about|for|over)|to (?:avoid|"
    r"prevent)|treat\w*)"
    r"(?: \w+){0,2} ?$",
    re.IGNORECASE,
)
NONE_OF_IT = re.compile(r"\b(?:no|not|without|denie[sd]|never|n't|free of)(?: \w+){0,3} ?$", re.IGNORECASE)
THEREFORE = re.compile(
    r"\b(?:stop\w*|d/?c'?e?d?|dc'd|discontinu\w*|quit|held|withdrawn|withdrew|came off|taken off|gave (?:it )?up|"
    r"given up|halted|abandoned|ceased|lowered|reduced|not continued)\b[^.;]{0,24}?"
    r"\b(?:for|due to|d/t|because(?: of)?|b/c(?: of)?|bc(?: of)?|since|secondary to|2/2|2°|owing to|on account of|"
    r"after|with|from|over|"
    r"when|as)\b[^.;]{0,24}$|\b(?:caus(?:ed|ing|es)|gave (?:her|him|them)|made (?:her|him|them)|led to|brought on|"
    r"triggered|developed|induced|resulted in|reaction:?|side[- ]effects?(?: of|:)?|SEs?:?|s/e:?|ADRs?:?|AEs?:?|"
    r"intolera\w+(?: due to|:| \()?|not tolerated\W{1,3}(?:due to |because of )?|"
    r"(?:due to|d/t|because of|b/c) (?:its )?)"
    r"(?:\W{0,2}\w+){0,4}\W{0,2}$",
    re.IGNORECASE,
)
# It went when the medicine went, or came back with it.
WENT_WITH_IT = re.compile(
    r"\b(?:clear(?:ed|s)|resolv(?:ed|es)|gone|went away|better|settled|stopped|eased|improved|disappeared|subsided|"
    r"recovered|normali[sz]ed|came down|back to normal)\b[^.;]{0,28}?\b(?:(?:of|on|after|when|once|upon|by|with|since) "
    r"(?:being )?(?:stop\w*|discontinu\w*|d/c\w*|withdraw\w*|holding|coming off|cessation)|off (?:it|the "
    r"(?:drug|med\w*|pill|tablet))|it was stopped)\b|"
    r"\b(?:positive |same on |recurred (?:on|with|upon) |returned (?:on|with|upon) |again on |came back (?:on|with) )"
    r"re-?(?:challenge|trial|start\w*|exposure)\b",
    re.IGNORECASE,
)
# Said after a symptom that went with the medicine, is treated with it, or with another one.
BETTER = re.compile(
    r"^\W{0,2}(?:\w+ ){0,3}?(?:improv\w+|better|resolv\w+|gone|controlled|decreas\w+|less|fewer|treated|managed|"
    r"handled|"
    r"covered|stable|well)\b",
    re.IGNORECASE,
)
# "For headaches, dizziness and nausea": what the medicine was given for.
GIVEN_FOR = re.compile(
    r"\bfor (?!\d|(?:about|only|just|over|under|the past|the last|several|a|an|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|years?|months?|weeks?|days?)\b)(?:[a-z-]+[ ,/]*(?:and |or )?){1,6}$",
    re.IGNORECASE,
)
OUTRIGHT = re.compile(
    r"\bintoleran\w+|\btolerat\w+|\bside[- ]?effects?\b|\badverse\b|\btoxicity\b|\bcaused\b|\breaction\b|\bfrom it\b|"
    r"\bdue to\b|\ballerg\w+",
    re.IGNORECASE,
)
STOPPING = re.compile(r"\b(?:stop\w*|d/?c'?e?d?|discontinu\w*|held|quit|intoler\w*|tolerat\w*|off)\b", re.IGNORECASE)
SO_STOPPED = re.compile(r"^[^.;]{0,30}[,;:(-]+ ?(?:so )?(?:stopped|d/?c'?d|quit|held)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Harm:
    """One adverse effect: how it is written, and stems of the illnesses of which it is a sign."""

    terms: tuple[str, ...]
    sign_of: frozenset[str]
    sure: bool  # also where the record does not tell for what the medicine was given


@lru_cache(maxsize=1)
def harms() -> tuple[Harm, ...]:
    """Return the adverse effects of the house's list."""
    text = files("apps.drafting").joinpath("data").joinpath(FILE).read_text("utf-8")
    return tuple(_of(line) for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _of(line: str) -> Harm:
    left, mark, right = line.partition(" :: ") if " :: " in line else line.partition(" : ")
    terms = tuple(term.strip() for term in left.split(";") if term.strip())
    return Harm(terms, frozenset(right.lower().split()), mark != " : ")


def _written(term: str) -> str:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", term))
    plain = re.sub(r"[^A-Za-z]", "", term)
    return f"(?-i:{words})" if plain.isupper() and len(plain) <= LONGEST_ACRONYM else words


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    terms = sorted({term for harm in harms() for term in harm.terms}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_written, terms))})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=1)
def _by_term() -> dict[str, Harm]:
    return {_key(term): harm for harm in harms() for term in harm.terms}


def _key(term: str) -> str:
    return re.sub(r"[\s-]+", " ", term).lower()


def harms_in(text: str) -> Iterator[tuple[re.Match[str], Harm]]:
    """Yield the adverse effects that a text names and neither denies nor tells of as what went on."""
    for match in _pattern().finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        harm = _by_term()[_key(match.group())]
        if NONE_OF_IT.search(before) or is_given_for(before) or (harm.sign_of and GOES_ON.search(before)):
            continue
        if not BETTER.match(after) or WENT_WITH_IT.search(after):
            yield match, harm


def is_given_for(before: str) -> bool:
    """Return whether the words before a symptom say that the medicine was given for it."""
    given = GIVEN_FOR.search(before)
    return given is not None and not STOPPING.search(before)


def is_own_sign(harm: Harm, illness: str) -> bool:
    """Return whether an illness shows itself in this way: then it may be the illness and not the medicine."""
    words = re.findall(r"[a-z-]+", illness.lower())
    return any(word.startswith(stem) for stem in harm.sign_of for word in words)


def is_the_illness(reason: str, indication: str) -> bool:
    """Return whether a reason names nothing but signs of what the medicine was given for: diarrhea, in colitis."""
    if not indication.strip() or OUTRIGHT.search(reason):
        return False
    found = [_by_term()[_key(match.group())] for match in _pattern().finditer(reason)]
    return bool(found) and all(is_own_sign(harm, indication) for harm in found)


def harmed(reason: str, indication: str) -> bool:
    """Return whether the reason of a stop is something that the medicine did.

    What can be a sign of the illness counts only where the record says for what else the medicine was given.
    """
    for match, harm in harms_in(reason):
        known = bool(indication.strip())
        if (
            (harm.sure or known)
            and not is_own_sign(harm, indication)
            and match.group().lower() not in indication.lower()
        ):
            return True
    return False


def told_harm(segment: str, illness: str = "") -> bool:
    """Return whether a note says outright that the medicine did harm: stopped for it, caused by it, gone without it."""
    for match, harm in harms_in(segment):
        before, after = segment[: match.start()], segment[match.end() :]
        if THEREFORE.search(before) and not (illness and is_own_sign(harm, illness)):
            return True
        if WENT_WITH_IT.search(after) or (harm.sure and SO_STOPPED.match(after)):
            return True
    return False
