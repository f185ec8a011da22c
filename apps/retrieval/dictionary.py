"""The clinical dictionary in force: the room's own files, then the organization's, read once."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from apps.retrieval.domain.dictionary import Dictionary, read_dictionary

# The kind of a word that stands in several is that of the first: what a thing is called before how it is shortened.
FILES = ("conditions", "procedures", "laboratory", "medicines", "classes", "abbreviations", "spelling")


@lru_cache(maxsize=1)
def clinical_dictionary() -> Dictionary:
    """Return the dictionary in force; another version of it is another order of answers.

    Raises DictionaryFault with a sentence for each line at fault, OSError if WORKBENCH_DICTIONARY cannot be read.
    """
    return dictionary_with(settings.WORKBENCH_DICTIONARY)


def dictionary_with(organization_file: str) -> Dictionary:
    """Return the room's own dictionary with the lines of an organization's file added ("" for none)."""
    texts = {
        f"{name}.txt": files("apps.retrieval").joinpath("data", f"{name}.txt").read_text("utf-8") for name in FILES
    }
    if organization_file:
        texts["organization"] = Path(organization_file).read_text("utf-8")
    return read_dictionary(texts)
