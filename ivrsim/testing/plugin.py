"""The pytest plugin: a fixture `ivr` that loads a flow and starts calls.

    def test_support_is_one_key_away(ivr):
        call = ivr("campaign.json").call(mobile=True, at="2026-11-23 10:00")
        call.press("2")
        assert call.connected_to == "8004377950"

A failing test shows what happened in its calls, step by step.  Loading the plugin
imports nothing of ivrsim; that happens when a test asks for the fixture.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ivrsim.testing.kit import Kit

_KIT: pytest.StashKey[Any] = pytest.StashKey()
CALLS: pytest.StashKey[list[Any]] = pytest.StashKey()
"""The calls that a test made, in their order."""


@pytest.fixture
def ivr(request: pytest.FixtureRequest) -> Kit:
    """Load a call flow to test: `ivr("campaign.json")`, then `.call(...)`.

    A relative path is looked for beside the test file, then in pytest's root folder,
    then in the current one.
    """
    from ivrsim.lazy import fetch

    kit: Kit = fetch("ivrsim.testing.kit:Kit")(request.path.parent, request.config.rootpath)
    request.node.stash[_KIT] = kit
    request.node.stash[CALLS] = kit.calls
    return kit


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what happened in the test's calls to the report of its failure."""
    report = yield
    kit = item.stash.get(_KIT, None)
    if kit is not None and report.failed:
        report.sections += kit.sections()
    return report
