"""What a user waits for: `ivrsim lint` beside check-jsonschema, `--version` beside bare Python.

Run it: `python tests/benchmarks/lint_vs_check_jsonschema.py [--files 100] [--nodes 10000]
[--turns 15]`. The same campaigns are checked by both; check-jsonschema gets the schema that
`ivrsim schema` prints. Beside the bundled campaign there are two made ones: a folder of
`--files` campaigns of 100 nodes (without kept results, with them, and in one process), and one
campaign of `--nodes` nodes.

check-jsonschema follows a tree by recursion, so the made trees are as shallow as real ones.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from measure import Comparison, compare, compiled, table

CAMPAIGN = Path(__file__).parents[2] / "ivrsim" / "demo" / "campaign.json"
IVRSIM = (sys.executable, "-m", "ivrsim")
SMALL = 100
WAYS = ("sales", "support", "billing", "opening hours")


def campaign(nodes: int, number: int) -> dict[str, Any]:
    """A campaign of about so many nodes: menus of four ways and both failovers, breadth first.

    Every fifth menu lacks a branch that its prompt announces; `number` tells campaigns apart.
    """
    root = _menu(number, 0)
    menus, count = [root], 1
    while menus and count < nodes:
        menu = menus.pop(0)
        for way in range(len(WAYS)):
            child = _leaf(way) if way % 2 else _menu(number, count)
            menu["children"].append(child)
            menus += [child] if "children" in child else []
        menu["children"] += [_end("Wrong"), _end("None")]
        count += 6
    for menu in menus:
        menu |= {"prompt": "To end, press 1.", "children": [_leaf(1), _end("Wrong"), _end("None")]}
    terms = {"timezone": "America/New_York", "ivr_tree": {"root": root}}
    return {"name": f"Campaign {number}", "future_terms": terms}


def _menu(number: int, count: int) -> dict[str, Any]:
    offers = [f"For {what}, press {key}." for key, what in enumerate(WAYS, 1)]
    more = ["For an operator, press 9."] if count % 5 == 4 else []
    prompt = " ".join([f"Menu {number}.{count}.", *offers, *more])
    return {"node_type": "Menu", "prompt": prompt, "children": []}


def _leaf(way: int) -> dict[str, Any]:
    number = f"800437{7950 + way}"
    return {
        "node_type": "Connect",
        "prompt": "One moment, please.",
        "destination_country_code": "1",
        "destination_phone_number": number,
    }


def _end(kind: str) -> dict[str, Any]:
    return {"node_type": "EndCall", "prompt": "Goodbye.", "keypress_failover_type": kind}


def made(folder: Path, files: int, nodes: int) -> list[str]:
    """So many campaigns of so many nodes, written to a new folder; their names."""
    folder.mkdir()
    for number in range(files):
        text = json.dumps(campaign(nodes, number), indent=2)
        (folder / f"{number:04}.json").write_text(text, encoding="utf-8")
    return sorted(map(str, folder.iterdir()))


def measured(folder: Path, files: int, nodes: int, turns: int) -> dict[str, Comparison]:
    """The rows of the table."""
    schema = folder / "campaign.schema.json"
    schema.write_bytes(subprocess.run([*IVRSIM, "schema"], check=True, capture_output=True).stdout)
    peer = (sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema))
    lint = (*IVRSIM, "lint", "--isolated")
    kept = ("--cache-dir", str(folder / "kept"))
    small, large = made(folder / "small", files, SMALL), made(folder / "large", 1, nodes)
    few = max(turns // 5, 2)
    several, one = f"{files} files of {SMALL} nodes", f"1 file of {nodes:,} nodes"
    return {
        "demo campaign": compare((*lint, str(CAMPAIGN)), (*peer, str(CAMPAIGN)), turns=turns),
        f"{several}, nothing kept": compare(
            (*lint, *small, "--no-cache"), (*peer, *small), turns=few
        ),
        f"{several}, one process": compare(
            (*lint, *small, "--no-cache", "--jobs", "1"), (*peer, *small), turns=few
        ),
        f"{several}, all kept": compare((*lint, *small, *kept), (*peer, *small), turns=few),
        one: compare((*lint, *large), (*peer, *large), turns=few),
        "--version / python -c pass": compare(
            (*IVRSIM, "--version"), (sys.executable, "-c", "pass"), turns=turns
        ),
    }


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="ivrsim lint beside check-jsonschema")
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=15)
    args = parser.parse_args()
    with compiled(), tempfile.TemporaryDirectory() as folder:
        print(table(measured(Path(folder), args.files, args.nodes, args.turns)))


if __name__ == "__main__":
    main()
