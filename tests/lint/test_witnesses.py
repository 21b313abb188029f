"""Callers who show what a rule found: each can be called, and meets what the message says."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivrsim.cli.main import main
from ivrsim.conditions.symbolic.space import Space
from ivrsim.lint import RULES, Diagnostic, LintSettings, Preset, lint, lint_flow, proofs
from tests.simulate.flows import Spec, connect, flow_of

EVERY = LintSettings(preset=Preset.ALL)

NOBODY = {
    "IVR107": "No call comes here: ",
    "IVR403": "no call meets it",
    "IVR404": 'is never true here: "mobile" was true at /',
    "IVR405": "is never true here: the first keys are 1",
    "IVR410": "changes nothing in this condition",
    "IVR607": "No caller with a mobile phone comes here",
    "IVR703": "holds for no call",
}
"""Rules that claim what no call does, so that there is nobody to show; the message says why."""

SHARES = {"IVR801": "% of the callers", "IVR803": "Of 100 calls"}
"""Rules of how many callers do something: one of them would show nothing."""

END: Spec = ("EndCall", {"prompt": "Goodbye."})


def decision(test: str, yes: Spec, no: Spec = END) -> Spec:
    return "Condition", {"condition": test}, yes, no


Replayed = Callable[[Diagnostic], dict[str, Any]]


@pytest.fixture
def replay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Replayed:
    """Makes the call of a witness by its command line."""

    def made(found: Diagnostic) -> dict[str, Any]:
        assert found.witness is not None
        program, *words = shlex.split(found.witness.command)
        assert program == "ivrsim"
        assert main([*words, "--format", "json"]) == 0
        call: dict[str, Any] = json.loads(capsys.readouterr().out)
        return call

    return made


def diagnostics(text: str | bytes, path: Path) -> list[Diagnostic]:
    file = path / "campaign.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return lint(file, settings=EVERY)


def test_every_witness_of_every_bad_example_can_be_called(replay: Replayed, tmp_path: Path) -> None:
    shown = set()
    for rule in RULES.values():
        for found in diagnostics(rule.bad, tmp_path):
            if found.witness is not None:
                assert replay(found)["trace"]
                shown.add(found.code)
    assert shown >= {"IVR408", "IVR601", "IVR604", "IVR701", "IVR705"}


def of_bad(code: str, path: Path) -> Diagnostic:
    return next(d for d in diagnostics(RULES[code].bad, path) if d.code == code)


def test_who_is_neither_mobile_nor_landline_goes_the_other_way(
    replay: Replayed, tmp_path: Path
) -> None:
    found = of_bad("IVR408", tmp_path)
    assert found.witness is not None
    assert not {"mobile", "landline"} & set(found.witness.caller)
    assert [step["exit"] for step in replay(found)["trace"] if step["kind"] == "decided"] == [
        "false"
    ]
    both = decision("mobile", connect("8004377950"), decision("landline", connect("8004377951")))
    (again,) = lint_flow(flow_of(both), select="IVR408")
    assert again.node == "/false"
    assert again.witness is not None
    assert again.witness.caller == {}
    person = decision("landline", connect("8004377951"), connect("8004377952"))
    assert lint_flow(flow_of(decision("mobile", connect("1"), person)), select="IVR408") == []


def test_who_says_no_is_asked_for_ever(replay: Replayed, tmp_path: Path) -> None:
    call = replay(of_bad("IVR604", tmp_path))
    assert call["outcome"] is None
    assert call["node"] == "/"


# -- every rule that proves something ----------------------------------------------------------


def asked(code: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a rule asks the exact analysis about its bad example."""
    begun = []
    begin = Space.__init__

    def counted(self: Space, *given: Any, **more: Any) -> None:
        begun.append(self)
        begin(self, *given, **more)

    monkeypatch.setattr(Space, "__init__", counted)
    proofs._constant.cache_clear()
    proofs.simpler.cache_clear()
    lint(RULES[code].bad, settings=LintSettings(select=code, preset=Preset.ALL))
    monkeypatch.undo()
    return bool(begun)


