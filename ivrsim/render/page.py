"""A page of its own: the picture, what its cards stand for, and its outline as text.

It works from a file, without a network and without scripts, too: then it is the
picture with the outline below it.  The one script it holds is ours, named by its hash;
what users wrote reaches it as data, and the page as text.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from ivrsim.render.picture import Picture
from ivrsim.render.svg import escape, svg
from ivrsim.render.theme import DARK, LIGHT, Theme, theme_of
from ivrsim.text import clean

ASSETS = Path(__file__).parent / "assets"

HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="{scheme}">
<title>{title}</title>
<style>
{style}</style>
</head>
<body{version}>
"""
"""The beginning of every page; see `head`."""

_PAGE = """{head}\
<header id="bar" hidden>
{home}<input id="find" type="search" placeholder="Find a node  ( / )" aria-label="Find a node" \
autocomplete="off" spellcheck="false">
<output id="hits" for="find"></output>
<span class="gap"></span>
<button id="out" aria-label="Smaller" title="Smaller ( - )">&minus;</button>
<button id="in" aria-label="Larger" title="Larger ( + )">+</button>
<button id="fit" title="The whole picture ( 0 )">Fit</button>
{toggle}</header>
<main>
<div id="stage"><div id="canvas">
{svg}</div></div>
<aside id="about" aria-label="About the card" hidden></aside>
</main>
<footer id="words">
{remarks}<details>
<summary>The same as text</summary>
<pre tabindex="0">{outline}</pre>
</details>
</footer>
<script type="application/json" id="facts">{facts}</script>
{scripts}</body>
</html>
"""

_TOGGLE = '<button id="theme" title="Light or dark"></button>\n'
_HOME = '<a href="{href}">← All call flows</a>\n'


def page(
    picture: Picture,
    outline: Iterable[str],
    theme: str = "auto",
    *,
    facts: str = "[]",
    home: str = "",
    version: str = "",
) -> str:
    """The picture as a standalone HTML page; nothing in it is fetched.

    `facts` is what `ivrsim.render.facts` says of each card, `home` a page to go back
    to; a page with a `version` looks for newer ones where it came from.
    """
    names = ("page", "live") if version else ("page",)
    return _PAGE.format(
        head=head(picture.title, theme, names, version=version),
        home=_HOME.format(href=escape(home)) if home else "",
        toggle=_TOGGLE if theme == "auto" else "",
        svg=svg(picture, theme),
        remarks=_remarks(picture),
        outline=escape("\n".join(outline)),
        facts=facts,
        scripts="".join(f"<script>{asset(f'{name}.js')}</script>\n" for name in names),
    )


def head(
    title: str,
    theme: str,
    scripts: Iterable[str] = (),
    *,
    style: str = "page.css",
    version: str = "",
) -> str:
    """The beginning of a page: its policy, its colours, its style sheet."""
    return HEAD.format(
        policy=policy(scripts),
        scheme="light dark" if theme == "auto" else theme,
        title=escape(clean(title)),
        style=colours(theme) + asset(style),
        version=f' data-version="{escape(version)}"' if version else "",
    )


@cache
def asset(name: str) -> str:
    """A script or style sheet that stands in pages."""
    return (ASSETS / name).read_text(encoding="utf-8")


def policy(scripts: Iterable[str] = ()) -> str:
    """The content security policy: nothing but our own scripts, and styles in the page.

    The script `live` may ask where the page came from for a newer one.
    """
    names = tuple(scripts)
    hashes = " ".join(f"'sha256-{_digest(f'{name}.js')}'" for name in names)
    parts = [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        *([f"script-src {hashes}"] if names else []),
        *(["connect-src 'self'"] if "live" in names else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(parts)


def _digest(name: str) -> str:
    return b64encode(hashlib.sha256(asset(name).encode()).digest()).decode()


_TOKENS = {
    "page": "page", "text": "text", "muted": "muted", "line": "dim-line", "accent": "asks-accent",
    "raised": "neutral-fill", "error": "error-accent", "error-fill": "error-fill",
    "warning": "warning-accent", "info": "info-accent",
}  # fmt: skip
"""The colours of a page around its picture, and what the theme calls them."""


def colours(theme: str, tokens: Mapping[str, str] = _TOKENS) -> str:
    """The colours of a page as variables; with `auto` the system's choice, or the reader's.

    `tokens` says for each variable what the theme calls its colour.
    """
    if theme != "auto":
        return f":root{{{_variables(theme_of(theme), tokens)}}}\n"
    light, dark = _variables(LIGHT, tokens), _variables(DARK, tokens)
    return (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f":root[data-theme=light]{{color-scheme:light;{light}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
    )


def _variables(theme: Theme, tokens: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{theme[token]};" for name, token in tokens.items())


def _remarks(picture: Picture) -> str:
    """What the view found, as a list."""
    items = "".join(f"<li>{escape(clean(remark))}</li>\n" for remark in picture.remarks)
    return (
        f"<details>\n<summary>What was found ({len(picture.remarks):,})</summary>\n"
        f"<ul>\n{items}</ul>\n</details>\n"
        if items
        else ""
    )
