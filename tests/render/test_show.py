"""Showing a flow: files by suffix, values without a file, and a notebook."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ivrsim.errors import UnreadableError, UsageError
from ivrsim.render import png as png_module
from ivrsim.render.compose import compose
from ivrsim.render.notebook import call_mimebundle, mimebundle
from ivrsim.render.picture import Picture
from ivrsim.render.png import png, zoom_of
from ivrsim.render.show import FORMATS, picture, show, show_call
from ivrsim.render.theme import THEMES
from tests.render.bright_smile import PATH, Call, flow
from tests.render.hostile import HOSTILE
from tests.render.test_compose import bushy
from tests.render.test_svg import saying

GOLDEN = Path(__file__).parent / "golden"
VIEWS = [
    f"{view}_{theme}.{suffix}"
    for view in ("plain", "path", "small")
    for suffix, themes in (("svg", ("light", "dark", "auto")), ("dot", ("light", "dark")))
    for theme in themes
    if view != "small" or (theme, suffix) == ("light", "svg")
] + ["path_auto.html", "path_light.txt"]


@pytest.mark.parametrize("name", VIEWS)
def test_the_picture_is_the_golden_one(name: str, golden: Callable[[Path, str], None]) -> None:
    view, theme, suffix = re.split("[_.]", name)
    shown = bushy(160) if view == "small" else flow()
    call = Call(shown) if view == "path" else None
    golden(GOLDEN / name, str(show(shown, call=call, theme=theme, format=suffix)))


def test_every_golden_file_is_compared() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(VIEWS)


@pytest.mark.parametrize("suffix", ["svg", "png", "html", "txt", "dot", "gv"])
def test_a_file_is_written_by_its_suffix(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"flow.{suffix}"
    assert show(flow(), target) == target
    drawn = show(flow(), format=suffix)
    assert target.read_bytes() == (drawn if isinstance(drawn, bytes) else str(drawn).encode())
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_named_format_wins_over_the_suffix(tmp_path: Path) -> None:
    assert show_call(Call(flow()), tmp_path / "flow.out", format="TXT") == tmp_path / "flow.out"
    assert "step 2" in (tmp_path / "flow.out").read_text("utf-8")


def test_an_unknown_suffix_says_what_is_possible() -> None:
    with pytest.raises(UsageError) as caught:
        show(flow(), "flow.docx")
    assert all("." + name in caught.value.hint for name in FORMATS)
    with pytest.raises(UsageError, match="without a suffix"):
        show(flow(), "flow")


def test_an_unknown_theme_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no theme"):
        show(flow(), tmp_path / "flow.svg", theme="sepia")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be written"):
        show(flow(), tmp_path / "nowhere" / "flow.svg")


def test_png_has_two_pixels_to_the_point_and_the_same_bytes_twice() -> None:
    drawn = picture(flow())
    image = png(drawn)
    width, height = struct.unpack(">II", image[16:24])
    assert abs(width - 2 * drawn.width) < 3
    assert abs(height - 2 * drawn.height) < 3
    assert image == png(drawn)


def test_a_huge_picture_is_drawn_within_bounds() -> None:
    huge = Picture("", "", (), (), 100_000.0, 9_000.0)
    zoom = zoom_of(huge)
    assert huge.width * 96 / 72 * zoom <= png_module.LONGEST + 1
    assert huge.width * huge.height * (96 / 72 * zoom) ** 2 <= png_module.MOST + 1


def test_png_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(target: str) -> object:
        raise ImportError(target)

    monkeypatch.setattr(png_module, "fetch", missing)
    with pytest.raises(UsageError, match="needs the extra `png`"):
        png(compose(flow()))


class Tags(HTMLParser):
    """The tags of a page, and the attributes that could act."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.scripts = 0
        self.acting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.scripts += tag == "script"
        self.acting += [name for name, _ in attrs if name.startswith("on") or "href" in name]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_texts_stay_texts_on_a_page_and_in_a_notebook(text: str) -> None:
    for html in (str(show(saying(text), format="html")), mimebundle(saying(text))["text/html"]):
        tags = Tags()
        tags.feed(html)
        assert not tags.tags & {"b", "table", "img", "a", "iframe"}
        assert tags.scripts == html.count("</script>")
        assert not tags.acting
        html.encode("utf-8")


def test_a_notebook_gets_html_and_an_outline() -> None:
    bundle = flow()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert "prefers-color-scheme" in bundle["text/html"]
    assert bundle["text/plain"] == flow().outline()


def test_a_notebook_may_choose_and_refuse() -> None:
    assert set(mimebundle(flow(), exclude=["text/html"])) == {"text/plain"}
    chosen = mimebundle(flow(), include=["image/png"])
    assert base64.b64decode(chosen["image/png"]).startswith(b"\x89PNG")


def test_a_call_in_a_notebook_shows_its_steps() -> None:
    bundle = call_mimebundle(Call(flow()))
    assert "◀ step 5" in bundle["text/plain"]
    assert PATH.title in re.sub("&gt;", ">", bundle["text/html"])


def test_the_outline_of_a_large_flow_is_cut_with_a_count() -> None:
    shown = mimebundle(bushy(5000), include=["text/plain"])["text/plain"].splitlines()
    assert shown[-1] == "… and 4,000 more lines"
    assert len(shown) == 1001


def test_png_is_opaque_to_its_last_pixel(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def drawn(**options: object) -> bytes:
        asked.update(options)
        return b""

    monkeypatch.setattr(png_module, "_resvg", lambda: drawn)
    png(compose(flow()), "dark")
    assert asked["background"] == THEMES["dark"]["page"]
