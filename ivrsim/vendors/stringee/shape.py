"""Where nodes, keypresses and trees stand in a document, in any of the shapes people have.

- the answers of GET /v1/ivrnode, /v1/ivrkeypress and /v1/ivrtree as they came
  (`{"r": 0, "data": {"ivrNodes": [...]}}`), or a list of such answers;
- their lists in one object: `{"ivrNodes": [...], "ivrNodeKeys": [...], "ivrTrees": [...]}`;
- the body of a POST: one node, or one keypress; or a list of them.

Source: Stringee, IVR tree, IVR tree node and IVR keypress management.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from ivrsim.places import ROOT, Place
from ivrsim.values import dataclass, field

NODES, KEYS, TREES = "ivrNodes", "ivrNodeKeys", "ivrTrees"
LISTS = (NODES, KEYS, TREES)

Item: TypeAlias = tuple[Any, Place]
"""A value, and where it stands."""


@dataclass
class Contents:
    """What a document holds.

    - `nodes`, `keys`, `trees`: each as it stands there; `has_keys`: whether the document
      lists keypresses at all, were it none;
    - `cut`: lists of which only some pages are here; `odd`: lists that are none.
    """

    nodes: list[Item] = field(default_factory=list)
    keys: list[Item] = field(default_factory=list)
    trees: list[Item] = field(default_factory=list)
    has_keys: bool = False
    cut: list[Item] = field(default_factory=list)
    odd: list[Item] = field(default_factory=list)


def is_stringee(data: Any) -> bool:
    """Whether anything of Stringee's stands in the data."""
    return any(_kind(value) for value, _ in _parts(data))


def contents_of(data: Any) -> Contents:
    """All that a document holds, in its order."""
    found = Contents()
    for value, place in _parts(data):
        kind = _kind(value)
        if kind == NODES:
            found.nodes.append((value, place))
        elif kind == KEYS:
            found.keys.append((value, place))
            found.has_keys = True
        elif kind:
            _take_lists(value, place, found)
    return found


def _take_lists(value: dict[str, Any], place: Place, found: Contents) -> None:
    for name, into in ((NODES, found.nodes), (KEYS, found.keys), (TREES, found.trees)):
        if isinstance(value.get(name), list):
            at = place / name
            into.extend((item, at / number) for number, item in enumerate(value[name]))
            found.has_keys |= name == KEYS
        elif value.get(name) is not None:
            found.odd.append((value[name], place / name))
    pages, page = value.get("totalPages"), value.get("currentPage")
    if isinstance(pages, int) and isinstance(page, int) and pages > 1:
        found.cut.append((value, place))


def _parts(data: Any) -> Iterator[Item]:
    """The objects that may hold lists, or be a node or a keypress themselves."""
    outer = enumerate(data) if isinstance(data, list) else ((None, data),)
    for number, value in outer:
        place = ROOT if number is None else ROOT / number
        inside = value.get("data") if isinstance(value, dict) else None
        if isinstance(inside, dict) and "r" in value:
            yield inside, place / "data"
        else:
            yield value, place


def _kind(value: Any) -> str:
    """What an object is: `NODES` for a node, `KEYS` for a keypress, else what lists it has."""
    if not isinstance(value, dict):
        return ""
    if any(name in value for name in LISTS):
        return "lists"
    if "node_play_mode" in value or ("node_name" in value and "tree" in value):
        return NODES
    return KEYS if "node_key" in value and "node" in value else ""
