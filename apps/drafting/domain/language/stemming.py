"""Words without their endings: "tablets" and "tablet", "started" and "starting" are one; nothing else is folded."""

import re
from functools import lru_cache

import snowballstemmer

# Irregular forms of the verbs and nouns that notes use most.
IRREGULAR = {
    "took": "take", "taken": "take", "began": "begin", "begun": "begin", "gave": "give", "given": "give",
    "underwent": "undergo", "undergone": "undergo", "saw": "see", "seen": "see", "felt": "feel", "fell": "fall",
    "held": "hold", "kept": "keep", "left": "leave", "lost": "lose", "met": "meet", "said": "say", "sent": "send",
    "told": "tell", "wrote": "write", "written": "write", "drew": "draw", "drawn": "draw", "grew": "grow",
    "grown": "grow", "got": "get", "gotten": "get", "went": "go", "gone": "go", "came": "come", "found": "find",
    "brought": "bring", "chose": "choose", "chosen": "choose", "quit": "quit", "diagnoses": "diagnosis",
    "metastases": "metastasis", "emboli": "embolus", "thrombi": "thrombus", "vertebrae": "vertebra",
    "children": "child", "feet": "foot", "teeth": "tooth", "women": "woman", "men": "man", "wkly": "weekly",
}  # fmt: skip
# "Hepatitis" is not "hepatic": an ending that makes another thing stays.
NAMES_A_THING = re.compile(
    r"[a-z]{2,}(?:itis|osis|oma|emia|penia|uria|pathy|megaly|ectomy|otomy|ostomy|plasty|scopy|graphy|gram|ism|ase)"
)
_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def plain_stem(word: str) -> str:
    """Return the stem of one word in small letters."""
    word = IRREGULAR.get(word, word)
    kept = next((one for one in (word, word.removesuffix("s")) if NAMES_A_THING.fullmatch(one)), None)
    return kept or str(_stemmer.stemWord(word))
