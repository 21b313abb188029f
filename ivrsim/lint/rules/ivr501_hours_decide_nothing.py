"""IVR501: during_hours is asked, but the campaign's hours cannot answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.conditions.ast import Flag
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.gathered import Gathered
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import ConditionView, FlowView
from ivrsim.lint.wording import number_of
from ivrsim.values import replace


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a flow, at the first condition that asks."""
    reason = _reason(flow)
    asked = [condition for condition in flow.conditions if any(_asked(condition))] if reason else []
    if reason is None or not asked:
        return
    message, hint = reason

    def told(condition: ConditionView, others: Sequence[ConditionView]) -> Finding:
        more = f" (asked in {number_of(len(others), 'more condition')})" if others else ""
        atom = next(_asked(condition))
        return replace(condition.finding(message + more, atom.span, hint), fixes=_fixes(flow))

    yield Gathered(asked, told).finding()


def _fixes(flow: FlowView) -> tuple[Fix, ...]:
    """The hours that stand there count, once the campaign does not operate around the clock."""
    place = flow.term("operating_24_7")
    given = any(day.hours for day in flow.campaign.schedule.days)
    ignored = flow.campaign.schedule.always and given
    return (Fix("Let the hours count", (Put(place, False),)),) if ignored and place else ()


def _asked(condition: ConditionView) -> Iterator[Flag]:
    for atom in condition.expr.atoms() if condition.expr is not None else ():
        if isinstance(atom, Flag) and atom.name == "during_hours":
            yield atom


def _reason(flow: FlowView) -> tuple[str, str] | None:
    schedule = flow.campaign.schedule
    if not flow.has_campaign:
        return None
    if schedule.always:
        return (
            "during_hours is always true: the campaign operates 24/7",
            'Set "operating_24_7": false and give the hours, or drop the test.',
        )
    if schedule.is_missing:
        return (
            "during_hours is asked, but the campaign gives no hours",
            'Add "hours" to the campaign, with monday_open, monday_close and so on.',
        )
    if schedule.never_open:
        return (
            "during_hours is never true: the campaign is closed on every day",
            "Mend the hours: opening and closing times, in seconds past midnight.",
        )
    return None


RULE = Rule(
    code="IVR501",
    name="hours-decide-nothing",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A condition asks during_hours, but the hours are missing, all closed or 24/7.",
    why=(
        "during_hours compares the time of the call with the hours of the campaign. Without hours, "
        "with every day closed or with operating_24_7 the answer is always the same, and one side "
        "of the flow is never heard. A tree that comes without its campaign is not judged."
    ),
    bad="""\
{
  "name": "Spring campaign",
  "operating_24_7": true,
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "during_hours",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    }
  }
}""",
    good="""\
{
  "name": "Spring campaign",
  "operating_24_7": false,
  "hours": {"monday_open": 32400, "monday_close": 61200},
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "during_hours",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    }
  }
}""",
    source=(
        "Invoca, Advertiser Campaigns (hours, operating_24_7); Invoca Community, Signal Builder: "
        "during_hours is always true for a 24/7 campaign"
    ),
    check=EachFlow(check),
)
