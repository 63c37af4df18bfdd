"""How often somebody has asked is counted by the minute, for each by themselves, and forgotten afterwards."""

from __future__ import annotations

from dashboard.web.rate import MINUTE, Counter


def test_each_is_counted_from_their_own_first_time() -> None:
    now = [0.0]
    counter = Counter(lambda: now[0])
    assert [counter.add("a"), counter.add("a")] == [1, 2]
    now[0] = MINUTE / 2
    assert [counter.add("b"), counter.add("a")] == [1, 3]
    now[0] = MINUTE
    assert [counter.add("a"), counter.add("b")] == [1, 2]


def test_whoever_comes_no_more_takes_no_room() -> None:
    now = [0.0]
    counter = Counter(lambda: now[0])
    for number in range(1000):
        now[0] += 1.0
        counter.add(f"address {number}")
    assert len(counter._minutes) == MINUTE
