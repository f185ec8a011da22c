"""A state machine is data; this draws it."""

from collections.abc import Collection, Mapping

INDENT = "    "


def mermaid(transitions: Mapping[str, Collection[str]]) -> str:
    """Return a mermaid state diagram: it begins at the first state, and ends in those that lead nowhere.

    The order is the table's own, so the same table gives the same text.
    """
    order = {state: place for place, state in enumerate(transitions)}
    lines = ["stateDiagram-v2", f"{INDENT}[*] --> {next(iter(transitions))}"]
    for state, targets in transitions.items():
        lines += [f"{INDENT}{state} --> {target}" for target in sorted(targets, key=order.__getitem__)]
        lines += [] if targets else [f"{INDENT}{state} --> [*]"]
    return "\n".join(lines)
