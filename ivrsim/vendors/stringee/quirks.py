"""Where Stringee's pages disagree with themselves, and what is done about it.

Each quirk has a test of its name.  Others need no code here: `totalCount` is a text
("2") and is not read, and `voice` is "male" in one sample and a long name in the other,
which are both voices.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MEANT: Mapping[str, str] = {"loop": "loop_count"}
"""Names that are not read, with the property that is meant.

`loop`: the sample request to create a node has `"loop": 3`; the table beside it says
`loop_count`, and the list of nodes gives that back.
"""

TREE_MARK = "TR_"
"""In front of a tree's id in the list of nodes ("TR_YRY7ZIE4MZ08BL9V"), and missing in the
request to create one ("F9GVMPTXLJE071IJ")."""


def id_of(value: Any) -> str:
    """An id as a text; the list of nodes has `"id": 9` in one sample, a text in the other."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)


def tree_of(value: Any) -> str:
    """What tells a tree from others, however its id is written."""
    return id_of(value).removeprefix(TREE_MARK)


def is_set(value: Any) -> bool:
    """Whether a flag is on; `bargeIn` is `1` in the list of nodes and `true` in the request."""
    return value in (True, "true", "True")
