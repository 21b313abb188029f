"""IVR930: an ignore that leaves nothing out."""

from __future__ import annotations

from ivrsim.lint.configured import Configured
from ivrsim.lint.rule import Kind, Rule, Severity

BAD = """\
# ivrsim.toml
[[per-node-ignores]]
nodes = ["/"]
rules = ["IVR202"]
reason = "The agents tell callers about key 2"

# campaign.json
{"node_type": "EndCall", "prompt": "Goodbye."}
"""

GOOD = """\
# ivrsim.toml
[[per-node-ignores]]
nodes = ["/"]
rules = ["IVR301"]
reason = "The vendor repeats the question by itself"

# campaign.json
{"node_type": "Menu", "prompt": "For sales, press 1.",
 "children": [{"node_type": "Connect", "destination_phone_number": "8004377950"}]}
"""

RULE = Rule(
    code="IVR930",
    name="unused-ignore",
    severity=Severity.WARNING,
    kind=Kind.FILE,
    summary="An ignore in the configuration leaves nothing out.",
    why=(
        "What was ignored is mended, has moved, or was never there. The ignore is still in "
        "force: the next fault of its kind would be hidden without anybody having decided so. "
        "Ignores of files that this run did not look at are not judged."
    ),
    bad=BAD,
    good=GOOD,
    source="ivrsim",
    check=Configured(),
)
