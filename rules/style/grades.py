"""School grades that a reader of a text should have reached, as formulas of a `metric` rule."""

from __future__ import annotations

from collections.abc import Sequence

GRADES = {
    "Gunning Fog": "0.4 * (words / sentences + 100 * complex_words / words)",
    "Coleman-Liau": "5.88 * characters / words - 29.6 * sentences / words - 15.8",
    "Flesch-Kincaid": "0.39 * words / sentences + 11.8 * syllables / words - 15.59",
    "SMOG": "1.043 * math.sqrt(30 * polysyllabic_words / sentences) + 3.1291",
    "Automated Readability": "4.71 * characters / words + 0.5 * words / sentences - 21.43",
}


def grade_formula(names: Sequence[str]) -> str:
    """The mean of these grades.

    Raises:
        ValueError: none is named, or one that is not known.
    """
    unknown = [name for name in names if name not in GRADES]
    if unknown or not names:
        raise ValueError(f"{unknown or 'nothing'} is none of {', '.join(GRADES)}")
    return f"({' + '.join(f'({GRADES[name]})' for name in names)}) / {len(names)}"
