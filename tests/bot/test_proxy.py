"""The bot reaches Discord through the proxy that the environment names."""

import socket
import threading
from pathlib import Path

import pytest

from .shelf import pullquote, write_shelf

pytestmark = pytest.mark.process


def test_run_connects_through_https_proxy_and_shows_no_token(tmp_path: Path) -> None:
    write_shelf(tmp_path / "shelf")
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as proxy:

        def refuse() -> None:
            while True:
                try:
                    connection, _ = proxy.accept()
                except OSError:  # closed
                    return
                with connection:
                    asked.append(connection.recv(4096))
                    connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=refuse, daemon=True).start()
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        ended = pullquote(
            *("run", "--sources", "shelf"),
            cwd=tmp_path,
            DISCORD_TOKEN="a.secret.token",  # noqa: S106  # to be looked for
            HTTPS_PROXY=address,
            https_proxy=address,
            NO_PROXY="",
            no_proxy="",
        )

    assert asked[0].startswith(b"CONNECT discord.com:443 ")
    assert ended.returncode == 2
    assert b"Discord can't be reached" in ended.stderr
    assert b"Traceback" not in ended.stderr
    assert b"a.secret.token" not in ended.stderr + ended.stdout + b"".join(asked)
