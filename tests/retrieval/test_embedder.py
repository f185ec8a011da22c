"""The real embedder: the recorded file, unit vectors, and meaning in the angles."""

import hashlib
import math
import socket

import pytest
from django.core.management import CommandError, call_command

from apps.retrieval.domain.version import EMBEDDER, MODEL_SHA256
from apps.retrieval.embedder import FILE_NAME, embedder, embedder_ensure
from apps.retrieval.embedder.errors import EmbedderUnavailable


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


def test_a_vector_does_not_depend_on_what_is_embedded_beside_it():
    alone = embedder().embed(["Lungs clear."])[0]
    among = embedder().embed(["Six swollen joints of the hands.", "Lungs clear.", "No rash."])[1]
    assert alone == among


def test_a_changed_file_is_refused_with_what_to_do(tmp_path):
    from apps.retrieval.embedder.llama import LlamaEmbedder

    (tmp_path / FILE_NAME).write_bytes(b"GGUF of another kind")
    with pytest.raises(EmbedderUnavailable, match="embedder_build"):
        LlamaEmbedder(tmp_path / FILE_NAME)


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
    from apps.retrieval.embedder.llama import LlamaEmbedder

    def refuse(*args, **kwargs):
        raise AssertionError("The embedder tried to open a connection.")

    settings.WORKBENCH_MODELS_DIR = tmp_path
    monkeypatch.setattr(socket, "socket", refuse)
    assert LlamaEmbedder(embedder_ensure()).embed(["Lungs clear."])
