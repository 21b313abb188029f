"""From the differences of a walk to regions: who the callers are, and one of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from ivrsim.analysis.smallest import smallest
from ivrsim.analysis.space import FREE_NUMBER, HOURS, CallerSpace
from ivrsim.analysis.walk import Way
from ivrsim.analysis.witness import Witness
from ivrsim.conditions import ast
from ivrsim.conditions.ast import Expr
from ivrsim.conditions.evaluation import MissingFact
from ivrsim.conditions.symbolic.formula import UNDECIDED, Formula
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.delta.experience import Experience, experience_of
from ivrsim.delta.hurried import Hurried
from ivrsim.delta.party import ROUNDING
from ivrsim.delta.product import NEW, OLD, Product
from ivrsim.delta.region import Contrast, Region
from ivrsim.delta.trail import Difference, Trail
from ivrsim.errors import CallEnded
from ivrsim.flow import action

MANY = 60
"""Conditions on one way among which the superfluous ones are looked for."""

STRETCHES = 100_000
"""Stretches of ways that are told of before further differences are only counted."""

DIGITS = 1_000
"""Digits of an exact share beyond which nobody wants to read it, nor Python to write it."""

LATE = "too_long"
"""How a call ends at the vendor's limit, which the walk leaves out."""


class Literal(NamedTuple):
    """Something that is true of callers: in words, or as a condition."""

    when: Formula
    unless: Formula
    expr: Expr | None
    text: str = ""


Shown: TypeAlias = tuple[Contrast, Experience, Experience]


