"""Fixes applied to a document, round by round, until there is nothing left to fix.

In a round every fix is made that does not touch what another one changes; the others
wait for the next round, in which the text is read and linted anew.  So the result does
not depend on anything but the text and the settings, and fixing it again changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from ivrsim.lazy import fetch
from ivrsim.lint.check import lint_all, lint_one, selected
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.edit import TextEdit, TextFix
from ivrsim.lint.settings import DEFAULTS, LintSettings
from ivrsim.source import Source
from ivrsim.textlines import MAX_PROBLEMS
from ivrsim.values import NamedTuple, dataclass, field, replace
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

MAX_ROUNDS = 100
"""A document that is not done by then has fixes that work against each other."""

PATIENCE = 3
"""Rounds in which the fixes of a rule may leave it with as many findings as before."""

AT_ONCE = 10_000
"""The most findings of a document that are looked at in one round."""

MARK = "\ufeff"
_MARKED, _FOREIGN, _HALF, _DUPLICATE = "IVR914", "IVR915", "IVR913", "IVR911"


class Applied(NamedTuple):
    """A fix that was made: the rule's code, and what it did."""

    code: str
    title: str


@dataclass(frozen=True)
class Fixed:
    """A document after its fixes.

    - `text`: its text, with the byte order mark if it has one still;
    - `applied`: the fixes that were made, in the order of the rounds, then of the text;
    - `left`: what the rules find in it now;
    - `rounds`: how many it took;
    - `stuck`: codes of rules whose fixes do not remove what they find, or are undone by
      those of another rule; none of theirs was made;
    - `document`: the text as it reads now.
    """

    text: str
    applied: tuple[Applied, ...]
    left: tuple[Diagnostic, ...]
    rounds: int
    stuck: tuple[str, ...]
    document: Document

    @property
    def hidden(self) -> int:
        """How many findings are left that only an unsafe fix would remove."""
        return sum(fix_of(d, unsafe=True) is not None and fix_of(d) is None for d in self.left)


def fix(what: Any, unsafe: bool = False, *, settings: LintSettings = DEFAULTS) -> Fixed:
    """Make the fixes of all selected rules; nothing is written to any file.

    `what` is a `Document` as it was loaded, or anything `ivrsim.load` takes.  With
    `unsafe` also the fixes that may change what a caller gets are made.  What a rule does
    not look for (`settings`) it does not fix.  Raises `UsageError` as `lint` does.
    """
    document = what if isinstance(what, Document) else load(what)
    barred: frozenset[str] = frozenset()
    while True:
        run = _Run(document, unsafe, settings, barred)
        run.go()
        if not run.stuck:
            return run.result()
        barred |= run.stuck


def fix_of(diagnostic: Diagnostic, *, unsafe: bool = False) -> TextFix | None:
    """The best fix of a finding that may be made."""
    return next((fix for fix in diagnostic.fixes if fix.safe or unsafe), None)


class Choice(NamedTuple):
    """A fix that may be made, and the findings it mends."""

    fix: TextFix
    codes: list[str]

    @property
    def order(self) -> tuple[Any, ...]:
        """By place in the text; then by rule."""
        return tuple(self.fix.edits), self.codes, self.fix.title


