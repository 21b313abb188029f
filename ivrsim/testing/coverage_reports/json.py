"""Everything as JSON, for programs, and to be combined with other runs."""

from __future__ import annotations

from ivrsim.testing.coverage_suite import Suite


def report(suite: Suite, profile: str = "neutral") -> str:
    """The document that `Suite.read_json` reads."""
    return suite.to_json(profile)
