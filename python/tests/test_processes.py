"""Calls from other processes of multiprocessing."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pandas as pd
import pytest

import corridor

LONGEST = 60.0
"""Seconds that a child may take: one that hangs is ended then, and the test fails."""


def forecast() -> tuple[str, str]:
    frame = pd.DataFrame({"unique_id": "a", "ds": range(2000, 2012), "y": [1.0, 2, 4, 3] * 3})
    try:
        return "", str(len(corridor.forecast(frame, 3, model="drift").forecasts))
    except corridor.CorridorError as fault:
        return type(fault).__name__, str(fault)


def in_child(method: str) -> tuple[str, str]:
    context: Any = multiprocessing.get_context(method)
    mine, its = context.Pipe(duplex=False)
    child = context.Process(target=_give, args=(its,))
    child.start()
    try:
        assert mine.poll(LONGEST), "the child hangs"
        answer: tuple[str, str] = mine.recv()
        return answer
    finally:
        child.kill()
        child.join()


def _give(place: Any) -> None:
    place.send(forecast())


def test_a_forked_child_of_a_caller_is_refused() -> None:
    assert forecast() == ("", "3")
    kind, text = in_child("fork")
    assert kind == "ForkedProcess"
    assert "'spawn'" in text and "'forkserver'" in text
    assert issubclass(corridor.ForkedProcess, RuntimeError)
    assert forecast() == ("", "3")


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_other_children_call(method: str) -> None:
    assert forecast() == ("", "3")
    assert in_child(method) == ("", "3")


def test_a_forked_child_may_call_where_its_parent_has_not() -> None:
    context: Any = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        assert pool.submit(in_child, "fork").result() == ("", "3")
