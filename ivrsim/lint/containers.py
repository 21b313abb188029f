"""What becomes of a list or an object of which some items go and others come.

Only commas and blanks next to the change are touched.  Where anything else stands
between two items (a comment, a comma too many), nothing is changed at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.edit import TextEdit
from ivrsim.lint.writing import Hand, blanks_after, blanks_before
from ivrsim.places import Span
from ivrsim.values import dataclass, field


class Unplaced(Exception):
    """An edit that cannot be made in this text; no fault of anybody."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of one container.

    - `span`, `hand`: where it stands and how it is written;
    - `gone`: where the items stand that go;
    - `before`: the texts that come before the item that begins at an offset;
    - `last`: the texts that come after all of them.
    """

    span: Span
    hand: Hand
    gone: list[Span] = field(default_factory=list)
    before: dict[int, list[str]] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)


def edits_of(change: Change, text: str) -> Iterator[TextEdit]:
    """The change as edits of the text.  Raises `Unplaced` where something is in the way."""
    work = _Work(change, text)
    for run in work.runs():
        yield work.removed(run)
    yield from work.added()


class _Work:
    """One change in one text; what was made is taken off the lists."""

    def __init__(self, change: Change, text: str) -> None:
        self.text = text
        self.hand = change.hand
        self.inner = Span(change.span.start + 1, change.span.end - 1)
        self.gone = sorted(set(change.gone))
        self.before = dict(change.before)
        self.last = list(change.last)

    def runs(self) -> list[list[Span]]:
        """The items that go, those that stand side by side together."""
        found: list[list[Span]] = []
        for span in self.gone:
            if found and self._next(found[-1][-1].end) == span.start:
                found[-1].append(span)
            else:
                found.append([span])
        return found

    def removed(self, run: list[Span]) -> TextEdit:
        """Items that go, together with what comes in their place."""
        start, end = run[0].start, run[-1].end
        texts = [text for span in run for text in self.before.pop(span.start, [])]
        before = blanks_before(self.text, start)
        following = self._next(end)
        if following is not None:
            texts += self.before.pop(following, [])
            return TextEdit(start, following, "".join(t + self.hand.comma for t in texts))
        texts += self.last
        self.last.clear()
        if before == self.inner.start:
            alone = self.hand.comma.join(texts)
            return TextEdit(start, end, alone) if texts else TextEdit(*self.inner, "")
        if self.text[before - 1] != ",":
            raise Unplaced
        return TextEdit(blanks_before(self.text, before - 1), end, self._appended(texts))

    def added(self) -> Iterator[TextEdit]:
        """Items that come, where none goes."""
        for start, texts in self.before.items():
            yield TextEdit(start, start, "".join(text + self._comma(start) for text in texts))
        if self.last:
            yield self._at_end()

    def _at_end(self) -> TextEdit:
        end = blanks_before(self.text, self.inner.end)
        if end > self.inner.start:
            if self.text[end - 1] == ",":
                raise Unplaced
            return TextEdit(end, end, self._appended(self.last))
        lead = self.hand.lead
        content = lead + self.hand.comma.join(self.last)
        back = lead.removesuffix(self.hand.unit) if lead else ""
        return TextEdit(*self.inner, content + back)

    def _appended(self, texts: list[str]) -> str:
        return "".join(self.hand.comma + text for text in texts)

    def _comma(self, start: int) -> str:
        """The comma as it stands before the item that begins here; else as anywhere."""
        before = blanks_before(self.text, start)
        own = self.text[before:start]
        if before == self.inner.start or self.hand.broken or set(own) & set("\r\n"):
            return self.hand.comma
        return "," + own

    def _next(self, end: int) -> int | None:
        """Where the item after the one that ends here begins; None if that is the last."""
        at = blanks_after(self.text, end)
        if at == self.inner.end:
            return None
        following = blanks_after(self.text, at + 1)
        if self.text[at] != "," or following == self.inner.end:
            raise Unplaced
        return following
