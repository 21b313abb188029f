"""The pytest plugin: a fixture `ivr` that loads a flow and starts calls.

    def test_support_is_one_key_away(ivr):
        call = ivr("campaign.json").call(mobile=True, at="2026-11-23 10:00")
        call.press("2")
        assert call.connected_to == "8004377950"

A failing test tells where the call parted from what was expected, which call would pass,
what happened in its calls, and the commands that make them again.  Loading the plugin
imports nothing of ivrsim; that happens when a test asks for the fixture.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ivrsim.lazy import fetch

if TYPE_CHECKING:
    from ivrsim.testing.kit import FlowUnderTest, Kit

_KIT: pytest.StashKey[Any] = pytest.StashKey()
_NOW: pytest.StashKey[pytest.Item] = pytest.StashKey()
CALLS: pytest.StashKey[list[Any]] = pytest.StashKey()
"""The calls that a test made, in their order."""

COMMAND = "ivrsim command"
"""The name of the JUnit property with the command that makes a failed test's call again."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--ivr-flow` and `--ivr-summary`; the flow can also stand in the configuration."""
    group = parser.getgroup("ivr", "tests of call flows")
    add = group.addoption
    add("--ivr-flow", metavar="FILE", help="the campaign that the fixture `flow` loads")
    add("--ivr-summary", metavar="FILE",
        help="append a summary in Markdown, such as to $GITHUB_STEP_SUMMARY")  # fmt: skip
    parser.addini("ivr_flow", "the campaign that the fixture `flow` loads, from the root folder")


def pytest_configure(config: pytest.Config) -> None:
    """Write a summary if one is asked for; workers of pytest-xdist leave it to their controller."""
    if config.option.ivr_summary and not hasattr(config, "workerinput"):
        path = Path(config.invocation_params.dir, config.option.ivr_summary)
        summary = fetch("ivrsim.testing.plugin_summary:Summary")(path)
        config.pluginmanager.register(summary, "ivr-summary")


@pytest.fixture
def ivr(request: pytest.FixtureRequest) -> Kit:
    """Load a call flow to test: `ivr("campaign.json")`, then `.call(...)`.

    A relative path is looked for beside the test file, then in pytest's root folder,
    then in the current one.
    """
    kit: Kit = fetch("ivrsim.testing.kit:Kit")(request.path.parent, request.config.rootpath)
    request.node.stash[_KIT] = kit
    request.node.stash[CALLS] = kit.calls
    return kit


@pytest.fixture
def flow(ivr: Kit, request: pytest.FixtureRequest) -> FlowUnderTest:
    """The flow of the file that `--ivr-flow` or `ivr_flow` in the configuration names."""
    config = request.config
    named, configured = config.option.ivr_flow, config.getini("ivr_flow")
    if named:
        return ivr(Path(config.invocation_params.dir, named))
    if not configured:
        pytest.fail(
            "The fixture `flow` needs to know its file: run pytest --ivr-flow FILE, or set"
            " ivr_flow = FILE in pytest's configuration.",
            pytrace=False,
        )
    return ivr(config.rootpath / str(configured))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Remember which test runs: an assertion that fails does not say it."""
    item.config.stash[_NOW] = item
    try:
        yield
    finally:
        del item.config.stash[_NOW]


def pytest_assertrepr_compare(
    config: pytest.Config, op: str, left: object, right: object
) -> list[str] | None:
    """Explain a failed comparison of something of a call."""
    item = config.stash.get(_NOW, None)
    kit = item.stash.get(_KIT, None) if item is not None else None
    if kit is None or not kit.calls:
        return None
    told = kit.explained(op, left, right)
    return [f"{left!r} {op} {right!r}", *told] if told else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what happened in the test's calls to the report of its failure, with the commands."""
    report = yield
    kit = item.stash.get(_KIT, None)
    if kit is not None and report.failed:
        report.sections += kit.sections()
        made = [(COMMAND, command) for command in kit.commands()[:1]]
        item.user_properties += made
        report.user_properties += made
    return report
