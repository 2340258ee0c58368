"""Settings: where they come from, which wins, and each way to get one wrong."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from config import (
    SecretInFileError,
    Settings,
    SettingsError,
    UnknownSettingError,
    UnreadableSettingsError,
    UnusableValueError,
    load_settings,
)

TOKEN = "MTIz.secret.token"  # noqa: S105  # of no bot


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but a test's own: an empty working directory, and no variable that counts."""
    monkeypatch.chdir(tmp_path)
    for name in ("PULLQUOTE_SOURCES", "PULLQUOTE_DATA", "DISCORD_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def _write(text: str, path: str = "pullquote.toml") -> Path:
    file = Path(path)
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_without_settings_the_starter_documents_are_served_and_data_is_kept_here() -> None:
    settings = load_settings({})

    assert (settings.sources / "LICENSE").exists()
    assert settings.sources.name == "starter"
    assert settings.data == Path("data")
    assert settings.token is None


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _write('sources = "from-file"\ndata = "from-file"')
    in_file = load_settings({}).sources
    monkeypatch.setenv("PULLQUOTE_SOURCES", "from-environment")
    in_environment = load_settings({})
    given = load_settings({"sources": "given"})

    assert in_file == Path("from-file")
    assert (in_environment.sources, in_environment.data) == (
        Path("from-environment"),
        Path("from-file"),
    )
    assert given.sources == Path("given")


def test_paths_in_a_named_file_start_from_its_folder(tmp_path: Path) -> None:
    file = _write('sources = "texts"\ndata = "/var/pullquote"', "class/settings.toml")

    settings = load_settings({}, tmp_path / file)

    assert settings.sources == tmp_path / "class" / "texts"
    assert settings.data == Path("/var/pullquote")


def test_a_tilde_is_the_home_folder_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("PULLQUOTE_DATA", "~/data")
    _write('sources = "~/texts"')

    settings = load_settings({})

    assert (settings.sources, settings.data) == (Path("/home/ada/texts"), Path("/home/ada/data"))


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_DATA", "")
    monkeypatch.setenv("DISCORD_TOKEN", "")

    settings = load_settings({})

    assert settings.data == Path("data")
    assert settings.token is None


def test_a_byte_order_mark_at_the_beginning_of_the_file_is_no_mistake() -> None:
    _write('\ufeffdata = "elsewhere"')

    assert load_settings({}).data == Path("elsewhere")


def test_settings_never_change() -> None:
    settings = load_settings({})

    with pytest.raises(ValidationError):
        settings.data = Path("elsewhere")


def test_the_token_is_held_but_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)

    settings = load_settings({})

    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    assert TOKEN not in f"{settings!r} {settings} {settings.model_dump()}"


def test_a_misspelt_key_is_named_with_the_one_that_was_meant() -> None:
    _write('data = "d"\nsorces = "texts"')

    with pytest.raises(UnknownSettingError) as caught:
        load_settings({})

    error = caught.value
    assert (error.name, error.place, error.closest) == ("sorces", "pullquote.toml", "sources")


def test_a_key_like_no_other_is_named_with_those_that_there_are() -> None:
    _write("[discord]\nguild = 1")

    with pytest.raises(UnknownSettingError) as caught:
        load_settings({})

    assert caught.value.closest is None
    assert set(caught.value.known) == Settings.model_fields.keys() - {
        "token",
        "opensearch_password",
    }


@pytest.mark.parametrize("name", ["PULLQUOTE_SORCES", "Pullquote_Sorces"])
def test_a_misspelt_variable_is_named_with_the_one_that_was_meant(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "texts")

    with pytest.raises(UnknownSettingError) as caught:
        load_settings({})

    error = caught.value
    assert (error.name, error.place, error.closest) == (
        name,
        "the environment",
        "PULLQUOTE_SOURCES",
    )


