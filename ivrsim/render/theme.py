"""The colours: a hex value for every token, light and dark."""

from __future__ import annotations

from collections.abc import Mapping

from ivrsim.errors import UsageError
from ivrsim.text import listed

Theme = Mapping[str, str]
"""Token -> colour: `page`, `text`, `asks-fill`, ..."""


SHADES = 7
"""How many shades stand for a share of calls, `shade0` the lightest on a light page."""


def _theme(base: str, roles: Mapping[str, str]) -> Theme:
    names = "page text muted edge path path-text on-path dim-text dim-line cap"
    return dict(zip(names.split(), base.split(), strict=True)) | _roles(roles)


def _marks(roles: Mapping[str, str], grounds: Mapping[str, str]) -> dict[str, str]:
    """The colours that only views use."""
    return _roles(roles) | _inks(grounds)


def _roles(roles: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for role, colours in roles.items():
        parts = zip(("accent", "fill", "border"), colours.split(), strict=True)
        found |= {f"{role}-{part}": colour for part, colour in parts}
    return found


def _inks(colours: Mapping[str, str]) -> dict[str, str]:
    """Grounds that text stands on, each with its ink: `error`, `on-error`."""
    found = {}
    for name, pair in colours.items():
        found[name], found[f"on-{name}"] = pair.split()
    return found


LIGHT_BASE = _theme(
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
DARK_BASE = _theme(
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
LIGHT = {
    **LIGHT_BASE,
    **_marks(
        {
            "neutral": "#1F2328 #FFFFFF #C3CAD2",
            "quiet": "#57606A #FFFFFF #C3CAD2",
            "added": "#00685B #E3F7F4 #12A08F",
            "removed": "#AD1F10 #FFEFEC #D1242F",
            "changed": "#6A4A00 #FFF8DB #BF8700",
            "moved": "#5B35A8 #F5F0FF #8250DF",
            "error": "#A40E26 #FFF1F0 #D1242F",
            "warning": "#6A4A00 #FFF8DB #BF8700",
            "info": "#0550AE #F2F8FF #4A90D9",
        },
        {
            "error-chip": "#B4182B #FFFFFF",
            "warning-chip": "#FFD866 #2B2000",
            "info-chip": "#CFE4FB #033A7E",
            "shade0": "#E8EEF5 #0A1520",
            "shade1": "#C6DBEF #0A1520",
            "shade2": "#9ECAE1 #0A1520",
            "shade3": "#5499C7 #0A1520",
            "shade4": "#1F69A8 #FFFFFF",
            "shade5": "#08519C #FFFFFF",
            "shade6": "#08306B #FFFFFF",
        },
    ),
}
DARK = {
    **DARK_BASE,
    **_marks(
        {
            "neutral": "#F0F6FC #161B22 #3D444D",
            "quiet": "#9DA7B3 #161B22 #3D444D",
            "added": "#63E6D0 #0F2926 #2EC4B6",
            "removed": "#FF8F7D #2F1513 #FF5A4F",
            "changed": "#F2CC60 #2B2310 #EAC04F",
            "moved": "#CFAEFF #211A33 #A371F7",
            "error": "#FF938A #2D1416 #FF5A4F",
            "warning": "#F2CC60 #2B2310 #EAC04F",
            "info": "#6CB6FF #0F1F33 #3F83C8",
        },
        {
            "error-chip": "#FF8A80 #2B0505",
            "warning-chip": "#E3B341 #1F1700",
            "info-chip": "#1F4A75 #F0F6FC",
            "shade0": "#15202E #F0F6FC",
            "shade1": "#163350 #F0F6FC",
            "shade2": "#1F4A75 #F0F6FC",
            "shade3": "#2D66A0 #FFFFFF",
            "shade4": "#58A6E8 #0D1117",
            "shade5": "#8CC6F8 #0D1117",
            "shade6": "#C2E2FF #0D1117",
        },
    ),
}
BASE = frozenset(LIGHT_BASE)
"""The colours that every picture that follows its host defines; views add their own."""
THEMES: Mapping[str, Theme] = {"light": LIGHT, "dark": DARK}


def theme_of(name: str) -> Theme:
    """The theme of that name; raises `UsageError` for any other."""
    if name not in THEMES:
        raise UsageError(
            f"There is no theme {name!r}.", hint=f"There are {listed(sorted(THEMES))}."
        )
    return THEMES[name]
