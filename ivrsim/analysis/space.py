"""All callers of a call flow, as values of a few independent variables.

A caller is a phone type, a place, a moment, whether they called before, texts and
custom data, a branch near them, and the numbers that nobody takes.  For each of them
there is a variable with one value for each pattern of what the flow's conditions see.
Several flows can share one space: then a value is told apart by what any of them sees.

What `Caller.given` lays down against the other facts (`in_region`, `sms_sent`) is left
out: these are facts that no real caller can bring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias

from ivrsim.analysis.answers import digit_texts
from ivrsim.analysis.fields import data_field
from ivrsim.analysis.places import localities, moments, words_of
from ivrsim.analysis.settings import Rules, rules
from ivrsim.campaign.hours import Schedule
from ivrsim.campaign.regions import NamedRegion
from ivrsim.conditions import ast, evaluation
from ivrsim.conditions.ast import Atom, Compound, Expr, TextField
from ivrsim.conditions.format import field_text
from ivrsim.conditions.parse import ConditionSyntaxError, parse_condition
from ivrsim.conditions.symbolic import cells as made
from ivrsim.conditions.symbolic.cells import Fragment, text_in
from ivrsim.conditions.symbolic.eye import Eye
from ivrsim.conditions.symbolic.formula import Formula, Test
from ivrsim.conditions.symbolic.space import MOST_VALUES, Cells, Pattern, Space, Variable
from ivrsim.flow.action import DialField
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Exit, Node
from ivrsim.flow.numbers import check_number, number_key, same_number
from ivrsim.flow.question import accepts
from ivrsim.values import dataclass, replace

FREE_NUMBER = "8005550142"
"""A number a witness brings in a data field: kept for examples, so no flow dials it."""

UNUSABLE = ("not-a-number", "malformed", "wrong-length")
"""Faults that keep a number in a data field from being dialled, as in `ivrsim.simulate`."""

MOBILE, SENT = ast.Flag("mobile"), ast.Flag("sms_sent")
ON_THE_WAY = (ast.Pressed, ast.Answer)
HOURS, PLACE, TEXT_SENT = "during_hours", "in_region", "sms_sent"
Slot: TypeAlias = str
"""A fact that a call itself can change: `TEXT_SENT`, `PLACE`, or `custom_data[field]`."""


@dataclass(frozen=True)
class View:
    """How one flow sees callers: its campaign's hours, regions and custom data."""

    flow: CallFlow
    schedule: Schedule
    fixed: Mapping[str, str]
    guards: Mapping[NodeId, tuple[Exit, ...] | None]
    """The exits of each node, in the order they are tried; None: a guard cannot be read."""

    @cached_property
    def conditions(self) -> tuple[Expr, ...]:
        """Every condition that decides the way of a call, each once."""
        read = (e.when for exits in self.guards.values() for e in exits or ())
        plain = (ast.Always, ast.Answer)
        return tuple(dict.fromkeys(expr for expr in read if not isinstance(expr, plain)))

    @cached_property
    def longest_press(self) -> int:
        """One key more than the longest key path that a condition asks for; 0 for none."""
        atoms = (atom for expr in self.conditions for atom in expr.atoms())
        paths = [len(atom.path) + 1 for atom in atoms if isinstance(atom, ast.Pressed)]
        return max(paths, default=0)

    @cached_property
    def routes(self) -> tuple[DialField, ...]:
        """Every look into a custom data field for a number to dial.

        It is done on arrival, or after an answer of no importance.
        """
        nodes = self.flow.nodes.values()
        acts = (act for node in nodes for act in chain(node.actions(), node.answered("")))
        return tuple(dict.fromkeys(act for act in acts if isinstance(act, DialField)))

    def facts(self, caller: Fragment) -> Fragment:
        """What the flow's conditions see of a caller, before the call changes anything."""
        found = dict(caller)
        if "at" in caller:
            found[HOURS] = self.schedule.is_open(caller["at"]).open
        if "place" in caller:
            found[PLACE] = self.flow.campaign.regions_of(caller["place"])
        if "custom_data" in caller:
            found["custom_data"] = {**self.fixed, **caller["custom_data"]}
        return found


def view(flow: CallFlow, settings: Rules) -> View:
    """A flow as its callers meet it under these settings."""
    schedule = replace(
        flow.campaign.schedule, overnight=settings.overnight, missing=settings.missing_hours
    )
    fixed = {name: str(value) for name, value in flow.campaign.custom_data.items()}
    return View(flow, schedule, fixed, {key: _exits(node) for key, node in flow.nodes.items()})


def _exits(node: Node) -> tuple[Exit, ...] | None:
    try:
        return node.ways_out()
    except ConditionSyntaxError:
        return None


