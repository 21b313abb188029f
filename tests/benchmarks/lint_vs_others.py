"""Linters of other tree-shaped documents beside ours, for the same number of nodes.

    mkdir peers && npm --prefix peers install asl-validator @stoplight/spectral-cli
    pip install statelint
    python tests/benchmarks/lint_vs_others.py peers [--nodes 10000] [--files 100] [--turns 3]

asl-validator and statelint check state machines (Amazon States Language), of which one
with as many states is made: passes and choices, in one line.  Spectral checks the same
campaigns as ours does, with a ruleset of four rules that find nodes by JSON path.  They
look for other things and fewer; the ratio says what a check of so many nodes costs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from lint_vs_check_jsonschema import IVRSIM, SMALL, made
from measure import Command, Comparison, compare, compiled, table

RULES = {
    "menu-has-prompt": ("$..[?(@ && @.node_type=='Menu')]", "prompt", "truthy"),
    "connect-has-number": (
        "$..[?(@ && @.node_type=='Connect')]", "destination_phone_number", "truthy"
    ),
    "end-has-prompt": ("$..[?(@ && @.node_type=='EndCall')]", "prompt", "defined"),
    "menu-has-children": ("$..[?(@ && @.node_type=='Menu')]", "children", "truthy"),
}  # fmt: skip


def ruleset() -> dict[str, Any]:
    """The rules as Spectral reads them."""
    return {
        "rules": {
            name: {"given": given, "then": {"field": field, "function": function}}
            for name, (given, field, function) in RULES.items()
        }
    }


def machine(states: int) -> dict[str, Any]:
    """A state machine of so many states: every tenth chooses, the others pass on."""
    made_states: dict[str, Any] = {}
    for number in range(states):
        following = f"S{number + 1}"
        choice = {"Variable": "$.key", "NumericEquals": number % 9, "Next": following}
        made_states[f"S{number}"] = (
            {"Type": "Choice", "Choices": [choice], "Default": following}
            if number % 10 == 0
            else {"Type": "Pass", "Comment": "For sales, press 1.", "Next": following}
        )
    made_states[f"S{states}"] = {"Type": "Succeed"}
    return {"StartAt": "S0", "States": made_states}


def machines(folder: Path, files: int, states: int) -> list[str]:
    """So many of them in a new folder; their names."""
    folder.mkdir()
    for number in range(files):
        (folder / f"{number:04}.asl.json").write_text(json.dumps(machine(states), indent=2))
    return sorted(map(str, folder.iterdir()))


def peers(installed: Path, folder: Path) -> dict[str, tuple[Command, bool]]:
    """By name: the command before its files, and whether it reads state machines."""
    rules = folder / "ruleset.json"
    rules.write_text(json.dumps(ruleset()), encoding="utf-8")
    programs = installed.resolve() / "node_modules" / ".bin"
    return {
        "asl-validator": ((str(programs / "asl-validator"), "--silent"), True),
        "statelint": ((sys.executable, "-m", "statelint"), True),
        "Spectral": ((str(programs / "spectral"), "lint", "--quiet", "-r", str(rules)), False),
    }


def measured(
    installed: Path, folder: Path, nodes: int, files: int, turns: int
) -> dict[str, Comparison]:
    """The rows of the table."""
    ours = (*IVRSIM, "lint", "--isolated", "--no-cache")
    rows: dict[str, Comparison] = {}
    for count, size in ((1, nodes), (files, SMALL)):
        campaigns = made(folder / f"campaigns{count}", count, size)
        others = machines(folder / f"machines{count}", count, size)
        for name, (command, is_machine) in peers(installed, folder).items():
            looked_at = others if is_machine else campaigns
            if name == "asl-validator":
                looked_at = [word for file in others for word in ("--json-path", file)]
            theirs = (*command, *looked_at)
            row = f"{name}, {count} x {size:,} nodes"
            rows[row] = compare((*ours, *campaigns), theirs, turns=turns)
    return rows


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="ivrsim lint beside linters of other trees")
    parser.add_argument("peers", type=Path, help="the folder with node_modules")
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--turns", type=int, default=3)
    args = parser.parse_args()
    with compiled(), tempfile.TemporaryDirectory() as folder:
        found = measured(args.peers, Path(folder), args.nodes, args.files, args.turns)
    print(table(found))


if __name__ == "__main__":
    main()
