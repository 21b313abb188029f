"""The view of what the linter finds: the document's own findings, by its configuration."""

from __future__ import annotations

import json

from ivrsim.lint import LintSettings, Severity, lint
from ivrsim.render.show import Shown
from ivrsim.render.views import Asked
from ivrsim.render.views.lint import marks_in
from ivrsim.vendors.load import load

MENU = {"node_type": "Menu", "prompt": "For sales, press 1. To end, press 3.", "children": []}
END = {"node_type": "EndCall", "prompt": "Goodbye."}
DOCUMENT = load(
    json.dumps(
        {
            "timezone": "Utopia",
            "current_terms": {"ivr_tree": {"root": {**END, "promt": "x"}}},
            "future_terms": {"ivr_tree": {"root": MENU}},
        },
        indent=2,
    ),
    name="campaign.json",
)
SETTINGS = LintSettings(ignore="IVR101,IVR301", severities={"IVR201": Severity.INFO})


def test_findings_stand_as_the_linter_tells_them_with_their_lines() -> None:
    flow = DOCUMENT.flow_named("future_terms")
    shown = Shown(Asked(flow, marks=marks_in(DOCUMENT, flow, SETTINGS)), "lint")
    outline = shown.outline()
    told = [str(d) for d in lint(DOCUMENT, settings=SETTINGS) if d.code in ("IVR504", "IVR201")]
    assert len(told) == 3
    assert outline.endswith("\n\n" + "\n".join(told) + "\n")
    assert "campaign.json:16:54: info IVR201 [key-without-branch]" in outline
    assert "[i info · 2: IVR201, IVR201]" in outline


def test_findings_of_the_other_flow_are_left_out_and_those_of_both_are_not() -> None:
    found = {}
    for name, flow in DOCUMENT.flows.items():
        remarks = marks_in(DOCUMENT, flow, SETTINGS).remarks
        found[name] = [line.split()[2] for line in remarks]
    assert found == {
        "current_terms": ["IVR504", "IVR106"],
        "future_terms": ["IVR504", "IVR201", "IVR201"],
    }
