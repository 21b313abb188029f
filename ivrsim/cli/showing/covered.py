"""Coverage that tests recorded, as marks on the flow that is drawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.jsontext import plain
from ivrsim.lazy import fetch
from ivrsim.render.marks import Marks
from ivrsim.source import read


def covered(flow: CallFlow, recorded: Sequence[bytes], profile: str) -> Marks | None:
    """What recorded runs of tests show of the flow; None where none were recorded.

    Raises `UsageError` for what is no coverage, and where it says nothing of this flow:
    coverage of another text of the flow, or of another flow.
    """
    if not recorded:
        return None
    bodies: list[Any] = [
        read(data.decode("utf-8", "replace"), "coverage").data for data in recorded
    ]
    goals = {str(body.get("goal", "conditions")) for body in bodies if isinstance(body, dict)}
    if len(goals) > 1:
        raise UsageError(f"The runs have other goals: {', '.join(sorted(goals))}.")
    suite = fetch("ivrsim.testing.coverage_suite:Suite")(next(iter(goals), "conditions"))
    key = fetch("ivrsim.testing.coverage_identity:key_of")(flow)
    for body in bodies:
        suite.read_json(json.dumps(plain(_only(body, *key))[0]), [flow])
    if not len(suite):
        raise UsageError(
            "The coverage says nothing of this flow as it is now.",
            hint="Run the tests again; coverage of another text of the flow says nothing.",
        )
    marks: Marks = fetch("ivrsim.testing.coverage_marks:covered_marks")(suite.of(flow), profile)
    return marks


def _only(body: Any, name: str, digest: str) -> Any:
    """The document with those of its flows that are this one; as it is if it is none."""
    flows = body.get("flows") if isinstance(body, dict) else None
    if not isinstance(flows, list):
        return body
    parts = [part for part in flows if isinstance(part, dict)]
    mine = [p for p in parts if (p.get("flow"), p.get("digest")) == (name, digest)]
    return body | {"flows": mine}