class _Run:
    """One document on its way through the rounds."""

    def __init__(
        self, document: Document, unsafe: bool, settings: LintSettings, barred: frozenset[str]
    ) -> None:
        self.document = document
        self.unsafe, self.settings, self.barred = unsafe, settings, barred
        self.marked = _has(document.source, _MARKED)
        self.applied: list[Applied] = []
        self.rounds = 0
        self.stuck: frozenset[str] = frozenset()
        self.seen = {self._state: 0}
        self.made: list[set[str]] = []
        self.strikes: Counter[str] = Counter()

    @property
    def text(self) -> str:
        """The text with its mark."""
        return MARK * self.marked + self.document.source.text

    @property
    def _state(self) -> tuple[str, bool]:
        return self.text, _has(self.document.source, _FOREIGN)

    def go(self) -> None:
        """Round after round, until nothing can be fixed or some rule is stuck."""
        choices = self._choices()
        while choices and not self.stuck:
            before = _counts(choices)
            self._round(choices)
            choices = self._choices()
            self.stuck |= self._fruitless(before, _counts(choices))

    def result(self) -> Fixed:
        """What came of it."""
        left = lint_all([self.document], self.settings).diagnostics
        stuck = tuple(sorted(self.barred))
        return Fixed(self.text, tuple(self.applied), left, self.rounds, stuck, self.document)

    def _choices(self) -> list[Choice]:
        """The fixes that may be made, equal ones together, in the order of the text."""
        source = self.document.source
        settings = replace(self.settings, limit=max(self.settings.limit, AT_ONCE))
        asked = {rule.code for rule in selected(settings)} - self.barred
        if _lost_halves(source):
            return []
        foreign = _has(source, _FOREIGN)  # what is not UTF-8 is first saved as such
        found: dict[tuple[TextEdit, ...], Choice] = {}
        for diagnostic in lint_one(self.document, settings).diagnostics:
            fix = fix_of(diagnostic, unsafe=self.unsafe)
            if fix and diagnostic.code in asked and not (foreign and fix.edits):
                found.setdefault(fix.edits, Choice(fix, [])).codes.append(diagnostic.code)
        return sorted(found.values(), key=lambda choice: choice.order)

    def _round(self, choices: Sequence[Choice]) -> None:
        """Make as many fixes as do not touch each other, and read the text anew."""
        room = Room()
        made = [choice for choice in choices if room.take(choice.fix.edits)]
        self.applied += [Applied(code, c.fix.title) for c in made for code in c.codes]
        self.made.append({code for choice in made for code in choice.codes})
        self.rounds += 1
        if any(not choice.fix.edits for choice in made):
            self.marked = False
        before = self.document.source
        edited = fetch("ivrsim.lint.textfix:edited")
        text: str = edited(before.text, sorted(edit for c in made for edit in c.fix.edits))
        data = (MARK * self.marked + text).encode("utf-8")
        self.document = load(data, before.name)
        if before.ok and not _reads_as_well(self.document.source, before):
            self.stuck |= self.made[-1]

    def _fruitless(self, before: Counter[str], after: Counter[str]) -> frozenset[str]:
        """The rules whose fixes lead nowhere, if any."""
        for code in self.made[-1]:
            capped = before[code] >= MAX_PROBLEMS
            self.strikes[code] += after[code] >= before[code] and not capped
        out_of_patience = {code for code in self.made[-1] if self.strikes[code] >= PATIENCE}
        earlier = self.seen.setdefault(self._state, self.rounds)
        if earlier < self.rounds:  # the text was the same before: they undo each other
            out_of_patience |= set().union(*self.made[earlier:])
        return frozenset(self.made[-1] if self.rounds >= MAX_ROUNDS else out_of_patience)


@dataclass(frozen=True, slots=True)
class Room:
    """The stretches of a text that are taken; edits may not even touch each other."""

    taken: list[tuple[int, int]] = field(default_factory=list)

    def take(self, edits: Sequence[TextEdit]) -> bool:
        """Take the place of these edits, if it is free."""
        stretches = [(edit.start, edit.end) for edit in edits]
        if not all(map(self._is_free, stretches)):
            return False
        for stretch in stretches:
            insort(self.taken, stretch)
        return True

    def _is_free(self, stretch: tuple[int, int]) -> bool:
        at = bisect_left(self.taken, stretch)
        beside = self.taken[max(at - 1, 0) : at + 1]
        return all(end < stretch[0] or stretch[1] < start for start, end in beside)


def _counts(choices: Iterable[Choice]) -> Counter[str]:
    return Counter(code for choice in choices for code in choice.codes)


def _has(source: Source, code: str) -> bool:
    return any(problem.code == code for problem in source.problems)


def _lost_halves(source: Source) -> bool:
    """Whether the text itself held half a character, which it does not any more."""
    spans = (problem.span for problem in source.problems if problem.code == _HALF)
    return any(span and source.text[span.start : span.end] == "\ufffd" for span in spans)


def _reads_as_well(now: Source, before: Source) -> bool:
    """Whether the text is as good JSON as it was: a name that stands twice loses the first."""
    twice = [sum(p.code == _DUPLICATE for p in source.problems) for source in (now, before)]
    return now.ok and twice[0] <= twice[1]
