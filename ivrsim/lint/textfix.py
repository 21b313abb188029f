"""From the words of a fix to characters: the smallest edits that keep the file's own form."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from ivrsim.jsontext import JSON, UnwritableError
from ivrsim.jsontokens import pieces
from ivrsim.lint.containers import Change, Unplaced, edits_of
from ivrsim.lint.edit import (
    Edit,
    Fix,
    Insert,
    Move,
    Put,
    Remove,
    Rename,
    Reword,
    Rewrite,
    TextEdit,
    TextFix,
)
from ivrsim.lint.writing import Hand, hand_of, has_lines, is_empty, line_lead
from ivrsim.places import Place, Span
from ivrsim.source import Source
from ivrsim.textlines import MAX_PROBLEMS
from ivrsim.values import replace

DEEPEST = 1_000
"""In a document in which a name stands twice, nothing deeper than this is touched."""

DUPLICATE = "IVR911"


def text_fix(fix: Fix, source: Source) -> TextFix | None:
    """The fix as edits of the document's text; None where it cannot be made there.

    That is where a place does not exist, where a name stands twice on the way to it,
    where the text is not certain (`Source.ok`), where a comment stands between two items
    that would change, and where edits of the fix contradict each other.
    """
    work = _Work(source)
    try:
        for edit in fix.edits:
            work.take(edit)
        edits = work.done()
    except (Unplaced, UnwritableError):
        return None
    return TextFix(fix.title, edits, fix.safe)


def edited(text: str, edits: Iterable[TextEdit], offset: int = 0) -> str:
    """The text after edits, which stand in its order; offsets count from `offset`."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += text[at : edit.start - offset], edit.text
        at = edit.end - offset
    return "".join([*parts, text[at:]])


