"""Settings out of the environment: good values arrive, bad ones are refused with a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from workbench.settings import env

POSTGRES = ("postgresql", "postgres")


@pytest.mark.parametrize(("text", "expected"), [("1", True), ("Yes", True), ("off", False), ("false", False)])
def test_a_yes_or_a_no_is_understood(monkeypatch: pytest.MonkeyPatch, text: str, expected: bool) -> None:
    monkeypatch.setenv("FLAG", text)
    assert env.env_bool("FLAG", not expected) is expected


def test_what_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="neither yes nor no"):
        env.env_bool("FLAG", False)


@pytest.mark.parametrize(("text", "sentence"), [("ten", "not a whole number"), ("-1", "must be 0 or more")])
def test_a_bad_number_is_refused(monkeypatch: pytest.MonkeyPatch, text: str, sentence: str) -> None:
    monkeypatch.setenv("NUMBER", text)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.env_int("NUMBER", 3)


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBER", "  ")
    assert env.env_int("NUMBER", 3) == 3
    with pytest.raises(ImproperlyConfigured, match="NUMBER is not set"):
        env.env_str("NUMBER")


def test_a_list_loses_its_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", " a.example, ,b.example ")
    assert env.env_list("HOSTS") == ["a.example", "b.example"]


def test_a_secret_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("s3cret\n", encoding="utf-8")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    assert env.env_secret("KEY") == "s3cret"


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KEY", "a")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="Keep one of them"):
        env.env_secret("KEY")


@pytest.mark.parametrize(("content", "sentence"), [(None, "cannot be read"), ("", "is empty")])
def test_a_secret_file_without_a_secret_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / "key").write_text(content, encoding="utf-8")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.env_secret("KEY")


def test_a_database_address_becomes_djangos_entry() -> None:
    url = env.parse_url("postgresql://ann:p%40ss@db.example:5433/charts?sslmode=require", "DATABASE_URL", POSTGRES)
    entry = env.database_from(url, "DATABASE_URL")
    assert (entry["NAME"], entry["USER"], entry["PASSWORD"]) == ("charts", "ann", "p@ss")
    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]) == ("db.example", "5433", {"sslmode": "require"})


def test_the_folder_of_a_socket_becomes_the_host() -> None:
    url = env.parse_url("postgresql://ann@/charts?host=%2Fa%20b%2Fsockets", "DATABASE_URL", POSTGRES)
    assert env.database_from(url, "DATABASE_URL")["HOST"] == "/a b/sockets"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("mysql://db/charts", "must begin with postgresql://"),
        ("postgresql://db:port/charts", "not an address"),
        ("postgresql://db", "names no database"),
    ],
)
def test_a_bad_database_address_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.database_from(env.parse_url(text, "DATABASE_URL", POSTGRES), "DATABASE_URL")


def test_a_password_never_shows_in_a_repr_or_a_refusal() -> None:
    assert "hush" not in repr(env.parse_url("postgresql://ann:hush@db/charts", "DATABASE_URL", POSTGRES))
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.parse_url("mysql://ann:hush@db/charts", "DATABASE_URL", POSTGRES)
    assert "hush" not in str(refusal.value)


def test_celery_gets_its_own_spelling_of_a_socket() -> None:
    url = env.parse_url("unix:///a/redis.sock?db=2", "REDIS_URL", ("unix",))
    assert env.broker_from(url) == "redis+socket:///a/redis.sock?virtual_host=2"
