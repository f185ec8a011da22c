"""The shape of an answer as a GBNF grammar, for llama.cpp: with it nothing else can be generated."""

from collections.abc import Iterable
from itertools import groupby

from apps.drafting.domain.prompting.limits import LONGEST_TEXT, MOST_AGAINST, MOST_CITATIONS, MOST_CLAIMS, PLAIN
from apps.drafting.domain.prompting.prompt import Prompt

_HEAD = r'"{\"section\":\"" section "\",\"type\":\"" type "\",\"citations\":[" cited "],\"against\":[" against'
_RULES = rf"""root ::= "{{\"claims\":[" (claim ("," claim){{0,{MOST_CLAIMS - 1}}})? "]}}"
claim ::= {_HEAD} "],\"text\":\"" text "\"}}"
cited ::= unit ("," unit){{0,{MOST_CITATIONS - 1}}}
against ::= (unit ("," unit){{0,{MOST_AGAINST - 1}}})?
text ::= first piece{{0,{LONGEST_TEXT - 1}}}
first ::= [A-Za-z0-9(] | quote | token
piece ::= plain | "/" | quote | ":" (plain | quote | token) | "<" [ =0-9.] | token
plain ::= [{PLAIN}-]
quote ::= "\\\""
"""


def answer_grammar(prompt: Prompt) -> str:
    """Return the grammar (GBNF) of an answer to this prompt.

    An answer is JSON without white space between its parts. Each claim names its section, its type, then lines of this
    prompt and no others, then its words: plain characters, at most so many, and of surrogate tokens only those shown.
    """
    rules = {
        "section": one_of(prompt.sections),
        "type": one_of(kind.value for kind in prompt.types),
        "unit": rf'"\"" ({one_of(unit.id for unit in prompt.units)}) "\""',
        "token": one_of(prompt.tokens) if prompt.tokens else '"X"',
    }
    return _RULES + "\n".join(f"{name} ::= {rule}" for name, rule in rules.items()) + "\n"


def one_of(words: Iterable[str]) -> str:
    """Return an expression for one of some words, as a tree of their beginnings: short to read, quick to follow.

    ``1.1``, ``1.2`` and ``2.1`` become ``"1." ("1" | "2") | "2.1"``.
    """
    branches = []
    for _, group in groupby(sorted(set(words)), key=lambda word: word[:1]):
        branch = list(group)
        start = _shared(branch)
        rests = [word[len(start) :] for word in branch if word != start]
        optional = "?" if start in branch else ""
        branches.append(f"{_literal(start)} ({one_of(rests)}){optional}" if rests else _literal(start))
    return " | ".join(branches)


def _shared(words: list[str]) -> str:
    first, last = words[0], words[-1]
    length = next((n for n, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:length]


def _literal(text: str) -> str:
    escaped = "".join(f"\\{character}" if character in '"\\' else character for character in text)
    return f'"{escaped}"'
