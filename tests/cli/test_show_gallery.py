"""`ivrsim show FOLDER -o GALLERY`: every call flow of a folder, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.cli.main import main
from ivrsim.cli.showing.folder import SUMS, write_folder
from ivrsim.cli.showing.galleries import TAKEN, slug
from ivrsim.errors import UnreadableError, UsageError
from tests.cli.test_show_asking import DEMO, complaint
from tests.render.hostile import HOSTILE

GOOD = {"ivr_tree": {"root": {"node_type": "EndCall", "prompt": "Goodbye."}}}


@pytest.fixture
def campaigns(tmp_path: Path) -> Path:
    """Three that can be drawn, and two that cannot."""
    folder = tmp_path / "campaigns"
    (folder / "south").mkdir(parents=True)
    (folder / "a.json").write_text(json.dumps({"name": "<b>Calm</b>", **GOOD}), "utf-8")
    (folder / "index.json").write_bytes(DEMO.read_bytes())
    (folder / "south" / "INDEX.json").write_bytes(DEMO.read_bytes())
    (folder / "broken.json").write_text('{"name":\n  [,', "utf-8")
    (folder / "other.json").write_text("[]", "utf-8")
    return folder


class Links(HTMLParser):
    """The links of a page, in their order, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


def drawn(campaigns: Path, *options: str) -> Path:
    """The gallery of the campaigns."""
    target = campaigns.parent / "gallery"
    assert main(["show", str(campaigns), "-o", str(target), *options]) == 2
    return target


def test_a_page_for_each_flow_and_one_that_leads_to_them(campaigns: Path) -> None:
    gallery = drawn(campaigns)
    index = (gallery / "index.html").read_text("utf-8")
    links = Links(index).links
    assert links == ["index-2.html", "index-3.html", "a.html"], "the worst first"
    assert {path.name for path in gallery.iterdir()} == {*links, "index.html", SUMS}
    for link in links:
        assert Links((gallery / link).read_text("utf-8")).links == ["index.html"]
    assert "3 call flows" in index
    assert '<b class="error">6 errors</b>' in index
    assert "&lt;b&gt;Calm" in index
    assert index.count("28 nodes") == 2


def test_what_cannot_be_read_is_listed_with_its_lines(
    campaigns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = (drawn(campaigns) / "index.html").read_text("utf-8")
    said = capsys.readouterr().err
    for name, code in (("broken.json:2:", "IVR901"), ("other.json", "IVR920")):
        assert re.search(f"{name}.*{code}", index)
        assert re.search(f"{name}.*{code}", said)
    assert "3 call flows, 2 not drawn" in said


def test_the_bytes_are_the_same_again_and_their_sums_are_right(campaigns: Path) -> None:
    def held() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in drawn(campaigns).iterdir()}

    first = held()
    assert held() == first
    for line in first[SUMS].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(first[name]).hexdigest() == digest
    assert len(first[SUMS].splitlines()) == len(first) - 1


def test_pages_of_flows_that_are_gone_go_too(campaigns: Path) -> None:
    gallery = drawn(campaigns)
    (campaigns / "a.json").unlink()
    assert not (drawn(campaigns) / "a.html").exists()
    assert [path.name for path in gallery.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["notes.txt", "a.html", "sub"])
def test_what_others_wrote_is_never_replaced(
    name: str, campaigns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gallery = drawn(campaigns)
    mine = gallery / name
    mine.mkdir() if name == "sub" else mine.write_text("mine", "utf-8")
    before = {path: path.stat().st_mtime_ns for path in gallery.iterdir()}
    capsys.readouterr()
    assert f"holds {name}" in complaint(capsys, campaigns, "-o", gallery)
    assert {path: path.stat().st_mtime_ns for path in gallery.iterdir()} == before


def test_the_campaigns_themselves_are_no_place_for_the_gallery(
    campaigns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(campaigns.rglob("*"))
    assert "which is not as ivrsim wrote it" in complaint(capsys, campaigns, "-o", campaigns)
    assert sorted(campaigns.rglob("*")) == before


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = write_folder(tmp_path / "gallery", {"index.html": "old"})
    rename = Path.rename

    def fails(self: Path, to: Path) -> Path:
        if self.name == "new":
            raise OSError(28, "No space left on device")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(UnreadableError, match="No space left"):
        write_folder(target, {"index.html": "new"})
    assert (target / "index.html").read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["gallery"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is no folder"):
        write_folder(tmp_path / "file", {"index.html": ""})
    with pytest.raises(UnreadableError, match="cannot be written"):
        write_folder(tmp_path / "nowhere" / "gallery", {"index.html": ""})


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "gallery").mkdir()
    write_folder(tmp_path / "gallery", {"index.html": "x"})
    assert (tmp_path / "gallery" / "index.html").exists()


@given(st.text() | st.sampled_from([*HOSTILE, *TAKEN, "../../etc/passwd", "A" * 300]))
def test_a_page_s_file_name_is_one_that_every_system_takes(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?", slug(name))


def test_names_that_come_to_the_same_stay_apart(tmp_path: Path) -> None:
    for name in ("Été.json", "ete.json", "e(t)e.json", "con.json"):
        (tmp_path / name).write_text(json.dumps(GOOD), "utf-8")
    assert main(["show", str(tmp_path), "-o", str(tmp_path / "g")]) == 0
    pages = {path.name for path in (tmp_path / "g").iterdir()} - {SUMS, "index.html"}
    assert pages == {"ete.html", "ete-2.html", "e-t-e.html", "con-2.html"}


@pytest.mark.parametrize("text", ["</title><script>alert(1)</script>", '"onload="x', "\x1b[31m"])
def test_hostile_names_stay_texts(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"name": text, **GOOD}), "utf-8")
    assert main(["show", str(tmp_path), "-o", str(tmp_path / "g")]) == 0
    index = (tmp_path / "g" / "index.html").read_text("utf-8")
    assert index.count("<script>") == 1
    assert "\x1b" not in index
    assert Links(index).tags <= {
        *("html", "head", "meta", "title", "style", "body", "main", "header", "h1", "p", "span"),
        *("button", "ul", "li", "a", "svg", "path", "rect", "strong", "b", "script"),
    }


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "-o gallery/"),
        (["--watch", "-o", "g"], "one call flow"),
        (["--format", "svg", "-o", "g"], "holds pages"),
        (["--press", "1", "-o", "g"], "one call flow"),
        (["--dark", "-o", "g"], "reader's theme"),
        (["--view", "sideways", "-o", "g"], "no view 'sideways'"),
        (["--view", "diff", "-o", "g"], "compares two flows"),
        (["-", "-o", "g"], "Standard input"),
    ],
    ids=str,
)
def test_what_one_picture_has_a_gallery_refuses(
    options: list[str], said: str, campaigns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in complaint(capsys, campaigns, *options)
    assert not Path("g").exists()
