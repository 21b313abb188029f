"""Fixes of a condition's text: some of its characters become others, at their place."""

from __future__ import annotations

from ivrsim.lint.edit import Fix, Reword
from ivrsim.lint.views import ConditionView
from ivrsim.places import Place, Span


def place_of(condition: ConditionView) -> Place | None:
    """Where the text of a condition stands; None where the flow came without a document."""
    if condition.node is None:
        return condition.place
    node = condition.flow.flow.places.get(condition.node)
    return node / condition.field if node is not None else None


def reworded(
    condition: ConditionView, title: str, *changes: tuple[Span, str], safe: bool
) -> tuple[Fix, ...]:
    """The fix that makes these changes to a condition; none where it stands nowhere."""
    place = place_of(condition)
    if place is None:
        return ()
    return (Fix(title, tuple(Reword(place, span, text) for span, text in changes), safe),)


def rewritten(condition: ConditionView, text: str, *, safe: bool) -> tuple[Fix, ...]:
    """The fix that puts another text in the place of the whole condition."""
    whole = Span(0, len(condition.text))
    title = f"Write the condition as: {text}" if len(text) <= 100 else "Write the condition anew"
    return reworded(condition, title, (whole, text), safe=safe)
