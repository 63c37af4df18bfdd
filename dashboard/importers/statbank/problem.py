"""What can keep a table from being fetched; the sentences are in wording.PROBLEMS."""

from __future__ import annotations


class Problem(Exception):
    """Carries the code of a sentence and its values."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
