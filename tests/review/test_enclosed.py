"""Each enclosure has one heading that says what it is, by whom and of which day."""

import pytest

from apps.review.domain.enclosed import heading, other_days

HEADINGS = {
    "a note": (
        ("Progress note", "Progress note", "Dr. I. Okafor", "3 Oct 2024", False),
        "Progress note by Dr. I. Okafor, 3 Oct 2024",
    ),
    "a note with a title of its own": (
        ("Imaging report", "MRI lumbar spine", "", "3 Oct 2024", False),
        "Imaging report (MRI lumbar spine), 3 Oct 2024",
    ),
    "a note of no kind": (
        ("Other note", "Occupational therapy evaluation", "M. Solheim", "19 Oct 2026", False),
        "Occupational therapy evaluation by M. Solheim, 19 Oct 2026",
    ),
    "a note without a day": (("Progress note", "", "Dr. I. Okafor", "", False), "Progress note by Dr. I. Okafor"),
    "a list": (
        ("Problem list", "Problem list", "", "7 Apr 2025", True),
        "Problem list, newest entry 7 Apr 2025",
    ),
    "a list of one day": (("Results", "Results, 2 Nov 2026", "", "2 Nov 2026", True), "Results, 2 Nov 2026"),
    "a list without a day": (("Demographics", "Demographics", "", "", True), "Demographics"),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADINGS)
def test_the_heading_says_what_it_is_by_whom_and_of_which_day(name):
    (kind, title, author, day, is_list), expected = HEADINGS[name]
    assert heading(kind, title, author, day, is_list=is_list) == expected


def test_a_cited_line_of_another_day_than_the_heading_says_so_in_plain_words():
    head = "Problem list, newest entry 7 Apr 2025"
    assert other_days(head, ["Problem list 28 Mar 2024"]) == "The cited line is of 28 Mar 2024."
    assert other_days(head, ["Problem list 28 Mar 2024", "Problem list Jun 2024", "Problem list 28 Mar 2024"]) == (
        "The cited lines are of 28 Mar 2024 and Jun 2024."
    )


def test_nothing_is_said_of_days_where_they_are_the_same():
    assert other_days("Progress note by Dr. I. Okafor, 3 Oct 2024", ["Progress note 3 Oct 2024"]) == ""
    assert other_days("Demographics", ["Demographics"]) == ""
