"""What the tests of one text field see of a text; thousands of comparisons cost little."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from ivrsim.conditions.ast import TextTest
from ivrsim.conditions.evaluation import Meaning, atom_truth
from ivrsim.conditions.symbolic.cells import text_fragment

Seen: TypeAlias = tuple[bool, str | None, tuple[bool, ...]]
"""Whether the text is absent, which compared text it equals, what the other tests say."""


class Eye:
    """The tests of one field; comparisons are looked up, all others asked one by one."""

    def __init__(self, tests: Iterable[TextTest], meaning: Meaning) -> None:
        self._meaning = meaning
        tests = tuple(tests)
        self._compared = {self._folded(t.value) for t in tests if t.op in {"=", "!="}}
        self._others = [t for t in tests if t.op not in {"=", "!="}]
        self._place = {test: number for number, test in enumerate(self._others)}
        self._last: tuple[Sequence[Seen], dict[str, int], int] | None = None

    def _folded(self, text: str | None) -> str:
        insensitive = self._meaning.text_case == "insensitive"
        return (text or "").casefold() if insensitive else text or ""

    def see(self, text: str | None) -> Seen:
        """What is seen of a text; None: absent."""
        others = tuple(
            atom_truth(test, text_fragment(test.field, text), self._meaning) is True
            for test in self._others
        )
        folded = self._folded(text)
        equal = folded if text is not None and folded in self._compared else None
        return text is None, equal, others

    def mask(self, test: TextTest, seen: Sequence[Seen]) -> int:
        """The numbers of those texts, among the seen, for which the test holds, as bits."""
        if test.op not in {"=", "!="}:
            place = self._place[test]
            return sum(1 << number for number, item in enumerate(seen) if item[2][place])
        equal, absent = self._sorted(seen)
        same = equal.get(self._folded(test.value), 0)
        if test.op == "=":
            return same
        left_out = 0 if self._meaning.absent_differs else absent
        return (1 << len(seen)) - 1 & ~same & ~left_out

    def _sorted(self, seen: Sequence[Seen]) -> tuple[dict[str, int], int]:
        """The numbers of the texts that equal each compared text, and of the absent ones."""
        if self._last is None or self._last[0] is not seen:
            equal: dict[str, int] = {}
            absent = 0
            for number, (is_absent, name, _) in enumerate(seen):
                absent |= is_absent << number
                if name is not None:
                    equal[name] = equal.get(name, 0) | 1 << number
            self._last = seen, equal, absent
        return self._last[1:]
