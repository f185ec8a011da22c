"""Small cells never leave: 1 to 10 is withheld, and with it whatever it could be derived from.

CMS cell size suppression policy: no cell of 1 to 10 may be shown, nor one that lets it be computed.
"""

from collections.abc import Sequence

LARGEST_WITHHELD = 10


def is_small(cell: int) -> bool:
    return 1 <= cell <= LARGEST_WITHHELD


def table_may_leave(rows: Sequence[Sequence[int]]) -> bool:
    """Say whether every cell of a table, and every part of a partition in it, is large enough (or zero).

    One small cell withholds the whole table: with nothing of the table shown, nothing can be derived from its
    neighbours or from its total.
    """
    return not any(is_small(cell) for row in rows for cell in row)
