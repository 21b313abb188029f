"""The advance widths a TrueType font file declares, read from its tables alone."""

from __future__ import annotations

import struct
from pathlib import Path


def advances(path: Path) -> dict[int, float]:
    """Code point -> advance width in ems, for every character the font draws."""
    data = path.read_bytes()
    tables = _tables(data)
    (units,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (count,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    metrics = [
        struct.unpack_from(">H", data, tables["hmtx"] + 4 * glyph)[0] for glyph in range(count)
    ]
    return {
        code: metrics[min(glyph, count - 1)] / units
        for code, glyph in _characters(data, tables["cmap"]).items()
        if glyph
    }


def _tables(data: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * n) for n in range(count))
    return {tag.decode(): offset for tag, _, offset, _ in records}


def _characters(data: bytes, cmap: int) -> dict[int, int]:
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    subtables = (struct.unpack_from(">HHI", data, cmap + 4 + 8 * n) for n in range(count))
    at = cmap + next(offset for *kind, offset in subtables if kind == [3, 1])
    assert struct.unpack_from(">H", data, at)[0] == 4, "a format 4 table of Unicode characters"
    segments = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts = at + 14, at + 16 + 2 * segments
    deltas, offsets = starts + 2 * segments, starts + 4 * segments
    found = {}
    for n in range(segments):
        end, start, delta, offset = (
            struct.unpack_from(">H", data, table + 2 * n)[0]
            for table in (ends, starts, deltas, offsets)
        )
        for code in range(start, min(end, 0xFFFE) + 1):
            place = offsets + 2 * n + offset + 2 * (code - start)
            glyph = struct.unpack_from(">H", data, place)[0] if offset else code
            found[code] = (glyph + delta) % 65536 if glyph else 0
    return found