class Teller:
    """Tells what a walk found, and counts what it cannot tell.

    - `late`: differences that no call made here gets to before the vendor's limit;
    - `unshown`: those that no call shows for another reason;
    - `untold`: those that are not looked at, since enough was told.
    """

    def __init__(self, walked: Product, space: CallerSpace, budget: int) -> None:
        self.walked = walked
        self.space = space
        self.budget = budget
        self.late = self.unshown = self.untold = 0
        self._stretches = 0

    def regions(self) -> Iterator[Region]:
        """The regions of all differences that a simulated call shows."""
        for found in self.walked.differences:
            if self._stretches > STRETCHES:
                self.untold += 1
                continue
            self._stretches += sum(leaf.length for leaf in found.leaves())
            region = self._region(found)
            if region is not None:
                yield region

    def _region(self, found: Difference) -> Region | None:
        """The region of a difference; None where no simulated call shows it."""
        shown = self._shown(found)
        if shown is None or shown[1].same(shown[2]):
            late = shown is None or shown[1].kind == LATE
            self.late += late
            self.unshown += not late
            return None
        contrast, before, after = shown
        callers = self._callers(found.trail)
        share, missing = self._share(found)
        return Region(
            found.trail.responses(), callers, contrast, before, after, found.ends,
            found.everybody, share, missing,
        )  # fmt: skip

    def _share(self, found: Difference) -> tuple[Fraction | None, str]:
        """How many calls these are, or why that is not said."""
        if sum(leaf.length for leaf in found.leaves()) > STRETCHES:
            return None, "too many endings to count exactly"
        share = self.walked.shares.among(found.leaves())
        if share is None:
            return None, "too many conditions to count exactly"
        if share.denominator.bit_length() * 3 > DIGITS * 10:
            return None, f"an exact number of more than {DIGITS:,} digits"
        return share, ""

    # -- one of them -------------------------------------------------------------------

    def _shown(self, found: Difference) -> Shown | None:
        """The smallest caller who goes this way, and what they get by simulation.

        The time of the call is said only where somebody asks for it; nobody hurries
        whose call does not last too long otherwise.
        """
        formulas = [trail.when for trail in found.leaf.stretches()]
        values = smallest(self.space.space, formulas, self._cost, self.budget)
        if values is None or values is UNDECIDED:
            return None
        hours = self.space.space.index.get(HOURS, -1)
        time = values.pop(hours, self.space.space.domain.prefer[hours])
        late: Shown | None = None
        for said in (values, {**values, hours: time}):
            words = _apart(self.space.words(said))
            for hurried in (False, True):
                shown = self._played(self._calls(found.leaf, words, hurried))
                if shown is not None and LATE not in (shown[1].kind, shown[2].kind):
                    return shown
                late = shown or late
        return late

    def _played(self, contrast: Contrast) -> Shown | None:
        """What the two calls come to by simulation, if both get that far."""
        sides = (contrast.old, contrast.new)
        if not contrast.hurried and any(map(self._is_late, sides)):
            return None
        before, after = map(self._experience, sides)
        return None if before is None or after is None else (contrast, before, after)

    def _is_late(self, witness: Witness) -> bool:
        """Whether a caller who hears each prompt out is cut off before the last act."""
        settings = self.walked.settings
        return len(witness.acts) * settings.reaction_seconds > settings.max_call_seconds + ROUNDING

    def _calls(self, leaf: Trail, words: dict[str, Any], hurried: bool) -> Contrast:
        kind = Hurried if hurried else Witness
        old, new = (
            kind(
                words, leaf.acts(number), self._node(leaf, number),
                flow=self.space.views[number].flow, settings=self.space.settings,
            )
            for number in (OLD, NEW)
        )  # fmt: skip
        return Contrast(old, new, hurried)

    def _node(self, leaf: Trail, number: int) -> str:
        """The last node that one of the calls came through."""
        nodes = [way.node for t in leaf.stretches() for side, way in t.ways if side == number]
        return nodes[-1] if nodes else self.space.views[number].flow.root or ""

    def _cost(self, variable: int, value: int) -> int:
        known = self.space.space.variables.get(variable)
        prefer = self.space.space.domain.prefer[variable]
        if value == prefer or known is None or known.name == HOURS:
            return 0
        return max(len(self.space.words({variable: value})), 1)

    def _experience(self, witness: Witness) -> Experience | None:
        """What the caller gets.

        None where a condition asks for the time and nobody said it, and where the call
        lasts longer than the vendor allows, which the walk leaves out.
        """
        try:
            return experience_of(witness.call(), prompts=self.walked.prompts)
        except (MissingFact, CallEnded):
            return None

    # -- all of them -------------------------------------------------------------------

    def _callers(self, trail: Trail) -> str:
        """What is true of all callers who come this way, in words, the superfluous left out."""
        found: dict[tuple[Expr | None, str], Literal] = {}
        for stretch in trail.stretches():
            for number, way in stretch.ways:
                for literal in self._literals(number, way):
                    if not isinstance(literal.when, bool):
                        found.setdefault((literal.expr, literal.text), literal)
        told = self._needed(list(found.values()))
        plain = [one.expr for one in told if one.expr is not None and not one.text]
        texts = [one.text for one in told if one.text]
        return " and ".join([*([str(ast.all_of(*plain))] if plain else []), *texts])

    def _literals(self, number: int, way: Way) -> Iterator[Literal]:
        """What must be true of a caller who takes a way, as its flow sees it."""
        yield from self._asked(number, way)
        exits = (self.space.views[number].guards[way.node] or ()) if way.guards else ()
        taken = next((e.when for e in exits if e.name == way.exit), None)
        for place, guard in enumerate(way.guards):
            yes, no = way.env.both(guard, way.answer)
            shared = self.walked.sameness.is_shared(guard)
            by = "" if shared else f" by the {('old', 'new')[number]} terms"
            if place == len(way.guards) - 1 and guard == taken:
                yield Literal(yes, no, guard, f"{guard}{by}" if by else "")
            else:
                not_so = guard.operand if isinstance(guard, ast.Not) else ast.Not(guard)
                yield Literal(no, yes, not_so, f"{not_so}{by}" if by else "")

    def _asked(self, number: int, way: Way) -> Iterator[Literal]:
        """What is no condition: who is offered a text message, and who does not answer."""
        ask = self.walked.parties[number].asked(way.node)
        if ask is not None and ask.question.mobile_only:
            yes, no = self.space.mobile(number)
            mobile = ast.Flag("mobile")
            asked = way.choice is not None
            yield Literal(yes, no, mobile) if asked else Literal(no, yes, ast.Not(mobile))
        if way.answer == action.NO_ANSWER:
            for act in self.space.views[number].flow[way.node].actions():
                for dialled in act.destinations if isinstance(act, action.Dial) else ():
                    dead = self.space.unanswered(dialled.number)
                    text = f"nobody answers {dialled.number}"
                    yield Literal(dead, self.space.space.negation(dead), None, text)

    def _needed(self, literals: list[Literal]) -> list[Literal]:
        """Those that do not follow from the others."""
        if len(literals) > MANY:
            return literals
        kept = list(literals)
        for one in literals:
            others = [other for other in kept if other is not one]
            if self._follows(others, one):
                kept = others
        return kept

    def _follows(self, others: list[Literal], one: Literal) -> bool:
        solver = Solver(self.space.space.domain)
        formulas = [*(other.when for other in others), one.unless]
        return any(solver.add(formula) is False for formula in formulas)


def _apart(words: dict[str, Any]) -> dict[str, Any]:
    """The words with a number of its own wherever the caller brings just any number."""
    data = dict(words.get("custom_data", {}))
    sources = [("custom_data", name) for name, text in data.items() if text == FREE_NUMBER]
    sources += [("branch", "")] * ("branch" in words)
    if len(sources) < 2:
        return words
    found, numbers = dict(words), []
    for place, (kind, name) in enumerate(sources):
        numbers.append(str(int(FREE_NUMBER) + place))
        if kind == "branch":
            found["branch"] = numbers[-1]
        else:
            data[name] = numbers[-1]
    if FREE_NUMBER in words.get("unanswered", ()):
        found["unanswered"] = [*words["unanswered"], *numbers[1:]]
    return found | {"custom_data": data}
