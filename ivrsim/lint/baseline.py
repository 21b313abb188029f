"""A baseline: the findings a team has for now, so that only new ones are shown.

An entry is a rule at a node, with a count.  A node is known by its words (its type and what
it says) and by the field that the finding is about, not by its line, and not only by its
id: reformatting a file, moving a branch or mending another field changes nothing.  Where
the words or the field were edited, what is found is shown: what is new is never hidden,
even where that shows an old finding once more.

    {"version": 1,
     "entries": [{"file": "campaign.json", "flow": "future_terms", "rule": "IVR202",
                  "node": "/1", "words": "Menu “For sales, press 1”",
                  "fingerprint": "0123456789abcdef", "count": 1}]}
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from ivrsim.errors import UnreadableError, UsageError
from ivrsim.files import write_whole
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.jsontext import dumps
from ivrsim.lint.locate import Found, Locator
from ivrsim.places import Place, Step
from ivrsim.text import clean, shorten
from ivrsim.values import dataclass, names, replace

VERSION = 1
LARGEST = 100_000_000
"""Bytes of a baseline file; a larger one is not read."""
PLACED = frozenset({"children", "keypress_failover_type"})
"""What a node says about the way to it and on from it, not about itself."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Entry:
    """So many findings of a rule at one node, which are known.

    `file` is the way from the baseline's folder; `node` is the id, empty where the
    finding belongs to no node; `words` are for people; `fingerprint` is of what the
    node, or the property, says.
    """

    file: str
    flow: str
    node: str
    rule: str
    fingerprint: str
    words: str = ""
    count: int = 1

    @property
    def content(self) -> tuple[str, str, str]:
        """What stays the same when the node moves."""
        return self.flow, self.rule, self.fingerprint


Known: TypeAlias = Mapping[Entry, int]


def parts(found: Found) -> Iterator[Found]:
    """A finding as one for each place that it gathers."""
    gathered = found.finding.gathered
    if gathered is None:
        yield found
    else:
        yield from (replace(found, finding=finding) for finding in gathered.alone())


def entries(locator: Locator, found: Iterable[Found], file: str) -> list[Entry]:
    """The findings of one document as entries, sorted."""
    every = (part for item in found for part in parts(item))
    counts = Counter(_entry(locator, part, file) for part in every)
    return sorted(replace(entry, count=count) for entry, count in counts.items())


def match(
    locator: Locator, found: list[Found], known: Iterable[Entry]
) -> tuple[list[Found], Known]:
    """The findings that are new, and how many each known entry hides; 0 for one that is gone.

    First each entry takes what is found at its own node; what is left of the findings
    and of the entries is matched by what the nodes say.  An entry hides nothing, and is
    not told, where there is more of its rule at the node than its count: nobody can say
    which of it is new.
    """
    groups: dict[Entry, list[Found]] = defaultdict(list)
    for item in found:
        groups[_entry(locator, item, "")].append(item)
    uses = dict.fromkeys(known, 0)
    hidden: set[int] = set()
    for group, entry in _pairs(groups, known):
        items = groups[group]
        uses[entry] = len(items)
        if uses[entry] > entry.count:
            del uses[entry]
        else:
            hidden.update(map(id, items))
    return [item for item in found if id(item) not in hidden], uses


