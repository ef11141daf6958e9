"""Finding Hunspell dictionaries: those that rules.toml names, else those that are installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rules.style.missing import EngineMissing

FOLDERS = (
    "/usr/share/hunspell",
    "/usr/share/myspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell",
    "/Library/Spelling",
)
_REGIONS = {
    "en-GB": ("en_GB", "en_GB-ise"),
    "en-GB-oxendict": ("en_GB-ize", "en_GB"),
    "en": ("en_US", "en_GB"),
    "hy": ("hy_AM", "hy"),
    "de": ("de_DE", "de_DE_frami"),
    "pt": ("pt_PT", "pt_BR"),
    "sr": ("sr", "sr_RS"),
}


def installed(language: str, folders: Iterable[str]) -> list[Path]:
    """The .dic files of a language in those folders, the best first; the .aff lies beside each."""
    names = dict.fromkeys([*_REGIONS.get(language, ()), *_guesses(language)])
    found: dict[Path, Path] = {}
    for folder in folders:
        for name in names:
            dic = Path(folder, f"{name}.dic")
            if _whole(dic):
                found.setdefault(dic.resolve(), dic)
    return list(found.values())


def named(name: str, folders: Sequence[str], beside: Path) -> Path:
    """The .dic file that `dictionaries` names: by path (from where rules.toml lies) or by name.

    Raises:
        EngineMissing: it is not there, or its .aff is not.
    """
    stem = name.removesuffix(".dic").removesuffix(".aff")
    tried = [beside / f"{stem}.dic", *(Path(folder, f"{stem}.dic") for folder in folders)]
    for dic in tried:
        if _whole(dic):
            return dic
    places = ", ".join(str(path) for path in tried)
    raise EngineMissing(f"no dictionary {name!r} (a .dic with its .aff); looked at {places}")


def advice(language: str) -> str:
    """How to get a dictionary of that language."""
    short = {"hy": "hy_AM", "en-GB-oxendict": "en-gb"}.get(language, language.lower())
    package = "myspell-hy" if language == "hy" else f"hunspell-{short}"
    return (
        f"install one (on Debian: apt install {package}) or name its .dic file in `dictionaries`, "
        f"or its folder in `dicpath`"
    )


def _guesses(language: str) -> list[str]:
    tag = language.replace("-", "_")
    short = tag.partition("_")[0]
    return [tag, short, f"{short}_{short.upper()}"]


def _whole(dic: Path) -> bool:
    return dic.is_file() and dic.with_suffix(".aff").is_file()
