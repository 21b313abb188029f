"""One page, kept up to date in the browsers that look at it: a server for this machine only.

It listens on the loopback address, answers nobody who calls it by another name (so
that no foreign page can reach it by a name of its own), and gives out the page, the
news that there is a newer one, and nothing else.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ivrsim.values import dataclass

LOOPBACK = "127.0.0.1"
STILL_HERE = 15.0
"""Seconds after which a quiet browser is told that the server is there."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class State:
    """What there is to see: a page, its version, and why there is no newer one."""

    html: str = ""
    version: str = "0"
    problems: tuple[str, ...] = ()
    number: int = 0


class Board:
    """The newest state, and a way to wait for the next one."""

    def __init__(self) -> None:
        self.state = State()
        self.open = True
        self._changed = threading.Condition()

    def post(self, html: str, version: str, problems: tuple[str, ...] = ()) -> None:
        """Put up another state, all at once."""
        with self._changed:
            self.state = State(html, version, problems, self.state.number + 1)
            self._changed.notify_all()

    def close(self) -> None:
        """Send everybody home who waits."""
        with self._changed:
            self.open = False
            self._changed.notify_all()

    def after(self, number: int, seconds: float) -> State | None:
        """The state after that number; None if there is none within so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.number > number or not self.open, seconds)
            return self.state if self.state.number > number and self.open else None


class _Answers(BaseHTTPRequestHandler):
    """`/` is the page, `/events` the news of it."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "ivrsim"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer one request."""
        if self.headers.get_all("Host", []) not in self.server.hosts:
            self._answer(403, "text/plain", "This page is for the machine it is made on.\n")
        elif self.path == "/":
            self._answer(200, "text/html", self.server.board.state.html)
        elif self.path == "/events":
            self._stream()
        elif self.path == "/favicon.ico":
            self._answer(204, "image/x-icon", "")
        else:
            self._answer(404, "text/plain", "There is nothing here.\n")

    def _answer(self, code: int, kind: str, text: str) -> None:
        body = text.encode()
        self._head(code, kind)
        if code != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _head(self, code: int, kind: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        for name, value in HEADERS.items():
            self.send_header(name, value)

    def _stream(self) -> None:
        """Server-sent events: the state now, and each that follows."""
        self.close_connection = True
        self._head(200, "text/event-stream")
        self.end_headers()
        board, number = self.server.board, -1
        while board.open:
            state = board.after(number, STILL_HERE)
            if state is not None:
                number = state.number
                news = json.dumps({"version": state.version, "problems": state.problems})
                self.wfile.write(f"data: {news}\n\n".encode())
            elif board.open:
                self.wfile.write(b": still here\n\n")
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of requests."""


class Server(ThreadingHTTPServer):
    """Serves a board on a free port of the loopback address until it is closed."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, board: Board) -> None:
        self.board = board
        super().__init__((LOOPBACK, 0), _Answers)
        port = self.server_address[1]
        self.address = f"http://{LOOPBACK}:{port}/"
        self.hosts = [[f"{LOOPBACK}:{port}"], [f"localhost:{port}"]]

    def __enter__(self) -> Server:
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.board.close()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no error."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)
