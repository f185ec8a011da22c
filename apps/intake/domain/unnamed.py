"""What is said of a resource that holds fields which no data contract names."""

from collections.abc import Sequence

MOST_NAMED = 3
LONGEST_PATH = 80  # three of them and what to do about them fit into a reason
UNKNOWN_TYPE = (
    "It is a {name}, a type of record that no data contract names, so nobody has said what it holds. "
    "Add the type to the data contract, or have the sender leave it out."
)
UNKNOWN_FIELD = (
    "It holds {names}, which no data contract names, so nobody has said whether that identifies the patient. "
    "Add {it} to the data contract, or have the sender leave {it} out."
)


def unnamed_sentence(paths: Sequence[str]) -> str:
    """Return why a resource is held, naming at most three fields; an empty text when every field is named."""
    if not paths:
        return ""
    if "." not in paths[0]:
        return UNKNOWN_TYPE.format(name=paths[0])
    names = [_short(path) for path in paths[:MOST_NAMED]]
    if len(paths) > MOST_NAMED:
        names.append(f"{len(paths) - MOST_NAMED} more")
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return UNKNOWN_FIELD.format(names=listed, it="it" if len(paths) == 1 else "them")


def _short(path: str) -> str:
    """Return a path with its middle left out where it is long: the type and the field itself tell most."""
    return path if len(path) <= LONGEST_PATH else f"{path[: LONGEST_PATH // 2]}…{path[-LONGEST_PATH // 2 :]}"