@pytest.mark.parametrize("code", sorted(RULES))
def test_what_is_proven_of_some_caller_is_shown_by_a_caller(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = NOBODY.get(code, "") or SHARES.get(code, "")
    if not asked(code, monkeypatch):
        assert not told
        return
    for found in diagnostics(RULES[code].bad, tmp_path):
        if found.code == code and told:
            assert found.witness is None
            assert told in found.message
        elif found.code == code:
            assert found.witness is not None
            assert "campaign.json" in found.witness.command


# -- the caller of one moment ------------------------------------------------------------------


def met(call: dict[str, Any]) -> tuple[str, str]:
    """What the call was told of the hours, and how it ended."""
    (step,) = [step for step in call["trace"] if step["kind"] == "decided"]
    return step["reason"], call["outcome"]["kind"]


def test_who_calls_on_a_holiday_is_connected_to_an_empty_desk(
    replay: Replayed, tmp_path: Path
) -> None:
    rule = RULES["IVR506"]
    file = tmp_path / "campaign.json"
    assert isinstance(rule.good, str)
    file.write_text(rule.good)
    options = {rule.options[0]: "2026-05-25, 2026-05-26, 0001-01-01, 2999-01-07"}
    settings = LintSettings(select="IVR506", options=options)
    found = lint(file, settings=settings)
    days = {d.message[:10]: d.witness.caller if d.witness else None for d in found}
    assert days == {
        "0001-01-01": None,  # no year to make a call in
        "2026-05-25": {"at": "2026-05-25 09:00"},
        "2999-01-07": {"at": "2999-01-07 09:00"},
    }
    monday = next(d for d in found if d.message.startswith("2026-05-25"))
    reason, outcome = met(replay(monday))
    assert reason.endswith("Monday 9:00, open 9:00-17:00")
    assert outcome == "connected"


def test_who_is_promised_closed_holidays_hears_it(replay: Replayed, tmp_path: Path) -> None:
    call = replay(of_bad("IVR506", tmp_path))
    assert any("except on holidays" in step["text"] for step in call["trace"])


CLOCKS = [
    # zone, hours, the moment, what the hours say then
    ("Eastern Time (US & Canada)", {"sunday_open": 0, "sunday_close": 5400},
     "2026-11-01 01:00-05:00", "connected"),
    ("Eastern Time (US & Canada)", {"sunday_open": 5400, "sunday_close": 36000},
     "2026-11-01 01:00-05:00", "ended"),
    ("Eastern Time (US & Canada)", {"sunday_open": 9000, "sunday_close": 36000},
     "2026-03-08 03:00-04:00", "connected"),
    ("Eastern Time (US & Canada)", {"sunday_open": 0, "sunday_close": 9000},
     "2026-03-08 03:00-04:00", "ended"),
    ("London", {"sunday_open": 0, "sunday_close": 5400},
     "2026-03-29 02:00+01:00", "ended"),
]  # fmt: skip


@pytest.mark.parametrize(("timezone", "hours", "at", "outcome"), CLOCKS)
@pytest.mark.parametrize("condition", ["during_hours", "not during_hours and not repeat"])
def test_who_calls_when_the_clocks_change_meets_what_is_told(
    timezone: str, hours: dict[str, int], at: str, outcome: str, condition: str,
    replay: Replayed, tmp_path: Path,
) -> None:  # fmt: skip
    document = json.loads(RULES["IVR508"].bad) | {"timezone": timezone, "hours": hours}
    root = document["ivr_tree"]["root"]
    root["condition"] = condition
    if condition != "during_hours":
        root["children"].reverse()
    file = tmp_path / "campaign.json"
    file.write_text(json.dumps(document))
    found = [d for d in lint(file, select="IVR508") if d.witness and d.witness.caller["at"] == at]
    assert [met(replay(d))[1] for d in found] == [outcome]


def test_a_zone_that_keeps_its_time_has_no_such_caller() -> None:
    document = json.loads(RULES["IVR508"].bad) | {"timezone": "Arizona"}
    assert lint(json.dumps(document), select="IVR508") == []


def test_where_only_the_agent_hears_of_the_hours_it_is_whoever_calls_then() -> None:
    document = json.loads(RULES["IVR508"].bad)
    document["ivr_tree"] = {
        "root": {"node_type": "Connect", "destination_phone_number": "8004377950"},
        "whisper_prompt_text": "Sale.",
        "whisper_prompt_condition": "during_hours",
    }
    (found,) = lint(json.dumps(document), select="IVR508")
    assert found.witness is not None
    assert found.witness.caller == {"at": "2026-11-01 01:00-05:00"}
