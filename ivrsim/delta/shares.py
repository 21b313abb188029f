"""How many calls of a profile go each way of the common walk, exactly.

What a caller does is what the profile says of the old flow's question; where the old
call has ended, of the new flow's.  Responses that come to the same there, as two wrong
keys do, are alike.  Who hangs up notices nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from math import prod

from ivrsim.analysis.odds_answers import Answers
from ivrsim.analysis.odds_weights import Weights
from ivrsim.analysis.profile import Profile
from ivrsim.analysis.space import CallerSpace
from ivrsim.conditions.symbolic.diagram import ALWAYS, NEVER
from ivrsim.conditions.symbolic.formula import Exhausted, Formula, variables
from ivrsim.delta.party import Party
from ivrsim.delta.response import Asked, Effect, Joint
from ivrsim.delta.trail import ONE, Trail
from ivrsim.flow.flow import NodeId

ZERO = Fraction(0)


class Shares:
    """The calls of a profile on a common walk."""

    def __init__(self, space: CallerSpace, profile: Profile) -> None:
        self.space = space
        self.profile = profile

    @cached_property
    def weights(self) -> Weights:
        """Made once the walk has met all variables there are."""
        return Weights(self.space, self.profile)

    def among(self, trails: Iterable[Trail]) -> Fraction | None:
        """The share of all calls that go one of these ways; None: not decided."""
        shares = [self._share(trail) for trail in trails]
        return None if None in shares else sum((s for s in shares if s is not None), ZERO)

    def _share(self, trail: Trail) -> Fraction | None:
        stretches = trail.stretches()
        chances = {id(stretch.chance): stretch.chance for stretch in stretches}
        if not all(chances.values()):
            return ZERO
        callers = self.of([stretch.when for stretch in stretches if stretch.when is not True])
        if callers is None:
            return None
        times = Counter(id(stretch.chance) for stretch in stretches)
        return prod((chances[key] ** number for key, number in times.items()), start=callers)

    def of(self, formulas: Sequence[Formula]) -> Fraction | None:
        """The share of callers of whom all of these hold; None: not decided."""
        asked = (formula for formula in formulas if not isinstance(formula, bool))
        try:
            callers = ALWAYS
            for formula in asked:
                if self.space.space.is_opaque(variables(formula)):
                    return None
                both = self.weights.callers(formula)
                callers = self.weights.diagrams.join(True, callers, both)
                if callers == NEVER:
                    return ZERO
        except Exhausted:
            return None
        return self.weights.share(callers)

    def chances(
        self, party: Party, node: NodeId, asked: Asked, joints: Sequence[Joint]
    ) -> list[Fraction]:
        """The chance of each set of responses, among those who are asked.

        `party` asks, and its answers are what the profile speaks of.
        """
        mass = self._mass(party, node, asked)
        made = [joint.choices[party.number] for joint in joints]
        effects = [asked.effect(choice) for choice in made if choice is not None]
        alike: dict[Effect, int] = {}
        for effect, joint in zip(effects, joints, strict=True):
            alike[effect] = alike.get(effect, 0) + joint.alike
        sizes = {effect: effects.count(effect) for effect in alike}
        return [
            mass.get(effect, ZERO)
            * (Fraction(joint.alike, alike[effect]) if alike[effect] else ONE / sizes[effect])
            for effect, joint in zip(effects, joints, strict=True)
        ]

    def _mass(self, party: Party, node: NodeId, asked: Asked) -> dict[Effect, Fraction]:
        """The share of callers by the effect of what they do."""
        natural = party.natural_choices(node, asked.question)
        keys, rules = self.profile.keys.get(node), self.space.settings
        chances = Answers(self.profile, rules, asked.question, keys, party.same_at(node, asked))
        found: dict[Effect, Fraction] = {}
        counted = chances.chances(natural)
        for choice, part in counted.of.items():
            effect = asked.effect(choice)
            found[effect] = found.get(effect, ZERO) + Fraction(part, counted.parts)
        return found
