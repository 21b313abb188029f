"""`ivrsim show --watch`: a page on this machine that follows its file, or a file that does."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from ivrsim.cli.showing.changing import contents
from ivrsim.cli.showing.serving import Board, Server
from tests.cli.test_show_asking import DEMO

GOOD = '{"ivr_tree": {"root": {"node_type": "EndCall", "prompt": "%s"}}}'


# -- files ---------------------------------------------------------------------------


def seen(path: Path, *writes: Callable[[], object]) -> list[bytes | None]:
    """What a watched file is taken for, when before each look something is written."""
    found: list[bytes | None] = []
    left = list(writes)

    def pause() -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    with suppress(KeyboardInterrupt):
        found.extend(held[str(path)] for held in contents([str(path)], pause))
    return found


def nothing() -> None:
    """A look in between."""


def test_a_change_counts_once_it_stays(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    path.write_bytes(b"one")
    changed = seen(path, nothing, lambda: path.write_bytes(b"two, longer"), nothing, nothing)
    assert changed == [b"one", b"two, longer"]


def test_a_file_that_is_just_being_written_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    path.write_bytes(b"one")
    parts = [lambda n=n: path.write_bytes(b"two and on"[:n]) for n in (0, 3, 7, 10)]
    assert seen(path, *parts, nothing, nothing) == [b"one", b"two and on"]


def test_a_file_that_is_written_again_as_it_was_has_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    path.write_bytes(b"one")

    def touched() -> None:
        path.write_bytes(b"one")
        os.utime(path, ns=(1, 1))

    assert seen(path, nothing, touched, nothing, nothing) == [b"one"]


def test_a_file_that_goes_and_comes_is_told(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    path.write_bytes(b"one")
    back = seen(path, path.unlink, nothing, lambda: path.write_bytes(b"one"), nothing, nothing)
    assert back == [b"one", None, b"one"]


# -- the server ----------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Server]:
    board = Board()
    board.post("<p>one</p>", "1")
    with Server(board) as running:
        yield running


@contextmanager
def answer(server: Server, path: str = "/", **headers: str) -> Iterator[http.client.HTTPResponse]:
    """What the server says to one request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    with closing(connection):
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        with connection.getresponse() as response:
            yield response


def test_only_this_machine_is_listened_to(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_the_page_is_not_kept_framed_or_read_by_others(server: Server) -> None:
    with answer(server) as given:
        assert (given.status, given.read()) == (200, b"<p>one</p>")
        assert given.headers["Cache-Control"] == "no-store"
        assert given.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert given.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in given.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.:{port}"]
)
def test_nobody_is_answered_who_calls_it_by_another_name(server: Server, host: str) -> None:
    for path in ("/", "/events"):
        with answer(server, path, Host=host.format(port=server.server_address[1])) as given:
            assert given.status == 403
            assert b"one" not in given.read()


def test_localhost_is_another_name_of_this_machine(server: Server) -> None:
    with answer(server, Host=f"localhost:{server.server_address[1]}") as given:
        assert given.status == 200


@pytest.mark.parametrize("path", ["/campaign.json", "/../etc/passwd", "/?x", "*"])
def test_there_is_nothing_but_the_page_and_its_news(server: Server, path: str) -> None:
    with answer(server, path) as given:
        assert given.status == 404


def test_news_say_what_there_is_then_what_comes(server: Server) -> None:
    with answer(server, "/events") as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert news(stream) == {"version": "1", "problems": []}
        server.board.post("<p>one</p>", "1", ("<b>broken</b>",))
        assert news(stream) == {"version": "1", "problems": ["<b>broken</b>"]}
        server.board.post("<p>two</p>", "2")
        assert news(stream) == {"version": "2", "problems": []}
        server.board.close()
        assert stream.read().strip() == b""


def news(stream: http.client.HTTPResponse) -> Any:
    """The next event."""
    for line in iter(stream.readline, b""):
        if line.startswith(b"data: "):
            return json.loads(line.removeprefix(b"data: "))
    raise AssertionError("the stream has ended")


