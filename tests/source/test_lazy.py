"""What waits is, once it is asked for, what it would have been."""

from __future__ import annotations

import re

from ivrsim.lazy import pattern


def test_a_pattern_that_waits_does_what_a_compiled_one_does() -> None:
    waiting, compiled = (
        pattern(r"(?P<key>\d)|x", re.IGNORECASE),
        re.compile(r"(?P<key>\d)|x", re.IGNORECASE),
    )
    assert "_made_of" in vars(waiting)
    assert "match" not in vars(waiting)
    for _ in range(2):
        assert [m.span() for m in waiting.finditer("a1X")] == [(1, 2), (2, 3)]
        assert waiting.fullmatch("7", 0, 1) is not None
        assert waiting.sub("-", "1x2") == compiled.sub("-", "1x2")
        assert (waiting.pattern, waiting.flags) == (compiled.pattern, compiled.flags)
    assert vars(waiting)["finditer"] is not None
    assert pattern(b"[0-9]").search(b"a1") is not None
