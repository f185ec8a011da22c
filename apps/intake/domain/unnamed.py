"""What is said of a resource that holds fields which no data contract names."""

from collections.abc import Sequence

MOST_NAMED = 3
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
    names = list(paths[:MOST_NAMED])
    if more := len(paths) - MOST_NAMED:
        names += [f"{more} more"] if more > 0 else []
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return UNKNOWN_FIELD.format(names=listed, it="it" if len(paths) == 1 else "them")
