"""A flow drawn with what tests cover: the rest steps back, the way there stands out."""

from __future__ import annotations

from ivrsim.render.compose import compose
from ivrsim.render.picture import Picture
from ivrsim.testing.coverage import Coverage
from ivrsim.testing.coverage_marks import covered_marks


def covered_picture(
    coverage: Coverage, profile: str = "neutral", detail: str = "auto", focus: str = ""
) -> Picture:
    """The picture of the flow: covered nodes as usual, the others grey.

    Where covered nodes have exits that no test takes, those stand out, with the share
    of the calls of a profile that go on by them.  `detail` and `focus` are those of
    `ivrsim.render.compose.compose`.
    """
    return compose(coverage.flow, covered_marks(coverage, profile), detail, focus)
