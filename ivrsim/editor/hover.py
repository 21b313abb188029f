"""What an editor says of the place under the pointer, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import Expr
from ivrsim.conditions.parse import read_condition
from ivrsim.conditions.symbolic import always_true, satisfiable, simplify
from ivrsim.conditions.words import in_words
from ivrsim.editor.opened import Opened, Spot
from ivrsim.flow.outline import said
from ivrsim.flow.spoken import speech_seconds, spoken_keys
from ivrsim.lint.explain import find
from ivrsim.text import clean, shorten

LONGEST = 400
"""Characters of a condition that are put in words."""
SPECIAL = "\\`*_{}[]<>#|~!"


def hover(opened: Opened, offset: int) -> str:
    """The rules that speak here, what the condition means, where the branches lead."""
    spot = opened.spot(offset)
    parts = [*_rules(opened, offset), *(_about(spot) if spot else ())]
    return "\n\n---\n\n".join(parts)


def _rules(opened: Opened, offset: int) -> Iterator[str]:
    for diagnostic in opened.found_at(offset):
        rule = find(diagnostic.code)
        told = f"**{rule.code} {rule.name}** ({diagnostic.severity}): {plain(diagnostic.message)}"
        caller = f"\n\n`{clean(diagnostic.witness.command)}`" if diagnostic.witness else ""
        yield f"{told}{caller}\n\n{plain(rule.why)}"


def _about(spot: Spot) -> Iterator[str]:
    conditions = dict(spot.what.conditions())
    if spot.field in conditions:
        yield from _condition(conditions[spot.field])
    elif spot.field and spot.text == spot.what.said:
        yield _prompt(spot)
    else:
        yield "\n".join([f"**{plain(said(spot.what))}**", *_branches(spot)])


def _condition(text: str) -> Iterator[str]:
    expr = read_condition(text).expr
    if expr is not None:
        shown = in_words(expr)
        yield f"True where {plain(shorten(shown, LONGEST))}."
        if verdict := _verdict(expr):
            yield verdict


def _verdict(expr: Expr) -> str:
    """What can be proven of a condition by itself."""
    if satisfiable(expr) is False:
        return "No caller can make it true."
    if always_true(expr) is True:
        return "It is true for every caller."
    simple = str(simplify(expr).expr)
    return f"Simpler: `{simple}`" if simple != str(expr) else ""


def _prompt(spot: Spot) -> str:
    language = spot.flow.campaign.campaign_language or None
    keys = [f"- {k.key}: {plain(k.caption or '?')}" for k in spoken_keys(spot.text, language)]
    seconds = speech_seconds(spot.text)
    return "\n".join([f"About {seconds:.0f} seconds to say.", *keys])


def _branches(spot: Spot) -> Iterator[str]:
    for wire in spot.flow.out[spot.node].values():
        exit_ = spot.flow.exit_of(wire)
        caption = f" ({exit_.caption})" if exit_ is not None and exit_.caption else ""
        yield f"- {plain(wire.exit)}{caption} → {plain(said(spot.flow.nodes[wire.target]))}"


def plain(text: str) -> str:
    """User text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in SPECIAL else char for char in clean(text))
