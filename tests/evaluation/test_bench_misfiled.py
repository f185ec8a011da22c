"""The bench holds headers against their own and every other chart, and says what it is given for one."""

import base64
import json

import pytest

from apps.core.errors import WorkbenchError
from apps.evaluation.benches.misfiled import bench_misfiled

PEOPLE = {"ruth": ("Ruth", "Calloway", "1968-02-14"), "marek": ("Marek", "Dvorak", "1945-06-03")}


def chart(folder, who, *notes):
    given, family, born = PEOPLE[who]
    patient = {"resourceType": "Patient", "name": [{"given": [given], "family": family}], "birthDate": born}
    documents = [
        {"resourceType": "DocumentReference", "id": f"{who}-{number}",
         "content": [{"attachment": {"data": base64.b64encode(note.encode()).decode()}}]}
        for number, note in enumerate(notes)
    ]  # fmt: skip
    (folder / who).mkdir()
    bundle = {"entry": [{"resource": one} for one in (patient, *documents)]}
    (folder / who / "bundle.json").write_text(json.dumps(bundle), encoding="utf-8")


def measured(folder):
    return bench_misfiled(data=folder, scale=1, say=lambda _: None)


def test_own_pages_raise_no_alarm_and_are_another_persons_in_every_other_chart(tmp_path):
    chart(tmp_path, "ruth", "Patient: Ruth Calloway   DOB 2/14/1968", "No header at all.")
    chart(tmp_path, "marek", "Patient: DVORAK, MAREK")
    result = measured(tmp_path)
    assert (result.n, result.figures["read"], result.figures["alarms"]) == (3, 2, 0)
    assert (result.figures["pairs"], result.figures["found"]) == (2, 1.0)
    assert result.figures["clear_pairs"] == 1


def test_a_page_in_the_wrong_chart_is_an_alarm_that_is_named_by_its_id(tmp_path):
    chart(tmp_path, "ruth", "Patient: Marek Dvorak   DOB 6/3/1945")
    result = measured(tmp_path)
    assert result.figures["alarms"] == 1
    assert "alarm: ruth-0 in ruth: name, birth_date" in result.notes
    assert "Dvorak" not in str(result.notes)


@pytest.mark.parametrize("folder", ["empty", None])
def test_a_folder_without_charts_is_refused_in_a_sentence(tmp_path, folder):
    with pytest.raises(WorkbenchError, match="--data names a folder of charts"):
        measured(tmp_path / folder if folder else None)
