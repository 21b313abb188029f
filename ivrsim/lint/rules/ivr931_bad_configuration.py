"""IVR931: a configuration that cannot be used."""

from __future__ import annotations

from ivrsim.lint.configured import Configured
from ivrsim.lint.rule import Kind, Rule, Severity

BAD = """\
# ivrsim.toml
preset = "strickt"
ignore = ["no-failovers"]
menu-seconds = 25

# campaign.json
{"node_type": "EndCall", "prompt": "Goodbye."}
"""

GOOD = """\
# ivrsim.toml
preset = "strict"                # or recommended (default), all; what select does not say
select = ["IVR1", "IVR2", "IVR3", "IVR9"]  # only these: codes, their beginnings, names, ALL
extend-select = ["IVR204"]       # these too
ignore = ["many-options"]        # not these
fail-on = "warning"              # exit code 1 for error, warning or info (default), or graver
limit = 200                      # the most findings shown of a file
plugins = false                  # whether rules of installed distributions count
baseline = "known-findings.json" # findings to leave out; ivrsim lint --update-baseline writes it
recordings = []                  # lists of prompt recordings, as the vendor answers them

[severity]                       # by rule, as in select
no-failover = "error"

[options]                        # those that ivrsim rules lists
menu-seconds = 25

[[per-file-ignores]]
files = ["campaign.json"]        # patterns, relative to this file
rules = ["IVR202"]
reason = "Agents tell callers about the other keys"

[[per-node-ignores]]
nodes = ["/**"]                  # /1/W, /1/* (its children), /1/** (all of it)
rules = ["IVR301"]
reason = "The vendor repeats the question by itself"

[[rule]]                         # a rule of your own: what must hold at nodes
code = "ACME001"
name = "own-number"
message = "The call goes to a number that is not ours"
node_type = "Connect"
assert = 'destination_phone_number starts with "800"'

# campaign.json
{"node_type": "Menu", "prompt": "Welcome. For sales, press 1.",
 "children": [{"node_type": "Connect", "destination_phone_number": "8004377950"},
              {"node_type": "EndCall", "prompt": "Goodbye."}]}
"""

RULE = Rule(
    code="IVR931",
    name="bad-configuration",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="The configuration says what it cannot say, so nothing is linted.",
    why=(
        "Linting with half a configuration would hide what should be shown, or show what was "
        "decided about; so nothing is linted, and the exit code is 2. Good has all that may be "
        "written, in ivrsim.toml or below [tool.ivrsim] of a pyproject.toml; the file nearest to "
        "the linted one counts alone. `ivrsim schema config` prints it for editors, and "
        "`ivrsim lint FILE --show-config` what is in force, with the line each setting stands on."
    ),
    bad=BAD,
    good=GOOD,
    source="ivrsim",
    check=Configured(),
)
