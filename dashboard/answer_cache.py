"""Answers that have been worked out, kept by what they depend on, so that nothing ever needs to be cleared.

The key holds the data version, the decided targets, the narrowed filters and the viewer (design.md). Two callbacks
that ask the same question at the same time wait for one answer: a measure is queried once per filter change.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class AnswerCache(Generic[Value]):
    """The most recently used values up to `limit` bytes. size tells a value's bytes."""

    def __init__(self, limit: int, size: Callable[[Value], int]) -> None:
        self._limit, self._size = limit, size
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._under_way: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, work_out: Callable[[], Value]) -> Value:
        """The value under key, worked out at most once at a time; an error is passed on and nothing is kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
            turn = self._under_way.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._values:
                    return self._values[key][0]
            try:
                value = work_out()
                self.put(key, value)
            finally:
                with self._lock:
                    self._under_way.pop(key, None)
            return value

    def peek(self, key: Hashable) -> Value | None:
        """The value under key if it is there."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value, and let go of the oldest where the bytes run out."""
        size = self._size(value)
        with self._lock:
            if key in self._values:
                self._bytes -= self._values[key][1]
            self._values[key] = (value, size)
            self._bytes += size
            while self._bytes > self._limit and len(self._values) > 1:
                _old, (_value, freed) = self._values.popitem(last=False)
                self._bytes -= freed

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._bytes = 0
