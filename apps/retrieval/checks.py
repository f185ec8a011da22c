"""What is asked before anything starts: whether the organization's own dictionary can be read."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from apps.retrieval.dictionary import dictionary_with
from apps.retrieval.domain.dictionary import DictionaryFault

HINT = "Its form is told in apps/retrieval/data/README.md; unset WORKBENCH_DICTIONARY to start without it."


@register()
def organization_dictionary_is_sound(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start with a dictionary of the organization's own that is missing or says a thing in two ways."""
    path = settings.WORKBENCH_DICTIONARY
    if not path:
        return []
    try:
        dictionary_with(path)
    except OSError as error:
        sentence = f"The dictionary {path} cannot be read ({error.strerror})."
        return [Error(sentence, hint=HINT, id="retrieval.E001")]
    except UnicodeDecodeError:
        return [Error(f"The dictionary {path} is not written in UTF-8.", hint=HINT, id="retrieval.E001")]
    except DictionaryFault as fault:
        return [Error(sentence, hint=HINT, id="retrieval.E002") for sentence in fault.faults]
    return []
