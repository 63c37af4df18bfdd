"""How many rounds a long check takes: the full count in `make deep`, a small one in `make test`."""

import os


def rounds(full: int, quick: int = 12) -> int:
    """`full` when ROUNDS=deep, else `quick`."""
    return full if os.environ.get("ROUNDS") == "deep" else min(full, quick)
