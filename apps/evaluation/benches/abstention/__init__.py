"""Does the program say "not in this chart" when it is not, and answer when it is?

Every question is asked twice of all documents as one chart: once whole, once with the question's own document withheld.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.abstention.charts import has_charts, questions_of_charts
from apps.evaluation.benches.intervals import wilson
from apps.evaluation.benches.retrieval.questions import Article, articles_in
from apps.evaluation.benches.retrieval.shelf import Shelf, shelf_fill
from apps.evaluation.fitting import Example
from apps.retrieval.interface import Answerability, Verdict

ABSTRACTS_TOGETHER = 50  # abstracts of one chart: short documents, so that many make one of usual size
REPORT_EVERY = 50
Asked = tuple[str, bool, Answerability]  # document, whether it was there, the answer


def bench_abstention(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Ask every question with its document there and withheld. Raises WorkbenchError for a folder without questions."""
    if data is None:
        raise WorkbenchError("Name a folder of questions with --data, such as ../shared/data/covid_qa.")
    asked = list(_asked(data, say))
    answered = [answer.verdict is not Verdict.NOT_ENOUGH for _, there, answer in asked if there]
    abstained = [answer.verdict is Verdict.NOT_ENOUGH for _, there, answer in asked if not there]
    rates = {"answered_when_present": answered, "abstained_when_withheld": abstained}
    figures = {key: sum(hits) / len(hits) for key, hits in rates.items()}
    figures["contradictory"] = sum(answer.verdict is Verdict.CONTRADICTORY for *_, answer in asked) / len(asked)
    figures |= {f"{key}_n": len(hits) for key, hits in rates.items()}
    figures["brier"] = sum((answer.probability - there) ** 2 for _, there, answer in asked) / len(asked)
    intervals = {key: wilson(sum(hits), len(hits)) for key, hits in rates.items()}
    return BenchResult(n=len(asked), figures=figures, intervals=intervals, notes=NOTES)


def examples_of(folder: Path, say: Say) -> list[Example]:
    """Return what was found for every question of a folder, with its document there and withheld."""
    return [
        Example(answer.evidence, there, folder.resolve().name, document)
        for document, there, answer in _asked(folder, say)
    ]


def _asked(folder: Path, say: Say) -> Iterator[Asked]:
    if has_charts(folder):
        yield from questions_of_charts(folder, say)
        return
    articles = articles_in(folder)
    size = len(articles) if articles[0].has_spans else ABSTRACTS_TOGETHER
    for first in range(0, len(articles), size):
        together = articles[first : first + size]
        yield from _asked_of(shelf_fill(together, say), together, say)


def _asked_of(shelf: Shelf, articles: Sequence[Article], say: Say) -> Iterator[Asked]:
    questions = [(article.id, question.text) for article in articles for question in article.questions]
    everything = [article.id for article in articles]
    for number, (document, question) in enumerate(questions, start=1):
        yield document, True, shelf.answer(question, everything)
        yield document, False, shelf.answer(question, [one for one in everything if one != document])
        if number % REPORT_EVERY == 0:
            say(f"{number} of {len(questions)} questions asked")


NOTES = (
    "Every question is concealed at the wall and asked as in the reading room, with its document there and withheld.",
    "Abstained: the verdict is not enough. That another document may answer a question too is not taken into account.",
    "brier: mean squared distance of the probability from what was so; 0.25 is a coin.",
)
