"""Leaving out what somebody has decided about: by an ignore, or by a baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from ivrsim.lint.baseline import Entry, match, parts
from ivrsim.lint.check import names
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.ignores import Ignore
from ivrsim.lint.locate import Found, Locator
from ivrsim.lint.rule import Rule
from ivrsim.lint.settings import LintSettings
from ivrsim.text import listed
from ivrsim.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many findings of one document were left out, and by what; 0 where it was in vain."""

    by: Ignore | Entry
    count: int


Shown: TypeAlias = tuple[list[Found], tuple[Hidden, ...]]


def shown(locator: Locator, found: list[Found]) -> Shown:
    """The findings that neither an ignore nor the baseline hides, and what each of them hid.

    Of a finding that gathers several places, each is hidden or shown by itself.
    """
    settings = locator.view.settings
    groups = [list(parts(item)) for item in found]
    left, ignored = _without_ignored(locator, [*chain(*groups)], settings.ignores)
    new, known = match(locator, left, settings.known) if settings.known else (left, {})
    hidden = [Hidden(ignore, ignored[ignore]) for ignore in settings.ignores]
    return [*_gathered(found, groups, new)], (
        *hidden,
        *(Hidden(entry, count) for entry, count in known.items()),
    )


def _gathered(
    found: list[Found], groups: list[list[Found]], kept: Iterable[Found]
) -> Iterator[Found]:
    """What is left of each finding, of which the parts are given."""
    ids = set(map(id, kept))
    for item, group in zip(found, groups, strict=True):
        left = [number for number, part in enumerate(group) if id(part) in ids]
        gathered = item.finding.gathered
        if gathered is not None and 0 < len(left) < len(group):
            yield replace(item, finding=gathered.only(left))
        elif left:
            yield item


def _without_ignored(
    locator: Locator, found: list[Found], ignores: tuple[Ignore, ...]
) -> tuple[list[Found], Counter[Ignore]]:
    """Each finding is counted for every ignore that means it."""
    counts: Counter[Ignore] = Counter()
    kept = []
    for item in found:
        meant = [ignore for ignore in ignores if _means(ignore, locator, item)]
        counts.update(meant)
        if not meant:
            kept.append(item)
    return kept, counts


def _means(ignore: Ignore, locator: Locator, found: Found) -> bool:
    if not any(names(found.rule, text) for text in ignore.rules):
        return False
    flow, node, _ = locator.address(found)
    return ignore.means_node(flow, node)


def unused_ignores(
    hidden: Iterable[Hidden], rule: Rule, settings: LintSettings
) -> list[Diagnostic]:
    """A diagnostic for each ignore that hid nothing in any document it is about."""
    counts: Counter[Ignore] = Counter()
    for item in hidden:
        if isinstance(item.by, Ignore) and item.by.judged:
            counts[item.by] += item.count
    return [_unused(ignore, rule, settings) for ignore, count in counts.items() if not count]


def _unused(ignore: Ignore, rule: Rule, settings: LintSettings) -> Diagnostic:
    where = [*ignore.nodes, *ignore.files]
    at = f" at {listed(where, 'or')}" if where else ""
    line, column = ignore.position
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=settings.severities.get(rule.code, rule.severity),
        confidence=rule.confidence,
        kind=rule.kind,
        message=f"Nothing of {listed(list(ignore.rules))} is found{at}, so nothing is ignored",
        hint=f"Remove this ignore; its reason was: {ignore.reason}",
        file=ignore.config,
        pointer=ignore.pointer,
        line=line,
        column=column,
        end_line=line,
        end_column=column,
    )
