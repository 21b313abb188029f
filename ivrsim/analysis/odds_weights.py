"""How many callers have each value of each variable, under a profile.

The variables are independent but for the profile's `joint` rows: within one row the
facts it names are settled, and the rows are summed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, pairwise
from typing import Any, TypeAlias

from ivrsim.analysis.places import MONDAY, localities
from ivrsim.analysis.profile import Profile, Row
from ivrsim.analysis.space import FREE_NUMBER, HOURS, PLACE, CallerSpace, is_usable
from ivrsim.campaign.hours import WEEKDAYS
from ivrsim.campaign.record import DAY
from ivrsim.conditions.symbolic.cells import Fragment
from ivrsim.conditions.symbolic.diagram import Diagrams
from ivrsim.conditions.symbolic.formula import Formula, Test, fold, join
from ivrsim.errors import UsageError

ZERO, ONE = Fraction(0), Fraction(1)
MOST_PLACES = 100_000
Support: TypeAlias = Iterator[tuple[Fraction, Fragment]]

FACTS = ("mobile", "landline", "repeat", HOURS, PLACE, "custom_data", "affiliate_name",
         "media_type", "promo_number_description", "signal", "previous_signal",
         "voice_signal")  # fmt: skip
"""What a row of a joint table can say."""


class Weights:
    """The share of callers with each value of each variable of a caller space."""

    def __init__(self, space: CallerSpace, profile: Profile) -> None:
        self.space = space
        self.profile = profile
        self.rows = profile.joint or (Row(ONE, {}),)
        self.diagrams = Diagrams(space.space.domain.full)
        self._tables: list[dict[int, tuple[Fraction, ...]]] = [{} for _ in self.rows]
        self._answered = profile.answered.share, 1 - profile.answered.share
        self._settled: dict[tuple[int, ...], bool | None] = {}
        self._shares: dict[int, Fraction] = {0: ZERO, 1: ONE}
        for row in self.rows:
            _check(row)

    def share(self, diagram: int) -> Fraction:
        """The share of callers in a caller set."""
        known = self._shares.get(diagram)
        if known is None:
            known = sum((self._in_row(n, diagram) for n in range(len(self.rows))), ZERO)
            self._shares[diagram] = known
        return known

    def callers(self, formula: Formula) -> int:
        """The callers of whom a formula holds, as far as the profile has such callers.

        Raises `Exhausted` where the set is too large to be told.
        """
        return self.diagrams.of(self._simpler(formula))

    # -- formulas ------------------------------------------------------------------

    def _simpler(self, formula: Formula) -> Formula:
        """The formula without the tests that all callers of the profile answer alike."""
        if isinstance(formula, bool):
            return formula
        full = self.space.space.domain.full
        return fold(formula, self._test, lambda every, below: join(every, below, full))

    def _test(self, test: Test) -> Formula:
        tables = [self._shares_of(number, test.variable) for number in range(len(self.rows))]
        key = (test.mask, *map(id, tables))
        if key not in self._settled:
            masses = {_within(table, test.mask) for table in tables}
            self._settled[key] = bool(masses.pop()) if masses in ({ZERO}, {ONE}) else None
        settled = self._settled[key]
        return test if settled is None else settled

    # -- numbers -------------------------------------------------------------------

    def _in_row(self, number: int, diagram: int) -> Fraction:
        row = self.rows[number]

        def weigh(variable: int, mask: int) -> Fraction:
            return _within(self._shares_of(number, variable), mask)

        return row.share * self.diagrams.weight(diagram, weigh, ONE, ZERO)

    def _shares_of(self, number: int, variable: int) -> tuple[Fraction, ...]:
        """The table of a variable in a row; kept, so that its identity tells tables apart."""
        known = self._tables[number].get(variable)
        if known is None:
            known = self._tables[number][variable] = self._table(self.rows[number], variable)
        return known

    def _table(self, row: Row, index: int) -> tuple[Fraction, ...]:
        """The share of each value of a variable among the callers of a row."""
        variable = self.space.space.variables[index]
        found = [ZERO] * len(variable.cells)
        if len(found) == 1:
            return (ONE,)
        if variable.name.startswith("unanswered "):
            return self._answered
        for share, fragment in self._support(variable.name, row):
            found[self._value(variable.name, fragment)] += share
        return tuple(found)

    def _value(self, name: str, fragment: Fragment) -> int:
        if name not in self.space.cells:
            return int(bool(fragment))
        value = self.space.value(name, fragment)
        if value is None and is_usable(_text_of(name, fragment) or ""):
            value = self.space.value(name, _said(name, FREE_NUMBER))
        if value is None:
            raise UsageError(
                f"No caller of this call flow can be {fragment}.",
                hint="The profile says that some are; see its regions, texts and joint rows.",
            )
        return value

    # -- from the profile ----------------------------------------------------------

    def _support(self, name: str, row: Row) -> Support:
        """The values that a variable has, as fragments of the facts, each with its share."""
        profile = self.profile
        settled = _settled_by(row.facts, name)
        if settled is not None:
            return iter(((ONE, settled),))
        if name == "line":
            return _lines(profile)
        if name == "repeat":
            return _two(name, profile.repeat.share)
        if name == HOURS:
            return self._hours()
        if name == PLACE:
            return self._places()
        if name == "branch":
            return _two(name, profile.branch_near.share)
        texts = profile.texts.get(name)
        return ((s, _said(name, t)) for t, s in (texts.of if texts else {None: ONE}).items())

    def _hours(self) -> Support:
        """The share of the week in which each pattern of open and closed holds."""
        if self.profile.open is not None:
            share = self.profile.open.share
            return iter(((share, {HOURS: True}), (1 - share, {HOURS: False})))
        return self._week()

    def _week(self) -> Support:
        for day, name in enumerate(WEEKDAYS):
            stretches = (s for seen in self.space.views for s in seen.schedule.intervals()[day])
            bounds = sorted({0, DAY, *(second for stretch in stretches for second in stretch)})
            for start, end in pairwise(bounds):
                share = self.profile.week.of[name] * Fraction(end - start, DAY)
                yield share, {"at": _moment(day, start)}

    def _places(self) -> Support:
        """The profile's regions; else every set of regions alike."""
        if self.profile.regions is not None:
            for names, share in self.profile.regions.of.items():
                yield share, {PLACE: [names] if isinstance(names, str) and names else [*names]}
            return
        campaigns = [seen.flow.campaign for seen in self.space.views]
        every = localities([region for c in campaigns for region in c.named_regions])
        found: dict[tuple[frozenset[str], ...], Fragment] = {}
        for place in islice(every, MOST_PLACES):
            regions = tuple(frozenset(campaign.regions_of(place)) for campaign in campaigns)
            found.setdefault(regions, {"place": place})
        for fragment in found.values():
            yield Fraction(1, len(found)), fragment


