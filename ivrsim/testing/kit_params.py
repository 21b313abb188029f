"""Tests of every exit and of every covering call, as pytest's parameters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ivrsim.analysis.cover import cover
from ivrsim.analysis.reach import reach
from ivrsim.analysis.witness import Witness
from ivrsim.flow.flow import CallFlow
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet


def each_exit(flow: CallFlow | Document | Path | str) -> list[ParameterSet]:
    """A witness for each exit that calls leave a node by, for `pytest.mark.parametrize`.

        @pytest.mark.parametrize("witness", each_exit("campaign.json"))
        def test_it_ends_well(flow, witness):
            assert flow.replay(witness).node

    A path starts at the current folder.  Exits that nobody can take are left out.
    """
    found = reach(_flow(flow))
    exits = [(wire.source, wire.exit) for wire in found.flow.all_wires()]
    witnesses = [(place, found.witness(*place)) for place in exits]
    return [
        pytest.param(witness, id=f"{node}-{exit_name}")
        for (node, exit_name), witness in witnesses
        if isinstance(witness, Witness)
    ]


def each_call(flow: CallFlow | Document | Path | str) -> list[ParameterSet]:
    """The witnesses of `ivrsim.cover`: few calls that between them take every exit."""
    return [pytest.param(call, id=_name(call)) for call in cover(_flow(flow))]


def _name(call: Witness) -> str:
    """What the caller does, and where it leads: `press 2, silence -> /2/N`."""
    acts = ", ".join(" ".join(act) for act in call.acts)
    return f"{acts or 'no act'} -> {call.node}"


def _flow(what: Any) -> CallFlow:
    if isinstance(what, CallFlow):
        return what
    return (what if isinstance(what, Document) else load(what)).flow
