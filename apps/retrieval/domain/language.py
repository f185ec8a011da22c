"""Whether a question is in English, the one language that the reader knows: told by its small words.

Libraries: langdetect, lingua and fastText tell languages apart by letters and need sentences; a question to a chart is
often "A1c last?". None is in the lock and none is added.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = ("LATIN", "GREEK", "MICRO", "FEMININE", "MASCULINE")  # and what a unit or an ordinal is written with
# Words of another language that mean nothing in English or in a chart: one of them tells.
_TELLING = """
    bekommt deren dessen einem einen einer eines haben hatte ihre ihren jetzt keine letzte letzten letzter
    medikamente patientin wann warum welche welchem welchen welcher welches weshalb wieviel werden worden wurde
    wurden gegeben allergien gegen wegen cette combien depuis dernière médicament médicaments patiente pourquoi
    quel quelle quelles quels quand alergias alguna alguno cuál cuáles cuándo cuánto cuántos cómo dónde padece
    paciente porque qué quién tiene tomando última último dove hanno nella paziente perché quale quali quanto
    nimmt nehmen leidet raucht trinkt bekam erhielt erhält wohnt boit souffre padeció fuma sufre prende neemt rookt
    soffre quais qual remédios não está heeft hoeveel waarom wanneer welke wordt
    puede pueden puedo podemos podría debe debería dosis reiniciar suspender empezar tomar insulina metotrexato
    warfarina metformina ibuprofeno medicamento medicamentos resumen resumir enfermedad historia recomendada
    recomendado peut peux puis pouvez faut doit devrait arrêter arrêté donner commencer maladie ordonnance darf dürfen
    können soll sollte muss müssen absetzen weiter wieder zusammenfassung arztbrief posso può possiamo deve dovrebbe
    dare sospendere iniziare riassunto pode podemos começar parar resumo moet moeten stoppen samenvatting
"""
# Words of another language that may be a name, a short form or a slip of the pen: two of them tell.
_HINTING = """
    aber auch bei beim das dem der die durch ein eine für gab gibt hat hier ihr ist kein mit nach nicht noch
    oder seit sie sind und über vom von war waren weiß wer wie wird wo zum zur aux avec ces dans des dernier du
    elle est et êtes fait la le les leur lui où par pas pour prend prise qui sont sous sur un une como con cual
    cuando de del desde el ella en esta este fue hay las los muy para pero por quien su sus toma una y alla
    anche che chi cosa della delle di gli ha il più sono stata stato tra da do dos foi são tem uma een geen het
    niet van zijn
"""
_SMALL = """
    a about after all also and any are at be been before by can could did do does ever for from get given had
    has have he her him his how in is it its last latest me my no not of off on or she should show since still
    than that the their there they this to was were what when where which who why will with without would you
"""
_OF_NAMES = "de del della der di da dos du el et la le van von"  # parts of names too: together they count once
TELLING, HINTING, SMALL, OF_NAMES = (frozenset(words.split()) for words in (_TELLING, _HINTING, _SMALL, _OF_NAMES))
_OPENS = "¿¡"  # how Spanish alone opens a question
FEW = 3  # words: of fewer, two names of diseases may bear accents
ONLY_ENGLISH = "This reader knows questions in English alone. Please ask in English."


def is_not_english(question: str) -> bool:
    """Say whether a question is written in another language: by its letters, or by small words of another one.

    English wins where there are as many of its small words; without any small word a question is taken for English.
    """
    letters = [character for character in question if character.isalpha()]
    strange = sum(not unicodedata.name(character, "LATIN").startswith(_LETTERS) for character in letters)
    if 2 * strange > len(letters):
        return True
    words = _WORD.findall(question.lower())
    if question.lstrip()[:1] in _OPENS or (not SMALL & {*words} and _is_accented(words)):
        return True
    told = [word for word in words if word in TELLING]
    hinted = [word for word in words if word in HINTING - OF_NAMES] + [word for word in words if word in OF_NAMES][:1]
    other = len(told) + len(hinted)
    return bool(told or len(hinted) > 1) and other > sum(word in SMALL for word in words)


def _is_accented(words: list[str]) -> bool:
    """Say whether most of several words bear accents."""
    return len(words) >= FEW and 2 * sum(not word.isascii() for word in words) > len(words)