class _Work:
    """The edits of one fix, as they come together."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.edits: list[TextEdit] = []
        self.changes: dict[int, Change] = {}
        self.moves: dict[int, list[tuple[Place, int]]] = {}

    def take(self, edit: Edit) -> None:
        """Note one edit.  Raises `Unplaced`."""
        if not isinstance(edit, Rewrite) and not self.source.ok:
            raise Unplaced
        match edit:
            case Put(place, value):
                self._put(place, value)
            case Reword(place, within, text):
                self._reword(place, within, text)
            case Rename(place, name):
                self._rename(place, name)
            case Remove(place):
                self._container(place).gone.append(self._item(place))
            case Insert(place, index, value):
                self._insert(place, index, value)
            case Move(place, index):
                start = self._container(place).span.start
                self.moves.setdefault(start, []).append((place, index))
            case Rewrite(span, text):
                self._rewrite(span, text)

    def done(self) -> tuple[TextEdit, ...]:
        """All edits, in the order of the text.  Raises `Unplaced` where two overlap."""
        for start in sorted(self.changes, reverse=True):  # from the inside to the outside
            change = self.changes[start]
            for place, index in self.moves.get(start, ()):
                self._move(change, place, index)
            self.edits += edits_of(change, self.text)
        found = sorted(self.edits, key=lambda edit: (edit.start, edit.end))
        if any(a.end > b.start for a, b in pairwise(found)):
            raise Unplaced
        return tuple(found)

    def _rewrite(self, span: Span, text: str) -> None:
        if not 0 <= span.start <= span.end <= len(self.text):
            raise Unplaced
        self.edits.append(TextEdit(span.start, span.end, text))

    def _put(self, place: Place, value: JSON) -> None:
        if self._exists(place):
            span = self._span(place)
            hand, broken = self._as_before(place, span)
            self.edits.append(TextEdit(span.start, span.end, hand.value(value, broken=broken)))
            return
        change = self._container(place)
        if self.text[change.span.start] != "{" or not isinstance(place.step, str):
            raise Unplaced
        hand = change.hand
        change.last.append(hand.member(place.step, value, broken=hand.broken))

    def _reword(self, place: Place, within: Span, text: str) -> None:
        span = self._span(place)
        raw = self.text[span.start : span.end]
        inside = raw[1:-1]
        if len(raw) < 2 or raw[0] != '"' or not _holds(inside, within):
            raise Unplaced
        stretch = self.source.span(Place(place.parent, place.step, within=within))
        written = Hand(self.text).string(text)[1:-1]
        if "\\/" in inside and "/" not in inside.replace("\\/", ""):
            written = written.replace("/", "\\/")
        self.edits.append(TextEdit(stretch.start, stretch.end, written))

    def _rename(self, place: Place, name: str) -> None:
        value, span = self._span(place), self.source.span(place.name)
        if place.parent is None or span == value or self._exists(place.parent / name):
            raise Unplaced
        written = Hand(self.text).string(name)
        self.edits.append(TextEdit(span.start, span.end, written))

    def _insert(self, place: Place, index: int, value: JSON) -> None:
        change = self._change(place, alone=not isinstance(value, dict | list))
        if self.text[change.span.start] != "[":
            raise Unplaced
        hand, lines = change.hand, self._elements_have_lines(place, index)
        written = hand.value(value, broken=hand.broken if lines is None else lines)
        self._place_before(change, place, index, written)

    def _move(self, change: Change, place: Place, index: int) -> None:
        """An element with all edits inside of it goes to another index of its list."""
        step, span = place.step, self._span(place)
        if not isinstance(step, int) or place.parent is None:
            raise Unplaced
        if not self._exists(place.parent / index):
            raise Unplaced
        if index == step:
            return
        inside = [e for e in self.edits if span.start <= e.start and e.end <= span.end]
        self.edits = [edit for edit in self.edits if edit not in inside]
        inside.sort(key=lambda edit: (edit.start, edit.end))
        written = edited(self.text[span.start : span.end], inside, span.start)
        change.gone.append(span)
        self._place_before(change, place.parent, index + (index > step), written)

    def _place_before(self, change: Change, place: Place, index: int, written: str) -> None:
        if self._exists(place / index):
            start = self._span(place / index).start
            change.before.setdefault(start, []).append(written)
        elif index == 0 or (index > 0 and self._exists(place / (index - 1))):
            change.last.append(written)
        else:
            raise Unplaced

    def _container(self, place: Place) -> Change:
        if place.parent is None:
            raise Unplaced
        return self._change(place.parent)

    def _change(self, place: Place, *, alone: bool = False) -> Change:
        """The change of the list or object at a place.

        An empty one is written like the one around it; with `alone`, on one line.
        """
        span = self._span(place)
        if self.text[span.start] not in "[{" or self.text[span.end - 1] not in "]}":
            raise Unplaced
        known = self.changes.get(span.start)
        if known is None:
            empty = is_empty(self.text, span) and not alone and place.parent is not None
            hand = self._like_around(place) if empty else hand_of(self.text, span.start)
            known = self.changes[span.start] = Change(span, hand)
        return known

    def _like_around(self, place: Place) -> Hand:
        around = hand_of(self.text, self._holder(place))
        lead = line_lead(around.lead, self.text, self._span(place).start)
        return replace(around, lead=lead and lead + around.unit)

    def _holder(self, place: Place) -> int:
        """Where the container around a place begins; of the whole document its own begin."""
        return self._span(place.parent or place).start

    def _elements_have_lines(self, place: Place, index: int) -> bool | None:
        """Whether the element beside an index is written on several lines; None: unknown."""
        for beside in (index - 1, index):
            if beside >= 0 and self._exists(place / beside):
                span = self._span(place / beside)
                if self.text[span.start] in "{[" and not is_empty(self.text, span):
                    return has_lines(self.text, span)
        return None

    def _as_before(self, place: Place, span: Span) -> tuple[Hand, bool]:
        """How a value is written that comes in the place of another."""
        if self.text[span.start] in "{[" and not is_empty(self.text, span):
            own = hand_of(self.text, span.start)
            return replace(own, lead=line_lead(own.lead, self.text, span.start)), own.broken
        hand = hand_of(self.text, self._holder(place))
        return hand, hand.broken and place.parent is not None

    def _item(self, place: Place) -> Span:
        """A member with its name, or an element."""
        value = self._span(place)
        name = self.source.span(place.name)
        return Span(name.start, value.end) if isinstance(place.step, str) else value

    def _span(self, place: Place) -> Span:
        """Where the value at a place stands.  Raises `Unplaced` where there is none."""
        own = self.source.span(Place(place.parent, place.step))
        if not self._is_there(place, own) or self._is_ambiguous(place):
            raise Unplaced
        return own

    def _exists(self, place: Place) -> bool:
        return self._is_there(place, self.source.span(Place(place.parent, place.step)))

    def _is_there(self, place: Place, own: Span) -> bool:
        """Whether a place exists: the span of one that does not is that of what would hold it."""
        if place.parent is None or place.step is None:
            return own.end > own.start
        return own != self.source.span(Place(place.parent.parent, place.parent.step))

    def _is_ambiguous(self, place: Place) -> bool:
        """Whether a name on the way to the place stands twice in its object."""
        problems = self.source.problems
        twice = {problem.span for problem in problems if problem.code == DUPLICATE}
        if not twice:
            return False
        at: Place | None = place
        for _ in range(DEEPEST):
            if at is None or at.step is None:
                return len(problems) >= MAX_PROBLEMS
            if self.source.span(at.name) in twice:
                return True
            at = at.parent
        return True


def _holds(inside: str, within: Span) -> bool:
    """Whether a string that is written like this has such a stretch, and no escape is wrong."""
    found = list(pieces(inside))
    length = sum(len(piece.value) for piece in found)
    known = not any(piece.fault for piece in found)
    return known and 0 <= within.start <= within.end <= length
