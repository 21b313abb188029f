"""Covering calls as a pytest file: what each call does now is what it must do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ivrsim.analysis.answers import Act
from ivrsim.analysis.settings import rules
from ivrsim.analysis.witness import Witness
from ivrsim.text import clean

SETTINGS = ("attempts", "wrong_failover", "repeats", "no_branch", "overnight", "missing_hours",
            "meaning")  # fmt: skip


def pytest_text(
    calls: Sequence[Witness], summary: str, campaign: str, terms: str | None = None
) -> str:
    """The text of the file: a test for each call, by the fixture `ivr`."""
    flow = "ivr(CAMPAIGN)" if terms is None else f"ivr(CAMPAIGN, terms={terms!r})"
    head = [
        f'"""Calls through {_plain(campaign)}: {summary}.',
        "",
        "Written by `ivrsim cover`; each test holds what the call does today.",
        '"""',
        "",
        f"CAMPAIGN = {campaign!r}",
    ]
    meaning = ["from ivrsim.conditions import Meaning", ""] if _own_meaning(calls) else []
    body = [line for number, one in enumerate(calls, 1) for line in _test(number, one, flow)]
    return "\n".join([*head[:5], *meaning, *head[5:], *body, ""])


def _own_meaning(calls: Sequence[Witness]) -> bool:
    return any(call.settings.meaning != rules().meaning for call in calls)


def _plain(text: str) -> str:
    return clean(text).replace("\\", "/").replace('"', "'")


def _test(number: int, witness: Witness, flow: str) -> Iterator[str]:
    """A test function: the call, what the caller does, and how it ends."""
    made = witness.call()
    yield from ("", "", f"def test_call_{number}_to_{_name(witness.node)}(ivr):")
    yield f"    call = {flow}.call({_arguments(witness)})"
    for name, acts in groupby(witness.acts, lambda act: act[0]):
        yield from (f"    call.{act}" for act in _acts(name, list(acts)))
    yield f"    assert call.node == {made.node!r}"
    if made.outcome is None:
        yield "    assert not call.ended"
        return
    yield f"    assert call.outcome.kind == {made.outcome.kind!r}"
    if made.connected_to is not None:
        yield f"    assert call.connected_to == {made.connected_to!r}"


def _name(node: str) -> str:
    return re.sub(r"\W+", "_", node, flags=re.ASCII).strip("_")[:60] or "root"


def _arguments(witness: Witness) -> str:
    """The caller, and the settings that are not the usual ones."""
    usual = rules()
    words = [f"{name}={value!r}" for name, value in witness.words.items()]
    words += [
        f"{name}={getattr(witness.settings, name)!r}"
        for name in SETTINGS
        if getattr(witness.settings, name) != getattr(usual, name)
    ]
    return ", ".join(words)


def _acts(name: str, acts: list[Act]) -> Iterator[str]:
    """Acts of one kind that follow each other, as calls of methods."""
    if name == "silence":
        yield f"silence({len(acts) if len(acts) > 1 else ''})"
    elif name == "press":
        yield f"press({', '.join(repr(act[1]) for act in acts)})"
    else:
        yield from (f"{name}({act[1]!r})" for act in acts)
