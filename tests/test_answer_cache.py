"""Each question is worked out once, also when many ask at the same time, and never beyond the limit of bytes."""

import threading

import pytest

from dashboard.answer_cache import AnswerCache


def test_the_same_question_is_worked_out_once_by_many_at_a_time() -> None:
    cache: AnswerCache[int] = AnswerCache(100, lambda value: 1)
    everybody_asks, calls = threading.Barrier(8), []

    def ask() -> None:
        everybody_asks.wait()
        cache.get("question", lambda: calls.append(1) or 42)  # type: ignore[func-returns-value]

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]


def test_the_oldest_goes_first_when_the_bytes_run_out() -> None:
    cache: AnswerCache[int] = AnswerCache(10, lambda value: 4)
    calls: list[str] = []

    def ask(key: str) -> None:
        cache.get(key, lambda: calls.append(key) or 1)  # type: ignore[func-returns-value]

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert calls == ["a", "b", "c", "b"]


def test_an_error_is_not_kept() -> None:
    cache: AnswerCache[int] = AnswerCache(10, lambda value: 1)

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.get("question", fail)
    assert cache.get("question", lambda: 7) == 7
