"""nginx on this machine, for tests and the benchmark: with the file that the README tells hosts to use.

python -m scripts.nginx --install
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.pages import ROOT

OURS = ROOT / "hosting/nginx.conf"
FOLDER = "/srv/runners-hip"  # where that file expects the site
NOT_THERE = "nginx is not installed (Debian: apt-get install nginx): what needs it is left out"
BARE = f"server {{ listen 80; root {FOLDER}; }}"
MAIN = """
daemon off;
user {user};
worker_processes auto;
pid {work}/pid;
error_log {work}/error.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work}; uwsgi_temp_path {work};
    scgi_temp_path {work};
    sendfile on; tcp_nopush on;
    {server}
}}
"""


def find() -> str | None:
    """The path of nginx, or None."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def install() -> int:
    """Install Debian's nginx when it can be done without asking; it is wanted by tests only.

    Returns:
        0, also when it cannot be done: then a line says what is left out.
    """
    if not find() and shutil.which("apt-get"):
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        # Not started as a service: the tests start their own.
        command = [*as_root, "env", "RUNLEVEL=1", "apt-get", "install", "-y", "-qq", "--no-install-recommends", "nginx"]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not find():
        print(NOT_THERE, file=sys.stderr)
    return 0


@contextmanager
def hosted(folder: Path, below: str = "", config: str | None = None) -> Iterator[str]:
    """Serve a built site as `hosting/nginx.conf` does.

    Args:
        folder: the site.
        below: a sub-path such as "/hip"; the folder is then changed in the file as its comment says.
        config: another `server` block instead.

    Yields:
        The address of the site's root, ending in a slash.

    Raises:
        RuntimeError: when nginx is not there, or does not start.
    """
    program = find()
    if not program:
        raise RuntimeError(NOT_THERE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as work:
        root = Path(work, "root")
        place = root / below.strip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(folder.resolve())
        server = config or OURS.read_text(encoding="utf-8")
        for old, new in {
            "listen 80;": f"listen 127.0.0.1:{port};",
            " /404.html": f" {below}/404.html",
            f"{FOLDER}/_headers": f"{FOLDER}{below}/_headers",
            FOLDER: str(root),
        }.items():
            server = server.replace(old, new)
        main = Path(work, "nginx.conf")
        main.write_text(MAIN.format(work=work, server=server, user=getpass.getuser()), encoding="utf-8")
        running = subprocess.Popen([program, "-c", str(main), "-p", work], stderr=subprocess.PIPE, text=True)
        try:
            _wait(running, port)
            yield f"http://127.0.0.1:{port}{below}/"
        finally:
            running.terminate()
            running.wait()


def _wait(running: subprocess.Popen[str], port: int) -> None:
    """Return when the port answers."""
    for _ in range(200):
        if running.poll() is not None:
            raise RuntimeError(f"nginx did not start: {running.stderr.read() if running.stderr else ''}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not answer")


if __name__ == "__main__":
    sys.exit(install())
