"""IVR402: a condition asks for a region, a field or a key that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ivrsim.campaign.reading import did_you_mean
from ivrsim.conditions.ast import InRegion, TextTest
from ivrsim.flow.action import Store
from ivrsim.lint.edit import Fix
from ivrsim.lint.reword import reworded
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import ConditionView, FlowView
from ivrsim.lint.wording import quoted, sentence
from ivrsim.places import Span
from ivrsim.text import clean, listed, shorten
from ivrsim.values import replace

LIKELY_SLIPS = frozenset({"letter-case", "quoted-name"})
REGIONS = "named_regions"


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each name nobody defined, and each that is probably a slip."""
    names = _Names(flow)
    for condition in flow.conditions:
        yield from _of_condition(condition, names)


class _Names:
    """The names that a flow and its campaign know, sorted; looked for when they are needed."""

    def __init__(self, flow: FlowView) -> None:
        self.flow = flow

    @cached_property
    def regions(self) -> list[str]:
        """The named regions."""
        return sorted({region.name for region in self.flow.campaign.named_regions if region.name})

    @cached_property
    def fields(self) -> list[str]:
        """The custom data fields that campaign and flow set."""
        return _fields(self.flow)


def _of_condition(condition: ConditionView, names: _Names) -> Iterator[Finding]:
    if condition.expr is not None:
        for atom in condition.expr.atoms():
            if isinstance(atom, InRegion) and atom.name is not None:
                yield from _region(condition, atom, atom.name, names.regions)
            elif isinstance(atom, TextTest) and atom.field.key is not None:
                yield from _field(condition, atom, atom.field.key, names.fields)
    for note in condition.reading.notes:
        if note.kind in LIKELY_SLIPS:
            message = sentence(note.message)
            yield condition.finding(message, note.span, severity=Severity.WARNING)


def _region(
    condition: ConditionView, atom: InRegion, name: str, names: list[str]
) -> Iterator[Finding]:
    if name in names or REGIONS not in condition.flow.campaign.raw:
        return
    near = did_you_mean(name, names)
    named = f"It names {listed([shorten(clean(n), 40) for n in names[:9]])}." if names else ""
    hint = f"{near} {named}" if near and len(names) > 1 else near or named
    message = f"The campaign names no region {quoted(name)}"
    found = condition.finding(message, atom.span, hint or "It names no region at all.")
    yield replace(found, fixes=_meant(condition, atom, nearest(name, names)))


def _field(
    condition: ConditionView, atom: TextTest, key: str, known: list[str]
) -> Iterator[Finding]:
    """Fields are defined for a whole network, so only a near miss is worth telling."""
    near = did_you_mean(key, known) if key not in known else ""
    if near:
        message = f"Nothing here sets the custom data field {quoted(key)}"
        found = condition.finding(message, atom.span, near, severity=Severity.INFO)
        yield replace(found, fixes=_meant(condition, atom, nearest(key, known)))


def _meant(condition: ConditionView, atom: InRegion | TextTest, name: str) -> tuple[Fix, ...]:
    """The fix that puts the nearest name between the brackets."""
    span = atom.span
    if span is None or not name:
        return ()
    start = condition.text.index("[", span.start) + 1
    inside = Span(start, condition.text.index("]", start))
    return reworded(condition, f"Write {quoted(name)}", (inside, name), safe=False)


def nearest(name: str, names: list[str]) -> str:
    """The one of these names that was probably meant, as the condition language can say it."""
    hint = did_you_mean(name, names)
    near = next((known for known in names if hint == f"Did you mean {known}?"), "")
    return "" if set(near) & set("[]\r\n") else near


def _fields(flow: FlowView) -> list[str]:
    stored = {
        action.field
        for node in flow.asking
        if node.ask is not None
        for action in node.node.answered(node.ask.question.answer)
        if isinstance(action, Store)
    }
    return sorted(stored | set(flow.campaign.custom_data))


RULE = Rule(
    code="IVR402",
    name="unknown-name",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A condition names a region the campaign does not have, or a name is likely a slip.",
    why=(
        "in_region[Name] is true for callers in that named region; with a name the campaign does "
        "not have it is never true, and every caller goes the other way. It is checked where the "
        "document gives named_regions. A custom data field that nothing here sets may be set by "
        "the network, so only a near miss is told, as an info. Warnings: pressed[w], the letter, "
        "where the wrong key W may be meant, and quotes that become part of a name."
    ),
    bad="""\
{
  "named_regions": [
    {"name": "West Coast", "regions": [{"region_type": "State", "value": "CA"}]}
  ],
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "in_region[West Cost]",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    }
  }
}""",
    good="""\
{
  "named_regions": [
    {"name": "West Coast", "regions": [{"region_type": "State", "value": "CA"}]}
  ],
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "in_region[West Coast]",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    }
  }
}""",
    source="Invoca, IVR Tree Conditions; Invoca, Advertiser Campaigns (named_regions)",
    check=EachFlow(check),
)
