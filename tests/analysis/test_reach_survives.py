"""A few thousand random callers; `tests/benchmarks/reach_survives.py` takes 100,000."""

from __future__ import annotations

from tests.benchmarks.reach_flows import grown
from tests.benchmarks.reach_survives import survives


def test_random_callers_never_come_to_what_is_dead() -> None:
    came = survives(grown(1_500, seed=3), 3_000)
    assert len(came) > 3
    assert max(came.values()) > 10
