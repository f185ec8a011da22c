"""The real embedder: the recorded file, unit vectors, and meaning in the angles."""

import hashlib
import math
import socket

import llama_cpp
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from apps.retrieval.domain.version import EMBEDDER, MODEL_SHA256
from apps.retrieval.embedder import FILE_NAME, embedder, embedder_ensure, embedder_load
from apps.retrieval.embedder.errors import EmbedderUnavailable
from apps.retrieval.embedder.memory import RememberingEmbedder


def cosine(one, other):
    a, b = embedder().embed([one, other])
    return sum(x * y for x, y in zip(a, b, strict=True))


def test_the_weights_are_written_to_the_recorded_file_byte_for_byte(tmp_path, settings):
    settings.WORKBENCH_MODELS_DIR = tmp_path
    assert hashlib.sha256(embedder_ensure().read_bytes()).hexdigest() == MODEL_SHA256
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_vectors_have_length_one_and_the_indexs_dimensions():
    vectors = embedder().embed(["Six swollen joints.", "", "Ω 37 °C " * 400])
    assert {len(v) for v in vectors} == {384} == {embedder().dimensions}
    assert all(math.isclose(math.sqrt(sum(x * x for x in v)), 1.0, abs_tol=1e-5) for v in vectors)
    assert embedder().name == EMBEDDER


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        (
            "The patient stopped methotrexate because of nausea.",
            "MTX was discontinued due to vomiting.",
            "Paris is sunny.",
        ),
        ("shortness of breath on exertion", "dyspnea when walking", "fracture of the left wrist"),
        ("How is the kidney function?", "Creatinine 1.9 mg/dL, eGFR 41.", "Left knee brace fitted."),
    ],
)
def test_near_meanings_have_the_smaller_angle(text, near, far):
    assert cosine(text, near) > cosine(text, far) + 0.1


def test_a_known_pair_has_the_angle_the_published_model_gives():
    assert cosine(
        "The patient stopped methotrexate because of nausea.", "MTX was discontinued due to vomiting."
    ) == pytest.approx(0.492, abs=0.01)


@pytest.fixture(scope="module")
def computing():
    return embedder_load()  # remembers nothing


@hypothesis_settings(max_examples=8, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=8), st.data())
def test_a_vector_is_the_same_to_the_bit_whatever_is_embedded_beside_it(computing, texts, data):
    among = computing.embed(texts)
    one = data.draw(st.integers(0, len(texts) - 1))
    assert computing.embed([texts[one]]) == [among[one]]


def test_texts_keep_their_order_on_every_core_and_what_lies_beyond_the_window_is_not_read(computing):
    texts = [f"Visit {n}: " + "the knee is stiff in the morning. " * (n % 7) for n in range(40)]
    assert computing.embed(texts) == [computing.embed([text])[0] for text in texts]
    long = "pain " * 600
    assert computing.embed([long]) == computing.embed([long + "and a rash"])
    assert computing.embed([]) == []


def test_llama_cpp_gives_the_same_vectors_from_the_same_file(computing):
    llama = llama_cpp.Llama(
        model_path=str(embedder_ensure()), embedding=True, n_ctx=512, n_threads=1, n_threads_batch=1, verbose=False
    )
    texts = ["Six swollen joints of the hands.", "Ω 37 °C, naïve T-cells", "ok", "Creatinine 1.9 mg/dL. " * 20]
    for text, vector in zip(texts, computing.embed(texts), strict=True):
        assert sum(a * b for a, b in zip(llama.embed(text, normalize=True), vector, strict=True)) > 0.9999
    llama.close()


class Counting:
    name, dimensions = "counting", 2

    def __init__(self):
        self.asked = []

    def embed(self, texts):
        self.asked += texts
        return [[float(len(text)), 0.5] for text in texts]


def test_a_text_that_came_lately_is_not_embedded_again_and_an_older_one_is():
    inner = Counting()
    memory = RememberingEmbedder(inner, texts=2)
    assert memory.embed(["a", "bb", "a"]) == [[1.0, 0.5], [2.0, 0.5], [1.0, 0.5]]
    assert memory.embed(["a"]) == [[1.0, 0.5]]
    assert memory.embed(["ccc", "bb"]) == [[3.0, 0.5], [2.0, 0.5]]
    assert memory.embed(["a"]) == [[1.0, 0.5]]
    assert inner.asked == ["a", "bb", "ccc", "a"]
    assert (memory.name, memory.dimensions) == ("counting", 2)


def test_a_changed_file_is_refused_with_what_to_do(tmp_path):
    from apps.retrieval.embedder.minilm import MiniLmEmbedder

    (tmp_path / FILE_NAME).write_bytes(b"GGUF of another kind")
    with pytest.raises(EmbedderUnavailable, match="embedder_build"):
        MiniLmEmbedder(tmp_path / FILE_NAME)


def test_the_command_says_where_the_embedder_is_and_a_missing_package_is_a_sentence(
    tmp_path, settings, monkeypatch, capsys
):
    settings.WORKBENCH_MODELS_DIR = tmp_path
    call_command("embedder_build")
    assert FILE_NAME in capsys.readouterr().out
    (tmp_path / FILE_NAME).unlink()
    monkeypatch.setattr("apps.retrieval.embedder.weights.PACKAGE", "no-such-package")
    with pytest.raises(CommandError, match="not installed"):
        call_command("embedder_build")


def test_writing_and_loading_the_embedder_opens_no_connection(tmp_path, settings, monkeypatch):
    from apps.retrieval.embedder.minilm import MiniLmEmbedder

    def refuse(*args, **kwargs):
        raise AssertionError("The embedder tried to open a connection.")

    settings.WORKBENCH_MODELS_DIR = tmp_path
    monkeypatch.setattr(socket, "socket", refuse)
    assert MiniLmEmbedder(embedder_ensure()).embed(["Lungs clear."])
