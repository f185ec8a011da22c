"""The bench asks the questions of a folder through the front doors and reports what measures.md names."""

import gzip
import json

import pytest

from apps.core.errors import WorkbenchError
from apps.evaluation.benches.retrieval import bench_retrieval
from apps.retrieval.domain.fusion import WEIGHTS

ARTICLES = {
    "Nausea": "Methotrexate was stopped in May. She could not keep food down after five doses of the drug.",
    "Joints": "Six swollen joints of the hands were counted. Grip strength was low on both sides.",
    "Lungs": "Oxygen saturation fell to eighty-six percent while walking. At rest it was ninety-one percent.",
}
QUESTIONS = {
    "Nausea": ("Why was methotrexate stopped?", "She could not keep food down"),
    "Joints": ("How many swollen joints were there?", "Six swollen joints"),
    "Lungs": ("What was the oxygen saturation while walking?", "eighty-six percent"),
}


def write(folder, rows):
    with gzip.open(folder / "questions.jsonl.gz", "wt") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)


def marked(title):
    text, (question, answer) = ARTICLES[title], QUESTIONS[title]
    start = text.index(answer)
    return {
        "document_id": title, "title": title, "text": text,
        "questions": [{"question": question, "start": start, "end": start + len(answer)}],
    }  # fmt: skip


def test_questions_with_marked_answers_are_asked_of_their_own_and_of_all_documents(db, tmp_path):
    write(tmp_path, [marked(title) for title in ARTICLES])
    result = bench_retrieval(data=tmp_path, scale=1, say=lambda _: None)
    keys = {f"{scope}_{key}" for scope in ("own", "all") for key in ("mrr", *(f"recall_at_{k}" for k in (1, 3, 5, 10)))}
    assert keys | {"p50_ms", "p95_ms"} <= set(result.figures)
    assert result.figures["all_recall_at_1"] == result.figures["own_mrr"] == 1.0
    assert set(result.peers) == {"bm25", "dense_only", *(f"without_{name}" for name in WEIGHTS)}
    assert all(set(figures) == keys for figures in result.peers.values())
    every = result.figures | {
        f"{peer}.{key}": rate for peer, rates in result.peers.items() for key, rate in rates.items()
    }
    assert all(low <= every[key] <= high for key, (low, high) in result.intervals.items())
    assert "without_near.own_recall_at_5" in result.intervals


def test_questions_about_whole_abstracts_are_asked_of_all_documents_only(db, tmp_path):
    write(
        tmp_path,
        [{"pmid": title, "question": QUESTIONS[title][0], "contexts": [ARTICLES[title]]} for title in ARTICLES],
    )
    result = bench_retrieval(data=tmp_path, scale=1, say=lambda _: None)
    assert result.n == 3
    assert result.figures["all_recall_at_1"] == 1.0
    assert not [key for key in result.figures if key.startswith("own_")]


@pytest.mark.parametrize("folder", ["empty", None])
def test_a_folder_without_questions_is_a_sentence(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    with pytest.raises(WorkbenchError, match="covid_qa"):
        bench_retrieval(data=folder and tmp_path / folder, scale=1, say=lambda _: None)
