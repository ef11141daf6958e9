"""Spelling: dictionaries found or named, variants of English, Armenian, what is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.rule import Hit
from rules.style.missing import EngineMissing
from rules.style.words import words
from rules.verdict import Place
from tests.rules.style.social.tools import hits, quoted

pytest.importorskip("hunspell")
pytest.importorskip("breame")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two tiny dictionaries: an Armenian one and one of a made-up Latin language."""
    armenian = ["բարև", "ինչու", "շուկա", "բարեւ", "մեծ", "եւ"]
    (tmp_path / "hy_AM.aff").write_text("SET UTF-8\nTRY աբգ\n", encoding="utf-8")
    (tmp_path / "hy_AM.dic").write_text("\n".join(["6", *armenian]), encoding="utf-8")
    (tmp_path / "qx.aff").write_text("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", encoding="utf-8")
    (tmp_path / "qx.dic").write_text("2\nflim/S\nzorp\n", encoding="utf-8")
    return tmp_path


def english(text: str, language: str = "en-US", **keys: Any) -> list[Hit]:
    return hits("spelling", text, languages=(language,), **keys)


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("en-US", "We recieved it.", ["recieved"]),
        ("en-US", "The colour of organised travellers", ["colour", "organised", "travellers"]),
        ("en-US", "The color of organized travelers", []),
        ("en-GB", "The color of organized travelers", ["color", "organized", "travelers"]),
        ("en-GB", "The colour of organised travellers", []),
        ("en-GB-oxendict", "The colour of organized travellers, analysed", []),
        (
            "en-GB-oxendict",
            "The color we organised and analyzed",
            ["color", "organised", "analyzed"],
        ),
        ("en_gb", "The colour of organized travellers", ["organized"]),
        ("en-AU", "The colour of organized travellers", ["organized"]),
        ("en-GB", "A connection of two tons in practice, a program and a draft", []),
        ("en-US", "A connection of two tons in practice, a program and a draft", []),
        ("en", "The colour we recieved in Ereven", ["colour", "recieved", "Ereven"]),
        ("en-US", "Zartonk's shop's brothers' goods don’t", ["Zartonk's"]),
        ("en-US", "a well-knwon, well-known shop", ["knwon"]),
    ],
)
def test_english_has_its_variants(language: str, text: str, wrong: list[str]) -> None:
    assert quoted(english(text, language)) == wrong


def test_the_likeliest_word_is_offered() -> None:
    assert english("We recieved it.")[0].replacements[0] == "received"
    assert english("Color matters", "en-GB")[0].replacements == ("Colour",)
    assert len(english("recieved", suggestions=1)[0].replacements) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://exmaple.com/recieved",
        "#Recieved @recieved recieved@example.com",
        "NASA SS26 iPhone 3rd 2nd x264",
        "Привет, բարև, 故人",
        "",
        "🎉 !!! —",
    ],
)
def test_what_is_no_word_is_left_alone(text: str) -> None:
    assert english(text) == []


def test_words_of_the_house_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "house.txt").write_text("# our names\nGyumri\n", encoding="utf-8")
    text = "Zartonk, ZARTONK and Zartonk's zartonk in Gyumri by Acme Flowz"
    keys: dict[str, Any] = {"accept": ("Zartonk", "Acme Flowz"), "ignore": ("house.txt",)}
    place = Place(file=str(tmp_path / "rules.toml"), line=1)
    assert quoted(english(text, place=place, **keys)) == ["zartonk"]
    assert quoted(english("xyzzyabc recieved", filters=("^xyzzy",))) == ["recieved"]
    assert quoted(english("Yerevanned recieved", exceptions=("Yerev\\w+",))) == ["recieved"]
    assert quoted(english("Gyumri recieved", exceptions=("Gyumri",))) == ["recieved"]
    assert quoted(english("accmes Accme recieved", accept=("(?i)accmes?",))) == ["recieved"]
    assert quoted(english("recieved", accept=("C++", "["))) == ["recieved"]
    assert quoted(english("ABCDEFQ", custom=True)) == ["ABCDEFQ"]


