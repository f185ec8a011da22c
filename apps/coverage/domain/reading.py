"""Reading what somebody uploaded as JSON, before anything asks what it says."""

import json
from typing import Any

from apps.coverage.domain.errors import PolicyInvalid

LARGEST = 5 * 1024 * 1024  # bytes; the longest policies of payers are some hundred kilobytes as JSON

LARGEST_NUMBER = 2**53 - 1  # RFC 8785: what every reader of JSON reads the same


def read_json(content: bytes | str) -> Any:
    """Return the values of a JSON file. Raises PolicyInvalid for what is none, is ambiguous or cannot be kept."""
    if len(content) > LARGEST:
        raise PolicyInvalid(f"The file is larger than {LARGEST // 1024 // 1024} MB; no policy is.")
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        _check_kept(value)
    except UnicodeDecodeError:
        raise PolicyInvalid("The file is no UTF-8 text, so it is no JSON.") from None
    except json.JSONDecodeError as error:
        raise PolicyInvalid(f"The file is not JSON: {error.msg}, line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise PolicyInvalid("The file holds more levels inside one another than a policy can have.") from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise PolicyInvalid(f"The file names {name!r} twice in one place: which of them counts?")
        found[name] = value
    return found


def _no_constant(name: str) -> None:
    raise PolicyInvalid(f"The file holds {name}, which is no number of JSON.")


def _check_kept(value: Any) -> None:
    """Refuse what cannot be kept or hashed: the NUL character, half a character, a number without end."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise PolicyInvalid("The file holds a character that cannot be kept.")
    elif isinstance(value, (int, float)) and not abs(value) <= LARGEST_NUMBER:
        raise PolicyInvalid("The file holds a number that is larger than JSON can carry exactly.")
    elif isinstance(value, dict):
        for name, one in value.items():
            _check_kept(name)
            _check_kept(one)
    elif isinstance(value, list):
        for one in value:
            _check_kept(one)