def _pairs(groups: Iterable[Entry], known: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Each group with the entry that knows it, if there is one; each entry once."""
    here = {(entry.content, entry.node): entry for entry in known}
    left = []
    for group in groups:
        entry = here.pop((group.content, group.node), None)
        if entry is None:
            left.append(group)
        else:
            yield group, entry
    moved: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in sorted(here.values(), reverse=True):
        moved[entry.content].append(entry)
    for group in left:
        if moved[group.content]:
            yield group, moved[group.content].pop()


def _entry(locator: Locator, found: Found, file: str) -> Entry:
    flow_name, node, field = locator.address(found)
    flow = next((v.flow for v in locator.view.flows if v.flow.name == flow_name), None)
    if flow is not None and node is not None:
        view = next(v for v in locator.view.flows if v.flow is flow)
        words = view.all_nodes[node].words
        content = _of_node(flow, node, field)
    else:
        words, content = "", _of_place(locator, found.finding.place)
    return Entry(
        file=file,
        flow=flow_name,
        node=node or "",
        rule=found.rule.code,
        fingerprint=sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        words=clean(words),
    )


def _of_node(flow: CallFlow, key: NodeId, field: str | None) -> str:
    """The node's words, and what stands in the field; children are known by themselves."""
    node = flow.nodes[key]
    value = node.raw.get(field) if field is not None and field not in PLACED else None
    return _text([node.kind, node.said or node.summary(), field, value], key)


def _of_place(locator: Locator, place: Place | None) -> str:
    """The property's name and its value; a list is known by its name, its elements by value."""
    if place is None or locator.source is None:
        return ""
    value: Any = locator.source.data
    steps = place.steps()
    for step in steps:
        value = _member(value, step)
    names = [str(step) for step in steps if isinstance(step, str)]
    whole = isinstance(value, dict | list) and not isinstance(place.step, int)
    return _text([names, None if place.key or whole else value], place.pointer)


def _member(value: Any, step: Step) -> Any:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _text(value: Any, otherwise: str) -> str:
    """The value as JSON; where JSON cannot express it, `otherwise` stands for it."""
    try:
        return dumps(value, None)
    except UsageError:
        return otherwise


@dataclass(frozen=True)
class Baseline:
    """The entries of a baseline file, by the file they are about."""

    path: Path
    of_file: Mapping[str, tuple[Entry, ...]]

    def known(self, file: str) -> tuple[Entry, ...]:
        """The entries of a file, by its name as the linter was given it."""
        return self.of_file.get(self.way(file), ())

    def way(self, file: str) -> str:
        """The file as entries call it: its way from the baseline's folder."""
        if file.startswith("<"):
            return file
        try:
            return Path(os.path.relpath(file, self.path.parent)).as_posix()
        except ValueError:  # another drive
            return Path(file).absolute().as_posix()

    def gone_files(self) -> list[str]:
        """The files that have entries and are not there any more."""
        return [file for file in sorted(self.of_file) if not self._exists(file)]

    def _exists(self, file: str) -> bool:
        return file.startswith("<") or (self.path.parent / file).exists()

    def updated(self, looked_at: Iterable[str], found: Iterable[Entry]) -> Baseline:
        """With other entries for the files looked at, and none for files that are gone."""
        ways = {self.way(file) for file in looked_at}
        kept = {
            file: of_it
            for file, of_it in self.of_file.items()
            if file not in ways and self._exists(file)
        }
        return Baseline(self.path, kept | _by_file(found))

    def write(self) -> Path:
        """Write it, whole or not at all.  Raises `UnreadableError`."""
        every = sorted(entry for of_it in self.of_file.values() for entry in of_it)
        listed = [dict(sorted(_members(entry), key=_member_order)) for entry in every]
        data = {"version": VERSION, "entries": listed}
        return write_whole(self.path, json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def _members(entry: Entry) -> list[tuple[str, Any]]:
    return [(name, getattr(entry, name)) for name in names(entry)]


def _member_order(member: tuple[str, Any]) -> int:
    return MEMBERS.index(member[0])


MEMBERS = ("file", "flow", "rule", "node", "words", "fingerprint", "count")


def _by_file(every: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(every):
        found[entry.file].append(entry)
    return {file: tuple(of_it) for file, of_it in found.items()}


def read_baseline(path: Path | str) -> Baseline:
    """The baseline of a file; an empty one where there is none yet.

    Raises `UnreadableError` for a file that is not a baseline.
    """
    path = Path(path).absolute()
    if not path.exists():
        return Baseline(path, {})
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"it is larger than {LARGEST:,} bytes")
        return Baseline(path, _by_file(_entries_in(json.loads(path.read_bytes()))))
    except OSError as error:
        raise UnreadableError(
            f"The baseline {clean(path.name)} cannot be read: {error.strerror or error}.",
            hint="Name the file that `ivrsim lint --update-baseline` wrote, or is to write.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            f"{path.name} cannot be read as a baseline: {clean(shorten(str(error), 200))}.",
            hint="Write it again with `ivrsim lint --update-baseline`.",
        ) from error


def _entries_in(data: Any) -> list[Entry]:
    """Raises `ValueError` where the data is not that of a baseline."""
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ValueError(f"it is not an object with version {VERSION}")
    listed = data.get("entries")
    if not isinstance(listed, list):
        raise ValueError("entries is not a list")
    return [_entry_of(number, item) for number, item in enumerate(listed)]


def _entry_of(number: int, item: Any) -> Entry:
    if not isinstance(item, dict) or sorted(item) != sorted(MEMBERS):
        raise ValueError(f"entry {number} should have the members {', '.join(MEMBERS)}")
    texts = all(isinstance(item[name], str) for name in MEMBERS if name != "count")
    if not texts or type(item["count"]) is not int or item["count"] < 1:
        raise ValueError(f"entry {number} should have texts, and a count from 1")
    return Entry(**item)


def known_of(path: Path, file: str) -> tuple[Entry, ...]:
    """The entries a baseline has of a file.  Raises as `read_baseline`."""
    stat = path.stat() if path.exists() else None
    stamp = (stat.st_mtime_ns, stat.st_size) if stat else (0, 0)
    return _remembered(path, stamp).known(file)


@lru_cache(maxsize=16)
def _remembered(path: Path, stamp: tuple[int, int]) -> Baseline:
    return read_baseline(path)
