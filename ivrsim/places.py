"""Where something stands: offsets, lines and columns, and JSON pointers.

Everything above this module speaks of a `Place` (a way into a document) or a
`Span` (offsets into a text).  Only `ivrsim.source` turns one into the other, and
only when somebody wants to see a line.
"""

from __future__ import annotations

from ivrsim.values import NamedTuple, dataclass

Step = str | int


class Span(NamedTuple):
    """A stretch of text: character offsets, `end` not included."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as an editor shows it: line and column, both from 1, in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Place:
    """A way into a JSON document, linked upwards so that deep trees stay cheap.

    `ROOT / "ivr_tree" / "root" / "children" / 0` is the first child; its
    `pointer` is the RFC 6901 text.  `key` says that the *name* of the member is
    meant, not its value.  `within` narrows to a stretch of a string value.
    """

    parent: Place | None = None
    step: Step | None = None
    key: bool = False
    within: Span | None = None

    def __truediv__(self, step: Step) -> Place:
        return Place(self, step)

    @property
    def name(self) -> Place:
        """The same place, but its name (the member's key) instead of its value."""
        return Place(self.parent, self.step, key=True)

    def part(self, span: Span | None) -> Place:
        """A stretch of the string that stands here, in characters of its value."""
        return Place(self.parent, self.step, within=span)

    def steps(self) -> list[Step]:
        """The member names and indices from the document's root to here."""
        found: list[Step] = []
        place: Place | None = self
        while place is not None and place.step is not None:
            found.append(place.step)
            place = place.parent
        found.reverse()
        return found

    @property
    def pointer(self) -> str:
        """The RFC 6901 JSON pointer; the whole document is the empty string."""
        return written(self.steps())

    def __repr__(self) -> str:
        return f"Place({self.pointer!r})"


def written(steps: list[Step]) -> str:
    """The RFC 6901 text of some steps."""
    if not steps:
        return ""
    text = "/".join(map(str, steps))
    if "~" in text or text.count("/") >= len(steps):
        text = "/".join([str(step).replace("~", "~0").replace("/", "~1") for step in steps])
    return "/" + text


ROOT = Place()