class CallerSpace:
    """The variables of all callers of some flows, and how each flow reads them.

    `space` holds the variables and joins formulas; `views` has one entry for each flow,
    and the methods that speak of a flow take its number.
    """

    def __init__(self, *flows: CallFlow, settings: Rules | None = None) -> None:
        self.settings = rules(settings)
        self.views = tuple(view(flow, self.settings) for flow in flows)
        self.space = Space()
        self.cells: dict[str, Cells | None] = {}
        self._tests: dict[tuple[int, Atom], Formula] = {}
        self._both: dict[tuple[int, Expr], tuple[Formula, Formula] | None] = {}
        self._numbers: dict[str, str] = {}
        self._by_tail: dict[str, list[str]] = {}
        topics: dict[str, list[tuple[int, Atom]]] = {}
        for number, seen in enumerate(self.views):
            for field in dict.fromkeys(r.field for r in seen.routes):
                topics.setdefault(field_text(data_field(field)), [])
            exprs = (*seen.conditions, self.whispers(number))
            asked = (atom for expr in exprs for atom in expr.atoms())
            for atom in dict.fromkeys((MOBILE, *asked)):
                if not isinstance(atom, ast.Always | ast.Answer | ast.Pressed):
                    topics.setdefault(made.topic(atom, text_apart=True), []).append((number, atom))
        for name, atoms in topics.items():
            self._settle(name, atoms)

    # -- asking ----------------------------------------------------------------------

    def test(self, number: int, atom: Atom) -> Formula:
        """An atom as the flow of this number sees it when the call arrives."""
        return self._tests[number, atom]

    def both(self, number: int, expr: Compound) -> tuple[Formula, Formula] | None:
        """A condition and its opposite as the flow sees them when the call arrives.

        None where the way of the call decides as well.
        """
        key = number, expr
        if key not in self._both:
            free = not any(isinstance(a, ON_THE_WAY) or a == SENT for a in expr.atoms())
            read = self._arriving(number)
            self._both[key] = self.space.both(expr, read) if free else None
        return self._both[key]

    def _arriving(self, number: int) -> Callable[[Atom], Formula]:
        tests = self._tests
        return lambda atom: isinstance(atom, ast.Always) or tests[number, atom]

    def mask(self, number: int, atom: Atom) -> int:
        """The values of its variable for which an atom holds."""
        found = self._tests[number, atom]
        if isinstance(found, bool):
            return -1 if found else 0
        assert isinstance(found, Test), "an atom asks one variable"
        return found.mask

    def value(self, slot: Slot, fragment: Fragment) -> int | None:
        """The value of a changeable fact that a fragment shows.

        None where it does not matter, because nothing asks, or it is not told apart.
        """
        known = self.cells.get(slot)
        if known is None:
            return None
        pattern = known.look(fragment)
        return known.patterns.index(pattern) if pattern in known.patterns else None

    def typed(self, asked: TextField, form: str) -> tuple[str, ...]:
        """Digits of this form, one for each value of the field that digits can give it."""
        slot, found = field_text(asked), dict[int, str]()
        known = self.cells[slot]
        assert known is not None, "the field's values are told apart"
        texts = (text_in(asked, dict(c)) for c in self.space.variables[known.variable].cells)
        for digits in digit_texts([text for text in texts if text], form):
            value = self.value(slot, made.text_fragment(asked, digits))
            if value is not None and accepts(form, digits):
                found.setdefault(value, digits)
        return tuple(found.values())

    def mobile(self, number: int) -> tuple[Formula, Formula]:
        """Whether the caller has a mobile phone, and whether not."""
        yes = self.test(number, MOBILE)
        return yes, self.space.negation(yes)

    def routes(self, number: int, asked: DialField) -> list[tuple[tuple[str, ...], int]]:
        """What a flow finds to dial in a field, and for which of the field's values."""
        known = self.cells[field_text(data_field(asked.field))]
        found: dict[tuple[str, ...], int] = {}
        if known is not None:
            for value, cell in enumerate(self.space.variables[known.variable].cells):
                numbers = self.route(number, asked, dict(cell))
                found[numbers] = found.get(numbers, 0) | 1 << value
        return list(found.items())

    def longest_press(self, number: int) -> int:
        """How many reported keys conditions can tell apart."""
        return self.views[number].longest_press

    def unanswered(self, number: str) -> Formula:
        """Whether nobody takes this number; writings of one number are one number."""
        known = self._class_of(number)
        if not known:
            return False
        variable = Variable(f"unanswered {known}", ({}, {"unanswered": [known]}))
        return self.space.among(self.space.add(variable), 2)

    def branch(self) -> Formula:
        """Whether a branch near the caller takes the call."""
        variable = Variable("branch", ({}, {"branch": FREE_NUMBER}))
        return self.space.among(self.space.add(variable), 2)

    def route(self, number: int, asked: DialField, fragment: Fragment) -> tuple[str, ...]:
        """The numbers that a flow finds to dial in a data field, for `unanswered`."""
        data = self.views[number].facts(fragment)["custom_data"]
        value = str(data.get(asked.field, ""))
        parts = [part.strip() for part in value.split(",")] if asked.many else [value.strip()]
        usable = [part for part in parts if is_usable(part)]
        return tuple(map(self._class_of, usable))

    def whispers(self, number: int) -> Expr:
        """The condition on which the agent hears something; it is asked at every connection."""
        settings = self.views[number].flow.settings
        try:
            given = settings.whisper_prompt_text and settings.whisper_prompt_condition
            return parse_condition(given or "")
        except ConditionSyntaxError:
            return ast.ALWAYS

    # -- callers ---------------------------------------------------------------------

    def words(self, values: Mapping[int, int]) -> dict[str, Any]:
        """The caller with these values, as words of `flow.call`; defaults are left out."""
        found: dict[str, Any] = {}
        for index, value in sorted(values.items()):
            variable = self.space.variables.get(index)
            if variable is None or (value == variable.default and variable.name != HOURS):
                continue
            said = made.merged([found, _words(dict(variable.cells[value]))])
            found = {**said, "unanswered": _both(found, said)} if "unanswered" in said else said
        return found

    # -- building ----------------------------------------------------------------------

    def _class_of(self, number: str) -> str:
        """One writing for all writings of a number; empty where it is no number."""
        key = number_key(number)
        if not key or key in self._numbers:
            return self._numbers.get(key, "")
        alike = self._by_tail.setdefault(key[-8:], [])
        same = next((self._numbers[known] for known in alike if same_number(known, key)), number)
        alike.append(key)
        return self._numbers.setdefault(key, same)

    def _settle(self, name: str, atoms: Sequence[tuple[int, Atom]]) -> None:
        meaning = self.settings.meaning
        routes = [
            (number, route)
            for number, seen in enumerate(self.views)
            for route in seen.routes
            if field_text(data_field(route.field)) == name
        ]

        tests = [(n, atom) for n, atom in atoms if isinstance(atom, ast.TextTest)]
        if tests or routes:
            self._settle_text(name, tests, routes)
            return

        def look(fragment: Fragment) -> Pattern:
            facts = [seen.facts(fragment) for seen in self.views]
            return tuple(evaluation.atom_truth(a, facts[n], meaning) is True for n, a in atoms)

        found = self.space.divide(name, self._candidates(name, [atom for _, atom in atoms]), look)
        self.cells[name] = found
        for place, (number, atom) in enumerate(atoms):
            test = self.space.column(found, place) if found else self.space.opaque(str(atom))
            self._tests[number, atom] = test

    def _settle_text(
        self,
        name: str,
        tests: Sequence[tuple[int, ast.TextTest]],
        routes: Sequence[tuple[int, DialField]],
    ) -> None:
        """A text field: what each flow's conditions see of it, and what it finds to dial."""
        key = name.removeprefix("custom_data[").removesuffix("]")
        asked = tests[0][1].field if tests else data_field(key)
        meaning = self.settings.meaning
        eyes = [Eye([a for n, a in tests if n == v], meaning) for v in range(len(self.views))]

        def look(fragment: Fragment) -> Pattern:
            texts = (text_in(asked, seen.facts(fragment)) for seen in self.views)
            saw = (eye.see(text) for eye, text in zip(eyes, texts, strict=True))
            return (*saw, *(self.route(n, route, fragment) for n, route in routes))

        found = self.space.divide(name, self._texts(asked, [a for _, a in tests]), look)
        self.cells[name] = found
        saw = [[p[v] for p in found.patterns] if found else [] for v in range(len(self.views))]
        for number, atom in tests:
            self._tests[number, atom] = (
                self.space.among(found.variable, eyes[number].mask(atom, saw[number]))
                if found
                else self.space.opaque(str(atom))
            )

    def _candidates(self, name: str, atoms: Sequence[Atom]) -> Iterable[Fragment]:
        first = atoms[0]
        if isinstance(first, ast.InRegion):
            return ({"place": place} for place in localities(self._regions(atoms)))
        if isinstance(first, ast.Compare):
            return ({"duration": None, "connect_duration": None},)
        if name == HOURS:
            return ({"at": at} for at in moments([seen.schedule for seen in self.views]))
        return made.lines(False) if name == "line" else ({name: False}, {name: True})

    def _texts(self, asked: TextField, tests: Sequence[ast.TextTest]) -> Iterator[Fragment]:
        routed = any(route.field == asked.key for seen in self.views for route in seen.routes)
        for text in made.texts(tests, self.settings.meaning, MOST_VALUES):
            yield made.text_fragment(asked, text)
        if routed:
            yield made.text_fragment(asked, FREE_NUMBER)

    def _regions(self, atoms: Sequence[Atom]) -> list[NamedRegion]:
        """The regions that are asked for; all of them where any one will do."""
        names = {atom.name for atom in atoms if isinstance(atom, ast.InRegion)}
        return [
            region
            for seen in self.views
            for region in seen.flow.campaign.named_regions
            if None in names or region.name in names
        ]


def is_usable(number: str) -> bool:
    """Whether a number in a data field can be dialled."""
    return bool(number) and not any(f.kind in UNUSABLE for f in check_number(number, None))


def _both(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [*dict.fromkeys([*one.get("unanswered", []), *other["unanswered"]])]


def _words(cell: dict[str, Any]) -> dict[str, Any]:
    """A value of a variable as words of `flow.call`; what is false or absent is not said."""
    if "at" in cell:
        return {"at": cell["at"].strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")}
    if "place" in cell:
        return words_of(cell["place"])
    return {name: value for name, value in cell.items() if value not in (False, None)}