def test_a_state_is_seen_whole(server: Server) -> None:
    board, wrong = server.board, []

    def look() -> None:
        for _ in range(2_000):
            state = board.state
            if state.html != f"<p>{state.version}</p>":
                wrong.append(state)

    board.post("<p>0</p>", "0")
    looking = threading.Thread(target=look)
    looking.start()
    for number in range(2_000):
        board.post(f"<p>{number}</p>", str(number))
    looking.join()
    assert not wrong


# -- the command ---------------------------------------------------------------------


LISTENS = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from ivrsim.__main__ import main
sys.exit(main())
"""
"""The program, and Ctrl-C ends it: what runs in the background may have it switched off."""


@contextmanager
def watching(*options: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """The running command; it is ended as Ctrl-C does, which it must take well."""
    command = [sys.executable, "-c", LISTENS, "show", "--watch", *options]
    run = subprocess.Popen(
        command,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **variables},
    )
    try:
        yield run
        run.send_signal(signal.SIGINT)
        out, error = run.communicate(timeout=90)
        assert (run.returncode, out) == (0, "")
        assert "Traceback" not in error
    finally:
        run.kill()
        run.communicate()


def fetched(address: str) -> str:
    """The page that stands at an address."""
    with closing(http.client.HTTPConnection(address.split("/")[2], timeout=10)) as connection:
        connection.request("GET", "/")
        return connection.getresponse().read().decode()


def line(stream: Any, wanted: str) -> str:
    """The next line that holds the words."""
    return next(text for text in stream if wanted in text)


def test_a_page_follows_its_file_through_faults(tmp_path: Path) -> None:
    file, told = tmp_path / "flow.json", tmp_path / "told"
    file.write_text(GOOD % "First.", "utf-8")
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{told}"\n', "utf-8")
    browser.chmod(0o755)
    with watching(str(file), "--open", BROWSER=f"{browser} %s") as run:
        address = line(run.stdout, "Watching").split()[3]
        assert "First." in fetched(address)
        file.write_text(GOOD % "Second.", "utf-8")
        line(run.stderr, "Drawn")
        line(run.stderr, "Drawn")
        page = fetched(address)
        assert "Second." in page
        file.write_text('{"ivr_tree":\n {"root": {,', "utf-8")
        assert f"{file}:2:" in line(run.stderr, "IVR901")
        assert fetched(address) == page
        file.write_text(GOOD % "Third.", "utf-8")
        line(run.stderr, "Drawn")
        assert "Third." in fetched(address)
    assert told.read_text("utf-8") == address


def test_a_file_that_is_broken_from_the_start_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "flow.json"
    file.write_text("{", "utf-8")
    with watching(str(file)) as run:
        address = line(run.stdout, "Watching").split()[3]
        assert "waiting for a call flow" in fetched(address)
        file.write_text(GOOD % "At last.", "utf-8")
        line(run.stderr, "Drawn")
        assert "At last." in fetched(address)


def test_a_named_picture_is_written_again(tmp_path: Path) -> None:
    file, picture = tmp_path / "flow.json", tmp_path / "flow.svg"
    file.write_text(GOOD % "First.", "utf-8")
    with watching(str(file), "-o", str(picture)) as run:
        line(run.stderr, "Wrote")
        assert "First." in picture.read_text("utf-8")
        file.write_text("{", "utf-8")
        line(run.stderr, "IVR901")
        assert "First." in picture.read_text("utf-8")
        file.write_text(GOOD % "Second.", "utf-8")
        line(run.stderr, "Wrote")
        assert "Second." in picture.read_text("utf-8")


def test_a_file_that_is_not_there_is_not_waited_for(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ivrsim", "show", "--watch", str(tmp_path / "nowhere.json")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "There is no file" in run.stderr


def test_the_demo_is_watched_at_an_address_of_this_machine() -> None:
    with watching(str(DEMO)) as run:
        assert " at http://127.0.0.1:" in line(run.stdout, "Watching")
