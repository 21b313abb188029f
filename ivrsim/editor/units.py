"""Offsets of a text as positions of the protocol, and back."""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from ivrsim.editor.opened import Opened
from ivrsim.places import Span


class Units:
    """Offsets of a text as positions of the protocol, and back."""

    def __init__(self, opened: Opened, codec: PositionCodec) -> None:
        self.text = opened.text
        self.starts = opened.document.source.lines.starts
        self.codec = codec

    def position(self, offset: int) -> lsp.Position:
        """The line and the column, both from 0."""
        line = bisect_right(self.starts, offset) - 1
        return lsp.Position(
            line, self.codec.client_num_units(self.text[self.starts[line] : offset])
        )

    def range(self, span: Span) -> lsp.Range:
        """A stretch of the text."""
        return lsp.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: lsp.Position) -> int:
        """The offset of a position; past the end of a line, its end."""
        line = min(position.line, len(self.starts) - 1)
        start = self.starts[line]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        low, high = start, end
        while low < high:
            middle = (low + high) // 2
            if self.codec.client_num_units(self.text[start:middle]) < position.character:
                low = middle + 1
            else:
                high = middle
        return low
