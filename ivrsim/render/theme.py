"""The colours: a hex value for every token, light and dark."""

from __future__ import annotations

from collections.abc import Mapping

from ivrsim.errors import UsageError
from ivrsim.text import listed

Theme = Mapping[str, str]
"""Token -> colour: `page`, `text`, `asks-fill`, ..."""


def _theme(base: str, roles: Mapping[str, str]) -> Theme:
    names = "page text muted edge path path-text on-path dim-text dim-line cap"
    found = dict(zip(names.split(), base.split(), strict=True))
    for role, colours in roles.items():
        parts = zip(("accent", "fill", "border"), colours.split(), strict=True)
        found |= {f"{role}-{part}": colour for part, colour in parts}
    return found


LIGHT = _theme(
    "#FFFFFF #1F2328 #57606A #818B98 #BC4C00 #A54300 #FFFFFF #8C959F #D8DEE4 #FFFFFF",
    {
        "asks": "#0550AE #EAF3FE #8DBBF0",
        "decides": "#7D4E00 #FFF5DC #DDB04C",
        "connects": "#0B6141 #E4F6EC #7CC9A2",
        "ends": "#2F363D #EEF0F2 #AAB3BD",
        "texts": "#A0267B #FCECF6 #E094C2",
        "fold": "#57606A #FFFFFF #818B98",
    },
)
DARK = _theme(
    "#0D1117 #F0F6FC #9DA7B3 #6E7681 #FFA657 #FFA657 #0D1117 #6E7681 #30363D #0D1117",
    {
        "asks": "#6CB6FF #10233C #2F5F99",
        "decides": "#E9B949 #2B2211 #7A5E1A",
        "connects": "#4FD6B0 #0E2A23 #2B6B58",
        "ends": "#F0F6FC #1C2128 #565F69",
        "texts": "#F778BA #331426 #86406A",
        "fold": "#9DA7B3 #0D1117 #6E7681",
    },
)
THEMES: Mapping[str, Theme] = {"light": LIGHT, "dark": DARK}


def theme_of(name: str) -> Theme:
    """The theme of that name; raises `UsageError` for any other."""
    if name not in THEMES:
        raise UsageError(
            f"There is no theme {name!r}.", hint=f"There are {listed(sorted(THEMES))}."
        )
    return THEMES[name]
