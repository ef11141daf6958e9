"""Strict reading of TOML files: every key typed, every problem told at once, with its line."""

from rules.reading.book import read_book
from rules.reading.problems import Problem, Problems

__all__ = ["Problem", "Problems", "read_book"]
