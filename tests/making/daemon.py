"""A small server that speaks clamd's INSTREAM, and says of every file what a test told it."""

import socket
import struct
import threading
from pathlib import Path
from typing import Any


class Daemon:
    """Answers over TCP, or over a socket `at` a path, and keeps what it received."""

    def __init__(self, answer: str, *, at: Path | None = None) -> None:
        self.answer, self.received = answer, list[bytes]()
        if at is None:
            self._server = socket.create_server(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"
        else:
            self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._server.bind(str(at))
            self._server.listen()
            self.address = f"unix://{at}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "Daemon":
        self._thread.start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._server.accept()
            except OSError:  # closed
                return
            with client:
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        with client.makefile("rb") as said:
            assert said.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", said.read(4))[0]:
                content += said.read(size)
        self.received.append(content)
        client.sendall(self.answer.encode() + b"\0" * bool(self.answer))