@pytest.mark.parametrize(
    ("name", "closest"), [("PULLQUOTE_DISCORD_TOKEN", "DISCORD_TOKEN"), ("PULLQUOTE_TOKEN", None)]
)
def test_a_token_under_a_wrong_name_is_not_taken_for_another_setting(
    name: str, closest: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All variables begin alike, which says nothing about which one was meant."""
    monkeypatch.setenv(name, TOKEN)

    with pytest.raises(UnknownSettingError) as caught:
        load_settings({})

    assert caught.value.closest == closest
    assert "DISCORD_TOKEN" in caught.value.known
    assert TOKEN not in repr(caught.value)


@pytest.mark.parametrize("value", ["5", "true", '["texts"]', '""', '"  "', '"a\\u0000b"', '"~no?"'])
def test_a_value_that_is_no_folder_is_named_with_what_is_allowed(value: str) -> None:
    _write(f"sources = {value}")

    with pytest.raises(UnusableValueError) as caught:
        load_settings({})

    error = caught.value
    assert (error.name, error.place, error.allowed) == (
        "sources",
        "pullquote.toml",
        "the path of a folder",
    )


def test_an_impossible_variable_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_DATA", "  ")
    _write('data = "fine"')

    with pytest.raises(UnusableValueError) as caught:
        load_settings({})

    assert (caught.value.name, caught.value.place) == ("PULLQUOTE_DATA", "the environment")


def test_an_impossible_option_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_DATA", "fine")

    with pytest.raises(UnusableValueError) as caught:
        load_settings({"data": ""})

    assert (caught.value.name, caught.value.place) == ("--data", "the command line")


@pytest.mark.parametrize("name", ["token", "DISCORD_TOKEN", "discord_token"])
def test_a_token_in_the_file_is_refused_and_not_repeated(name: str) -> None:
    _write(f'{name} = "{TOKEN}"')

    with pytest.raises(SecretInFileError) as caught:
        load_settings({})

    assert caught.value.variable == "DISCORD_TOKEN"
    assert TOKEN not in repr(caught.value)


def test_a_password_in_the_file_is_refused_and_not_repeated() -> None:
    _write(f'opensearch_password = "{TOKEN}"')

    with pytest.raises(SecretInFileError) as caught:
        load_settings({})

    assert caught.value.variable == "PULLQUOTE_OPENSEARCH_PASSWORD"
    assert TOKEN not in repr(caught.value)


def test_the_password_of_the_cluster_is_held_but_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PULLQUOTE_OPENSEARCH_PASSWORD", TOKEN)

    settings = load_settings({})

    assert settings.opensearch_password is not None
    assert settings.opensearch_password.get_secret_value() == TOKEN
    assert TOKEN not in f"{settings!r} {settings} {settings.model_dump()}"


def test_addresses_of_nodes_are_a_list_or_have_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = ("https://one.example:9200", "http://[::1]:9201")
    _write(f"opensearch = {list(nodes)}")
    assert load_settings({}).opensearch == nodes

    monkeypatch.setenv("PULLQUOTE_OPENSEARCH", f"{nodes[0]}/, {nodes[1]}")
    assert load_settings({}).opensearch == nodes


@pytest.mark.parametrize(
    "address", ["one.example:9200", "https://", "ftp://one.example", "http://one/path", "http://[1"]
)
def test_what_is_no_address_of_a_node_is_refused(address: str) -> None:
    with pytest.raises(UnusableValueError):
        load_settings({"opensearch": address})


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UnusableValueError) as caught:
        load_settings({"opensearch": f"https://bot:{TOKEN}@one.example:9200"})

    assert TOKEN not in str(caught.value)
    assert TOKEN not in repr(caught.value)


def test_no_error_carries_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pydantic's error, which lists what it was given, is not chained to ours."""
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)

    with pytest.raises(SettingsError) as caught:
        load_settings({"data": ""})

    assert TOKEN not in repr(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\ndata = nowhere", "line 2"),
        (b"data = 'a'\ndata = 'b'", "Cannot overwrite"),
        (b"\xff\xfe", "it is not UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_is_named_with_the_place(raw: bytes, reason: str) -> None:
    Path("pullquote.toml").write_bytes(raw)

    with pytest.raises(UnreadableSettingsError) as caught:
        load_settings({})

    assert caught.value.file == Path("pullquote.toml")
    assert reason in caught.value.reason


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_a_named_file_that_cannot_be_read_is_a_mistake(name: str) -> None:
    with pytest.raises(UnreadableSettingsError) as caught:
        load_settings({}, Path(name))

    assert caught.value.file == Path(name)


@pytest.mark.parametrize(
    "name", [name for name, field in Settings.model_fields.items() if field.annotation is int]
)
def test_a_number_is_taken_from_the_least_to_the_most_that_its_description_allows(
    name: str,
) -> None:
    described = Settings.model_fields[name].description or ""
    least, most = (int(bound.replace(",", "")) for bound in re.findall(r"[\d,]+", described))

    for value in (least, most):
        _write(f"{name} = {value}")
        assert getattr(load_settings({}), name) == value
    for wrong in (least - 1, most + 1, '"many"', 1.5):
        _write(f"{name} = {wrong}")
        with pytest.raises(UnusableValueError) as caught:
            load_settings({})
        assert (caught.value.name, caught.value.allowed) == (name, described)


@pytest.mark.parametrize(
    ("written", "meant"), [("1", 1), ("36500", 36_500), ('"forever"', "forever")]
)
def test_questions_are_kept_for_days_or_forever(written: str, meant: object) -> None:
    _write(f"retention_days = {written}")

    assert load_settings({}).retention_days == meant


@pytest.mark.parametrize("wrong", ["0", "36501", '"ever"', "1.5"])
def test_no_other_time_is_taken_for_forever(wrong: str) -> None:
    _write(f"retention_days = {wrong}")

    with pytest.raises(UnusableValueError) as caught:
        load_settings({})

    assert (caught.value.name, caught.value.place) == ("retention_days", "pullquote.toml")


def test_terms_begin_on_days_of_the_year_as_a_list_or_with_commas(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _write('new_term_on = ["02-01", "09-01"]')
    in_file = load_settings({})
    monkeypatch.setenv("PULLQUOTE_NEW_TERM_ON", "02-01, 09-01")

    assert in_file.new_term_on == load_settings({}).new_term_on == ("02-01", "09-01")


@pytest.mark.parametrize("wrong", ['"September"', '"02-29"', '["13-01"]', "9", '"09-01,"'])
def test_what_is_no_day_of_each_year_is_named_with_an_example(wrong: str) -> None:
    _write(f"new_term_on = {wrong}")

    with pytest.raises(UnusableValueError) as caught:
        load_settings({})

    assert (caught.value.name, caught.value.place) == ("new_term_on", "pullquote.toml")
    assert '"02-01, 09-01"' in caught.value.allowed


def test_role_of_moderators_is_a_name() -> None:
    _write('moderator_role = " Teachers "')
    named = load_settings({}).moderator_role
    _write('moderator_role = " "')

    assert named == "Teachers"
    with pytest.raises(UnusableValueError):
        load_settings({})


def test_the_file_dotenv_is_read_after_the_environment_and_before_the_settings_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _write("max_pages = 1\nmax_passages = 1\nmax_files = 1\n")
    _write(
        "# comment\nexport PULLQUOTE_MAX_PAGES=2\nPULLQUOTE_MAX_PASSAGES='2'\n"
        "DISCORD_TOKEN=a.$b.c\nPULLQUOTE_WATCH=\nOTHER=x\n",
        ".env",
    )
    monkeypatch.setenv("PULLQUOTE_MAX_PAGES", "3")

    settings = load_settings({})

    assert (settings.max_pages, settings.max_passages, settings.max_files) == (3, 2, 1)
    assert settings.token is not None
    assert settings.token.get_secret_value() == "a.$b.c"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("PULLQUOTE_MAX_PAGES=many", "\"PULLQUOTE_MAX_PAGES\" in .env is 'many'"),
        ("PULLQUOTE_MAX_PAGE=3", 'Did you mean "PULLQUOTE_MAX_PAGES"?'),
    ],
)
def test_what_is_wrong_in_the_file_dotenv_is_named_with_its_place(line: str, told: str) -> None:
    _write(line, ".env")

    with pytest.raises(SettingsError) as refused:
        load_settings({})

    assert told in str(refused.value)
    assert " in .env " in str(refused.value)


def test_a_heading_in_the_settings_file_is_told_as_such() -> None:
    _write("[pullquote]\nmax_pages = 3\n")

    with pytest.raises(SettingsError, match=r"Remove the heading \[pullquote\] from"):
        load_settings({})


@pytest.mark.parametrize("name", ["max_file_mb", "retention_days", "data"])
def test_true_is_no_number_and_no_path(name: str) -> None:
    _write(f"{name} = true\n")

    with pytest.raises(SettingsError, match=f'"{name}" in pullquote.toml is True, but must be'):
        load_settings({})


@pytest.mark.parametrize(
    "name", ["PULLQUOTE_PORT", "PULLQUOTE_SERVICE_HOST", "PULLQUOTE_PORT_80_TCP_ADDR"]
)
def test_what_a_platform_sets_for_a_service_of_this_name_is_no_setting(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "tcp://10.0.0.1:80")

    assert load_settings({}).max_pages > 0


@pytest.mark.parametrize("written", ["1/1", "2/3", "10/10"])
def test_a_part_is_a_process_of_several(written: str) -> None:
    assert load_settings({"part": written}).part == written


@pytest.mark.parametrize("wrong", ["0/2", "3/2", "1/11", "1", "a/b", "1/2/3", ""])
def test_what_is_no_part_of_at_most_ten_is_refused(wrong: str) -> None:
    with pytest.raises(UnusableValueError, match="such as"):
        load_settings({"part": wrong})


@pytest.mark.parametrize(("written", "meant"), [("auto", "auto"), ("8", 8), (8, 8)])
def test_connections_are_a_number_or_as_many_as_discord_recommends(
    written: object, meant: object
) -> None:
    assert load_settings({"shards": written}).shards == meant
