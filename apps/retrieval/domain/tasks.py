"""What a search is for: it decides which sections count for more, how much age counts, and when to answer at all."""

from enum import StrEnum


class SearchTask(StrEnum):
    CRITERION = "criterion"  # evidence for one criterion of a policy
    SUMMARY = "summary"  # what a summary of the chart has to say
    QUESTION = "question"  # a person's question to be answered
    SEARCH = "search"  # a person looking for a place in the chart
