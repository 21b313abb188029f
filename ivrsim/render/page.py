"""A page of its own: the picture, and its outline for those who read rather than look."""

from __future__ import annotations

from collections.abc import Iterable

from ivrsim.render.picture import Picture
from ivrsim.render.svg import escape, svg
from ivrsim.render.theme import DARK, LIGHT, theme_of
from ivrsim.text import clean

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="{scheme}">
<title>{title}</title>
<style>
body{{margin:0;font-family:Helvetica,Arial,sans-serif;{colours}}}
summary{{padding:12px 29px;cursor:pointer}}
pre{{margin:0;padding:0 29px 29px;overflow-x:auto}}
{rules}</style>
</head>
<body>
{svg}{remarks}<details>
<summary>The same as text</summary>
<pre>{outline}</pre>
</details>
</body>
</html>
"""


def page(picture: Picture, outline: Iterable[str], theme: str = "auto") -> str:
    """The picture as a standalone HTML page; nothing in it is fetched or run."""
    auto = theme == "auto"
    colours = LIGHT if auto else theme_of(theme)
    return _PAGE.format(
        scheme="light dark" if auto else theme,
        title=escape(picture.title),
        colours=f"background:{colours['page']};color:{colours['text']}",
        rules=_DARK_RULES if auto else "",
        svg=svg(picture, theme),
        remarks=_remarks(picture),
        outline=escape("\n".join(outline)),
    )


def _remarks(picture: Picture) -> str:
    """What the view found, as a list."""
    items = "".join(f"<li>{escape(clean(remark))}</li>\n" for remark in picture.remarks)
    return (
        f"<details open>\n<summary>What was found</summary>\n<ul>\n{items}</ul>\n</details>\n"
        if items
        else ""
    )


_DARK_RULES = (
    "@media (prefers-color-scheme:dark)"
    f"{{body{{background:{DARK['page']};color:{DARK['text']}}}}}\n"
)
