"""A share of calls in words."""

from __future__ import annotations

from fractions import Fraction


def share_text(share: Fraction) -> str:
    """A share in two digits that never says all or nothing where it is not: `46%`, `7.7%`."""
    percent = 100 * share
    if not percent or percent == 100:
        return f"{int(percent)}%"
    if percent < Fraction(1, 10):
        return "<0.1%"
    if percent > 99 and percent < 100:
        return ">99%"
    return f"{float(percent):.1f}%" if percent < Fraction(995, 100) else f"{float(percent):.0f}%"