def _within(table: tuple[Fraction, ...], mask: int) -> Fraction:
    """The share of the values in a mask."""
    return sum((share for value, share in enumerate(table) if mask >> value & 1), ZERO)


def _moment(day: int, second: int) -> Any:
    return MONDAY.replace(
        day=MONDAY.day + day, hour=second // 3600, minute=second // 60 % 60, second=second % 60
    )


def _lines(profile: Profile) -> Support:
    for phone, share in profile.phone.of.items():
        yield share, {"mobile": phone == "mobile", "landline": phone == "landline"}


def _two(name: str, share: Fraction) -> Support:
    """A variable of two values; no fragment is the first of them."""
    plain = {name: False} if name == "repeat" else {}
    return iter(((1 - share, plain), (share, {name: True})))


def _said(name: str, text: str | None) -> Fragment:
    """The fact that a text field, named as in conditions, holds this text."""
    if not name.startswith("custom_data["):
        return {name: text}
    field = name.removeprefix("custom_data[").removesuffix("]")
    return {"custom_data": {} if text is None else {field: text}}


def _text_of(name: str, fragment: Fragment) -> str | None:
    data = fragment.get("custom_data")
    if isinstance(data, Mapping):
        return data.get(name.removeprefix("custom_data[").removesuffix("]"))
    return None


def _settled_by(facts: Mapping[str, Any], name: str) -> Fragment | None:
    """What the facts of a row say of a variable, if they do."""
    if name == "line" and not {"mobile", "landline"}.isdisjoint(facts):
        return {flag: bool(facts.get(flag)) for flag in ("mobile", "landline")}
    if name.startswith("custom_data[") and "custom_data" in facts:
        field = name.removeprefix("custom_data[").removesuffix("]")
        return _said(name, facts["custom_data"].get(field))
    return {name: facts[name]} if name in facts else None


def _check(row: Row) -> None:
    unknown = sorted(set(row.facts) - set(FACTS))
    if unknown:
        raise UsageError(
            f"A joint row cannot say {unknown[0]!r} of callers.", hint=f"It can say {FACTS}."
        )
