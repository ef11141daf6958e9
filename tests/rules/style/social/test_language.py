"""Language, grammar, ease of reading, names, capitals and letters."""

from __future__ import annotations

from typing import Any

import pytest

from rules.style.missing import EngineMissing
from rules.style.readability import Ease, syllables
from tests.rules.style.social.tools import hits, quoted

TEXTS = {
    "hy": "Մենք բացել ենք նոր խանութ Երևանում և սպասում ենք ձեզ։",
    "en": "We have opened a new shop in the city and we are waiting for you.",
    "fr": "Nous avons ouvert une nouvelle boutique dans la ville et nous vous attendons avec joie.",
    "de": "Wir haben einen neuen Laden in der Stadt und wir warten auf euch mit dem Kaffee.",
    "es": "Hemos abierto una nueva tienda en la ciudad y los esperamos con el café para todos.",
    "ru": "Мы открыли новый магазин в городе и ждём вас, это для вас и для нас очень важно.",
    "uk": "Ми відкрили новий магазин у місті та чекаємо на вас, це для нас дуже важливо і що є.",
    "el": "Ανοίξαμε ένα νέο κατάστημα στην πόλη και σας περιμένουμε.",
    "ka": "ჩვენ გავხსენით ახალი მაღაზია ქალაქში და გელოდებით.",
}


@pytest.mark.parametrize("claimed", TEXTS)
@pytest.mark.parametrize("written", TEXTS)
def test_a_post_is_in_the_language_it_claims(claimed: str, written: str) -> None:
    assert bool(hits("language", TEXTS[written], language=claimed)) == (claimed != written)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("OK Zara", "hy", False),
        ("#NewShop @ana https://example.com/new/shop/in/town", "hy", False),
        ("Մեր նոր iPhone 15 Pro Max-ը խանութում է հիմա", "hy", False),
        ("Menq bacel enq nor khanut Yerevanum", "hy", True),
        ("Zartonk Gyumri Yerevan Dilijan", "en", False),
        ("", "hy", False),
        ("🎉🎉🎉 123 456 789", "hy", False),
    ],
)
def test_what_decides_a_language(text: str, language: str, found: bool) -> None:
    assert bool(hits("language", text, language=language)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This is a example of what we make.", ["a"]),
        ("We saw the the shop in town.", ["the the"]),
        ("A fine day in the shop for all of us.", []),
        (TEXTS["fr"], []),
        (TEXTS["hy"], []),
        ("#this is #an apple", []),
    ],
)
def test_grammar(text: str, found: list[str]) -> None:
    pytest.importorskip("harper")
    assert quoted(hits("grammar", text)) == found


def test_grammar_takes_and_leaves_rules() -> None:
    pytest.importorskip("harper")
    text = "This is a example of the the things we make."
    assert quoted(hits("grammar", text, rules=("AnA",))) == ["a"]
    assert quoted(hits("grammar", text, ignore=("AnA",))) == ["the the"]
    with pytest.raises(ValueError, match="no rule named Nonsense"):
        hits("grammar", text, rules=("Nonsense",))


def test_grammar_without_its_library_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    from rules.style import grammar

    def absent(*_names: str) -> None:
        raise EngineMissing("harper-py is not installed: pip install harper-py")

    monkeypatch.setattr(grammar, "optional", absent)
    with pytest.raises(EngineMissing, match="pip install harper-py"):
        hits("grammar", "Anything in English.", accept=("never made before",))


@pytest.mark.parametrize(
    ("word", "number"),
    [("shop", 1), ("table", 2), ("readability", 5), ("the", 1), ("opened", 2), ("rhythm", 1)],
)
def test_syllables(word: str, number: int) -> None:
    assert syllables(word) == number


