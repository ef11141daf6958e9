"""Which rules to lint with: a rules.toml, folders of Vale styles, or the built-in packs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rules.rule import Rule
from syncer.lint.pieces import Unreadable, read

STARTER = ("house-starter", "accessibility", "networks")
"""the packs for who has no rules yet; none of them needs a dictionary or a grammar engine"""


class BadGuide(ValueError):
    """Rules that cannot be used; the message says all that is wrong with them."""


@dataclass(frozen=True, kw_only=True)
class Guide:
    """The rules, and what of imported styles could not be taken over."""

    rules: tuple[Rule, ...]
    notes: tuple[str, ...] = ()

    def only(self, sets: Collection[str]) -> Guide:
        """The rules of these sets; all of them when none is named. Raises BadGuide."""
        known = {rule.set for rule in self.rules}
        for name in sets:
            if name not in known:
                raise BadGuide(f"no set is called '{name}'; {_hint(name, known)}")
        rules = tuple(rule for rule in self.rules if not sets or rule.set in sets)
        return Guide(rules=rules, notes=self.notes)


def guide(
    rules: Path | None = None, styles: Sequence[Path] = (), packs: Collection[str] = ()
) -> Guide:
    """Everything that those files, folders and packs hold.

    Raises:
        BadGuide: something cannot be read, and everything that is wrong with the rules file.
    """
    from rules.reading.problems import Problems

    try:
        found = [_book(rules)] if rules else []
        found += _styles(styles)
        found += [_pack(name) for name in packs]
    except Problems as problems:
        raise BadGuide(str(problems)) from None
    except OSError as error:
        raise BadGuide(f"{error.filename} cannot be read: {error.strerror}") from None
    return Guide(
        rules=tuple(rule for one in found for rule in one.rules),
        notes=tuple(note for one in found for note in one.notes),
    )


def starter(sets: Iterable[str]) -> tuple[str, ...]:
    """The packs to take when nothing says which rules: the starter, and those asked for by name."""
    from rules.reading.style import pack_names

    known = pack_names()
    return tuple(dict.fromkeys((*STARTER, *(name for name in sets if name in known))))


def _book(path: Path) -> Guide:
    from syncer.rulebook import load_book

    book = load_book(path)
    return Guide(rules=book.style, notes=book.notes)


def _pack(name: str) -> Guide:
    from rules.reading.style import read_pack

    return Guide(rules=read_pack(name))


def _styles(folders: Sequence[Path]) -> Iterator[Guide]:
    """Each style of each folder; a folder is one style or holds several."""
    from rules.reading.foreign import load_style, styles_in

    seen: set[str] = set()
    for folder in folders:
        files, unread = _files(folder)
        yield Guide(rules=(), notes=unread)
        styles = styles_in(folder.resolve().name, files)
        if not styles:
            raise BadGuide(f"{folder} holds no Vale style: no rule (.yml, with extends) lies in it")
        for name, texts in styles.items():
            if name in seen:
                raise BadGuide(f"{folder}: style '{name}' was read from another folder already")
            seen.add(name)
            taken, left = load_style(name, texts)
            yield Guide(rules=taken, notes=left)


def _files(folder: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """The rules and lists of words in a folder by their path inside it, and which of them are
    not text. Raises OSError."""
    from syncer.rulebook import STYLE_FILES

    if not folder.is_dir():
        raise NotADirectoryError(None, "no such folder", str(folder))
    files: dict[str, str] = {}
    notes: list[str] = []
    for path in sorted(each for each in folder.rglob("*") if each.suffix in STYLE_FILES):
        try:
            piece = read(str(path))
        except Unreadable as problem:
            notes.append(f"not taken over: {problem}")
        else:
            files[path.relative_to(folder).as_posix()] = piece.text
    return files, tuple(notes)


def _hint(name: str, known: Collection[str]) -> str:
    from rules.reading.problems import did_you_mean

    return did_you_mean(name, known) or f"known are {', '.join(sorted(known))}"