def test_code_is_not_spelt_and_markdown_hides_nothing() -> None:
    text = "Run `exammple --flagg`, then **reci**eve\n\n```\nsom code\n```"
    assert quoted(english(text)) == ["reci**eve"]
    assert quoted(english("## Recieved\nfine text", scope=("heading",))) == ["Recieved"]


def test_an_accepted_word_excuses_no_longer_one() -> None:
    assert quoted(english("accmeflow accme", accept=("accme",))) == ["accmeflow"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Բարև, ինչո՞ւ և եւ", []),
        ("մե՜ծ շուկա", []),
        ("մեձ շուգա", ["մեձ", "շուգա"]),
        ("ինչո՞ռ", ["ինչո՞ռ"]),
        ("մեծ Գորիս շուկա", []),
        ("Գորռիս մեծ", ["Գորռիս"]),
        ("մեծ։ Գորռիս", ["Գորռիս"]),
        ("2019-ին 3-րդ ԲԱՐԵՎ", []),
        ("recieved մեծ", []),
    ],
)
def test_armenian(folder: Path, text: str, wrong: list[str]) -> None:
    found = hits("spelling", text, languages=("hy",), dictionaries=(str(folder / "hy_AM"),))
    assert quoted(found) == wrong


def test_names_can_be_checked_too(folder: Path) -> None:
    keys: dict[str, Any] = {"languages": ("hy",), "dicpath": str(folder), "capitalised": True}
    assert quoted(hits("spelling", "մեծ Գորռիսս շուկա", **keys)) == ["Գորռիսս"]


def test_two_languages_check_each_its_letters(folder: Path) -> None:
    keys: dict[str, Any] = {"languages": ("en-US", "hy"), "dicpath": str(folder)}
    assert quoted(hits("spelling", "recieved մեձ received մեծ", **keys)) == ["recieved", "մեձ"]


def test_a_dictionary_of_any_language_by_path_or_folder(folder: Path) -> None:
    place = Place(file=str(folder / "rules.toml"), line=1)
    for keys in ({"dictionaries": ("qx",)}, {"dictionaries": ("qx.dic",)}, {"dicpath": "."}):
        found = hits("spelling", "flims zorps", languages=("qx",), place=place, **keys)
        assert quoted(found) == ["zorps"]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"languages": ("tlh",)}, "no dictionary for 'tlh'.*hunspell-tlh"),
        ({"languages": ("en-CA",)}, "no dictionary for 'en-CA'.*hunspell-en-ca"),
        ({"languages": ("en",), "dictionaries": ("nowhere/xx",)}, "no dictionary 'nowhere/xx'"),
    ],
)
def test_a_missing_dictionary_is_no_pass(keys: dict[str, Any], told: str) -> None:
    with pytest.raises(EngineMissing, match=told):
        hits("spelling", "anything", **keys)


def test_a_missing_library_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    from rules.style import spellers

    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(spellers, "import_module", absent)
    with pytest.raises(EngineMissing, match="pip install breame"):
        spellers.optional("breame", "breame", "spelling")


def test_the_recorded_armenian_dictionary_knows_armenian(real: Path) -> None:
    keys: dict[str, Any] = {"languages": ("hy",), "dicpath": str(real / "hy")}
    text = "Շնորակալություն, այսօր գեղեցիկ օր է։ Ինչո՞ւ ես տխուր, սիրելի՛ բարեկամ։"
    found = hits("spelling", text, **keys)
    assert quoted(found) == ["Շնորակալություն"]
    assert found[0].replacements[0] == "Շնորհակալություն"


def test_words_stand_where_they_stand() -> None:
    text = "«Ինչո՞ւ» don’t well-known 2019-ին"
    found = [(text[word.start : word.end], word.value, word.initial) for word in words(text)]
    assert found == [
        ("Ինչո՞ւ", "Ինչու", True),
        ("don’t", "don't", False),
        ("well-known", "well-known", False),
        ("2019-ին", "2019-ին", False),
    ]