def test_ease_is_counted_as_its_formulas_say() -> None:
    ease = Ease.of("We mend shoes. Remarkable craftsmen everywhere wait.")
    assert (ease.words, ease.sentences, ease.long) == (7, 2, 3)
    assert ease.lix == pytest.approx(7 / 2 + 300 / 7)
    assert ease.rix == pytest.approx(1.5)
    assert Ease.of("Բարև ձեզ: Ո՞ւր եք գնում։").sentences == 2
    assert Ease.of("").lix == 0


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"lix": None, "sentence_words": 5}, 1),
        ({"lix": None, "sentence_words": 20}, 0),
        ({"lix": None, "long_words": 0.01}, 1),
        ({"lix": None, "rix": 0.1}, 1),
        ({"lix": None, "flesch": 100}, 1),
        ({"lix": None, "grade": 0}, 1),
        ({"lix": 1, "min_words": 100}, 0),
    ],
)
def test_readability(keys: dict[str, Any], found: int) -> None:
    text = "We mend the shoes that you bring to our workshop in the morning. " * 4
    assert len(hits("readability", text, **keys)) == found


def test_flesch_is_for_english_only() -> None:
    assert hits("readability", f"{TEXTS['hy']} " * 5, lix=None, flesch=100, min_words=5) == []


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        (
            {"names": ("YouTube",)},
            "youtube Youtube YouTube You Tube",
            ["youtube", "Youtube", "You Tube"],
        ),
        ({"names": ("YouTube",)}, "https://youtube.com #youtube @youtube youtubers", []),
        ({"names": ("iPhone",)}, "Iphone-ի, IPHONE", ["Iphone", "IPHONE"]),
        ({"names": ("iPhone",), "capitals": True}, "IPHONE", []),
        ({"names": ("Acme Flow",)}, "AcmeFlow acme-flow Acme Flow", ["AcmeFlow", "acme-flow"]),
        ({"names": ("Acme",), "possessive": False}, "Acme's lamp", ["Acme's"]),
        ({"names": ("Զարթոնք",)}, "զարթոնք Զարթոնքի", ["զարթոնք"]),
        ({"names": ("C++",)}, "c++", ["c++"]),
    ],
)
def test_brand(keys: dict[str, Any], text: str, found: list[str]) -> None:
    assert quoted(hits("brand", text, **keys)) == found


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        ({}, "BIG SALE today", ["BIG SALE"]),
        ({}, "UNESCO is here", []),
        ({"run": 2}, "BIG SALE today", []),
        ({}, "EU UN TV", []),
        ({"accept": ("NASA", "UNESCO")}, "NASA UNESCO", []),
        (
            {"share": 0.3, "run": 99},
            "THIS IS ALL CAPITALS, nearly",
            ["THIS IS ALL CAPITALS, nearly"],
        ),
        ({}, "#BIG #SALE", []),
        ({}, "ՄԵԾ ԶԵՂՉ", ["ՄԵԾ ԶԵՂՉ"]),
    ],
)
def test_caps(keys: dict[str, Any], text: str, found: list[str]) -> None:
    assert quoted(hits("caps", text, **keys)) == found


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("𝓯𝓪𝓷𝓬𝔂", "fancy"),
        ("𝗯𝗶𝗴 𝘀𝗮𝗹𝗲", "big sale"),
        ("ｆｕｌｌ", "full"),
        ("ⓒⓘⓡⓒⓛⓔ", "circle"),
        ("🅱🅾🆇", "BOX"),
        ("s̶a̶l̶e̶", "sale"),
        ("𝟐𝟎𝟐𝟔", "2026"),
    ],
)
def test_letterforms(text: str, plain: str) -> None:
    (hit,) = hits("letterforms", f"Our {text} today")
    assert quoted([hit]) == [text]
    assert hit.replacements == (plain,)


@pytest.mark.parametrize("text", ["é́", "Ⓐ", "naïve", "Հայերեն", "क्षि", "Å"])
def test_plain_letters_are_left_alone(text: str) -> None:
    assert hits("letterforms", text) == []


@pytest.mark.parametrize(
    ("text", "found", "mended"),
    [
        ("նoր", "նoր", "նօր"),
        ("հայաuտան", "հայաuտան", "հայաստան"),
        ("nеw", "nеw", "new"),
        ("прiвет", "прiвет", "прівет"),
    ],
)
def test_mixed_letters(text: str, found: str, mended: str) -> None:
    (hit,) = hits("script_mix", f"... {text} ...")
    assert quoted([hit]) == [found]
    assert hit.replacements == (mended,)


@pytest.mark.parametrize("text", ["iPhone-ի", "日本のカメラ", "Բարև hello привет", "#նoր", "µm"])
def test_one_script_a_word_is_no_mixture(text: str) -> None:
    assert hits("script_mix", text) == []
