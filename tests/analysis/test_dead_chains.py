"""Thousands of dead exits in one line: all are proven, the first ones with their reasons."""

from __future__ import annotations

import pytest

from ivrsim.analysis import reach as module
from ivrsim.analysis.reach import UNTOLD, reach
from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.node import NODE_TYPES


def chain(length: int) -> CallFlow:
    """Conditions that all ask whether the caller is mobile, one below the other's `false`."""
    builder = FlowBuilder()
    decides = NODE_TYPES["Condition"].model_validate({"condition": "mobile"})
    end = NODE_TYPES["EndCall"]()
    key = builder.add(decides)
    for _ in range(length - 1):
        builder.add_child(key, end)
        key = builder.add_child(key, decides)
    builder.add_child(key, end)
    builder.add_child(key, end)
    return builder.build()


def test_reasons_have_a_budget_and_verdicts_do_not_need_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TOLD", 100)
    dead = reach(chain(1000)).dead
    assert len(dead) == 999
    assert "was false at /" in str(dead[0].reason)
    assert [d.reason for d in dead[-900:]] == [UNTOLD] * 900
    assert {d.exit for d in dead} == {"true"}
