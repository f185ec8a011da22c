"""A model server's answer that is none ends the draft in its bucket, is asked for once, and is repeated nowhere."""

import json

import pytest

from tests.drafting.answers import ECHO, drafted, error
from tests.drafting.scripted_server import Exchange, Script, claim, serving
from tests.factories import World


def half_json(exchange: Exchange) -> None:
    exchange.answer('{"claims": [{"section": "Events", "ty')


def uncited(exchange: Exchange) -> None:
    exchange.claims(claim("Active problems", "diagnosis", "Rheumatoid arthritis is active."))


def another_line(exchange: Exchange) -> None:
    exchange.claims(claim("Active problems", "diagnosis", "Rheumatoid arthritis is active.", "77.1"))


def too_long_a_prompt(exchange: Exchange) -> None:
    exchange.begin(400, "application/json")
    exchange.write(json.dumps({"error": {"message": f"This model's maximum context length is 8. {ECHO}"}}))


def error_in_the_stream(exchange: Exchange) -> None:
    exchange.begin()
    exchange.piece('{"claims"')
    exchange.event(error={"message": ECHO})


def reset_in_the_middle(exchange: Exchange) -> None:
    exchange.begin()
    exchange.piece('{"claims"')
    exchange.reset()


def no_end_mark(exchange: Exchange) -> None:
    exchange.begin()
    exchange.piece('{"claims": []}', finish="stop")


def no_event(exchange: Exchange) -> None:
    exchange.begin()
    exchange.write(f"data: {ECHO}\n\n")


def a_page(exchange: Exchange) -> None:
    exchange.begin(content_type="text/html")
    exchange.write(f"<p>{ECHO}</p>")


def cut_off(exchange: Exchange) -> None:
    exchange.answer('{"claims": [', finish="length")


def empty(exchange: Exchange) -> None:
    exchange.answer("")


def endless(exchange: Exchange) -> None:
    exchange.begin()
    while True:
        exchange.piece(" and")


def one_long_line(exchange: Exchange) -> None:
    exchange.begin()
    exchange.write("data: ")
    while True:
        exchange.write("x" * 10_000)


BROKEN = [
    (half_json, "guardrail"), (uncited, "guardrail"), (another_line, "guardrail"),
    (error(500), "upstream"), (error(401), "upstream"), (error(404), "upstream"),
    (error(302, Location="http://127.0.0.1:9/v1/chat/completions"), "upstream"),
    (too_long_a_prompt, "budget"), (error(413), "budget"),
    (error_in_the_stream, "upstream"), (reset_in_the_middle, "upstream"), (no_end_mark, "upstream"),
    (no_event, "upstream"), (a_page, "upstream"),
    (cut_off, "model"), (empty, "model"), (endless, "model"), (one_long_line, "model"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "bucket"), BROKEN)
def test_a_broken_answer_ends_the_draft_in_its_bucket_and_is_asked_for_once(
    charted: World, script: Script, bucket: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(script) as server:
        draft = drafted(charted, server)
    assert (draft.status, draft.bucket, len(server.asked)) == ("FAILED", bucket, 1)
    assert draft.reason.endswith(".")
    assert not draft.claims.exists()
    assert "said back" not in f"{draft.reason}{capfd.readouterr()}"
