"""Reading the data files of the scan: lists of words, and named regular expressions."""

import re
from collections.abc import Iterator
from importlib.resources import files

FOLDER = files("apps.redaction").joinpath("data", "injection")
NAMED = re.compile(r"@([A-Z_]+)@")


def lines_of_file(name: str) -> Iterator[str]:
    """Yield the lines of a data file that say something."""
    for line in FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            yield line


def words_of_file(name: str) -> frozenset[str]:
    """Return the words of a data file, one a line."""
    return frozenset(lines_of_file(name))


def named_patterns(name: str) -> dict[str, re.Pattern[str]]:
    """Return the expressions of a file of ``NAME = expression`` lines, blind to capitals."""
    pairs = (line.split(" = ", 1) for line in lines_of_file(name))
    return {key: re.compile(pattern, re.IGNORECASE) for key, pattern in pairs}


def sections_of_file(name: str) -> dict[str, list[tuple[str, str]]]:
    """Return each ``[section]`` of a file as (key, expression) pairs; ``@NAME@`` stands for what [words] says."""
    found: dict[str, list[tuple[str, str]]] = {}
    section = ""
    words: dict[str, str] = {}
    for line in lines_of_file(name):
        if re.fullmatch(r"\[\w+\]", line):
            section = line[1:-1]
            continue
        key, body = line.split(" = " if section == "words" else ": ", 1)
        body = NAMED.sub(lambda named: words[named[1]], body)
        if section == "words":
            words[key] = body
        found.setdefault(section, []).append((key, body))
    return found
