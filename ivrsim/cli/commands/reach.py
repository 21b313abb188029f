"""`ivrsim reach`: which branches some caller can reach, and why nobody reaches the others."""

from __future__ import annotations

import argparse
import json
from typing import Any

from ivrsim.analysis.found import ExitId
from ivrsim.analysis.reach import Reach, reach
from ivrsim.analysis.witness import Witness
from ivrsim.cli import setting
from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import UsageError
from ivrsim.flow.flow import NodeId
from ivrsim.text import clean
from ivrsim.vendors.load import load

SUMMARY = "prove every branch reachable, with a caller who shows it, or dead, with the reason"
EXAMPLES = """\
  ivrsim reach campaign.json                   what no caller ever reaches, and why
  ivrsim reach campaign.json --to /true/1      the smallest call that gets there
  ivrsim reach campaign.json --all             one such call for every node
  ivrsim reach campaign.json --set overnight=never   under another reading of the vendor
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the nodes."""
    parser.add_argument("file", help="the campaign's JSON file, or - for standard input")
    parser.add_argument("--terms", help="which flow: future_terms (default), current_terms, ...")
    parser.add_argument("--to", metavar="NODE", action="append", help="show how to reach this node")
    parser.add_argument("--all", action="store_true", help="show how to reach every node")
    setting.arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Print what is dead; 1 where something is, 0 where every branch has its caller."""
    flow = load(read_bytes(args.file), name=args.file).flow_named(args.terms)
    found = reach(flow, settings=setting.settings_of(args.set))
    nodes = list(flow.nodes) if args.all else list(args.to or ())
    unknown = [node for node in nodes if node not in flow.nodes]
    if unknown:
        raise UsageError(
            f"The flow has no node {unknown[0]!r}.", hint=f"See `ivrsim reach {args.file} --all`."
        )
    body = _body(found, nodes, args.file, args.terms)
    print(json.dumps(body, indent=2, ensure_ascii=False) if args.format == "json" else _text(body))
    return int(bool(found.dead))


def _body(found: Reach, nodes: list[NodeId], file: str, terms: str | None) -> dict[str, Any]:
    flow = found.flow
    return {
        "version": 1,
        "nodes": len(flow),
        "reachable": sum(found.reachable(node) is True for node in flow.nodes),
        "dead": [
            {"node": dead.node, "exit": dead.exit, "reason": str(dead.reason)}
            for dead in found.dead
        ],
        "undecided": [_place(place) for place in found.undecided],
        "witnesses": [_witness(found, node, file, terms) for node in nodes],
    }


def _place(place: NodeId | ExitId) -> dict[str, str | None]:
    node, exit_ = (place, None) if isinstance(place, str) else place
    return {"node": node, "exit": exit_}


def _witness(found: Reach, node: NodeId, file: str, terms: str | None) -> dict[str, str | None]:
    witness = found.witness(node)
    command = None
    if isinstance(witness, Witness):
        command = witness.command(file) + (f" --terms {terms}" if terms else "")
    reachable = found.reachable(node)
    verdict = "reachable" if command else "dead" if reachable is False else "not decided"
    return {"node": node, "verdict": verdict, "command": command}


def _text(body: dict[str, Any]) -> str:
    lines = [f"{body['reachable']} of {body['nodes']} nodes can be reached."]
    for dead in body["dead"]:
        way = f"exit {dead['exit']}" if dead["exit"] is not None else "this node"
        lines.append(f"dead: {way} of {dead['node']}: {dead['reason']}")
    lines += [f"not decided: {place['node']} {place['exit'] or ''}" for place in body["undecided"]]
    for shown in body["witnesses"]:
        lines.append(f"{shown['node']}  {shown['verdict']}")
        if shown["command"]:
            lines.append(f"    {shown['command']}")
    return "\n".join(clean(line) for line in lines)
