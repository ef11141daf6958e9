"""What all commands share: settings, logging, and opening the two files that people edit."""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syncer.app import App


@dataclass(frozen=True)
class Settings:
    """The global options."""

    config: str

    def app(self) -> App:
        """Read both files. Raises Stop with every problem of both."""
        # Imported here: `syncer lint` starts in an editor at every pause and needs none of them.
        from rules.reading.problems import Problems
        from syncer.app import App
        from syncer.config import load_config
        from syncer.judge.words import placeholders
        from syncer.records import Problem, Stop
        from syncer.rulebook import load_book

        path = Path(self.config)
        try:
            config = load_config(path, os.environ)
            book = load_book(config.rules.file, templates=placeholders())
        except Problems as problems:
            mend = "Mend it and run again; nothing was touched."
            raise Stop(Problem(what=str(problems), mend=f"\n{mend}", exit=2)) from problems
        except OSError as error:
            what = f"{error.filename or path} cannot be read: {error.strerror}."
            mend = "Name the right file with --config, or make one from config.example.toml."
            raise Stop(Problem(what=what, mend=mend, exit=2)) from error
        return App(config, book)


class _JsonLines(logging.Formatter):
    """One JSON object a line, for log collectors."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(verbose: int, log_format: str) -> None:
    """Everything that is no answer goes to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    handler.setFormatter(_JsonLines() if log_format == "json" else plain)
    level = {0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG)
    logging.basicConfig(level=level, handlers=[handler], force=True)
