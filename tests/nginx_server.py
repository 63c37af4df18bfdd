"""A real nginx, set up as docs/login.md says, before a server of the tests' own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.settings import PROJECT

NGINX = "/usr/sbin/nginx"
PLAIN = re.compile(r"^\s*(listen|ssl_certificate|ssl_certificate_key|server_name) .*;\n", re.MULTILINE)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
    return port


@contextmanager
def nginx_before(folder: Path, port: int, behind: int, certificate: Path | None = None) -> Iterator[None]:
    """nginx on `port`, which passes on to `behind`: the page's own words, without TLS where there is no certificate.

    certificate: with its key in one file.
    """
    (server,) = re.findall(r"```nginx\n(.*?)```", (PROJECT / "docs/login.md").read_text(encoding="utf-8"), re.DOTALL)
    tls = f" ssl;\n    ssl_certificate {certificate};\n    ssl_certificate_key {certificate};" if certificate else ";"
    server = PLAIN.sub("", server).replace("server {\n", f"server {{\n    listen 127.0.0.1:{port}{tls}\n", 1)
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log stderr;\nevents {{ worker_connections 512; }}\n"
        f"http {{\naccess_log off;\n{places}{server.replace('127.0.0.1:8050', f'127.0.0.1:{behind}')}}}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        _until_it_listens(process, port)
        yield
    finally:
        process.terminate()
        process.wait()


def _until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("nginx does not listen")
