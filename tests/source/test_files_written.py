"""Files are written whole or not at all; devices, pipes and links stay what they are."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from ivrsim.errors import UnreadableError
from ivrsim.files import write_whole


def test_a_file_keeps_its_permissions_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert write_whole(path, "one") == path
    path.chmod(0o600)
    write_whole(path, b"two")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("two", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_of_a_link_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for name, target in (("one", "below/one.txt"), ("new", "below/new.txt")):
        link = tmp_path / name
        link.symlink_to(target)
        write_whole(link, name)
        assert link.is_symlink()
        assert (tmp_path / target).read_text() == name


def test_a_pipe_takes_the_bytes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, "through")
    reader.join()
    assert read == [b"through"]
    assert pipe.is_fifo()


def test_a_device_is_not_replaced() -> None:
    write_whole("/dev/null", "gone")
    assert Path("/dev/null").is_char_device()


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be written"):
        write_whole(tmp_path / "none" / "a.txt", "x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnreadableError, match="cannot be written"):
        write_whole(tmp_path / "folder", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
