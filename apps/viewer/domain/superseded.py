"""What is said of a note that its sender calls superseded: that alone takes no note out of use (decision 0024)."""

NOTHING_INSTEAD = "Its sender calls it superseded; nothing has taken its place here"
CALLED_SO = "Its sender calls it superseded"  # what took its place is not for this reader


def superseded_note(*, called_so: bool, is_replaced: bool) -> str:
    """Return what stands beside words of a note that its sender calls superseded and nothing replaced, or nothing."""
    return "its sender calls it superseded" if called_so and not is_replaced else ""
