#!/bin/sh
# Is the port free that `make run` will answer on? Asked before anything is built, of whatever Python the machine has.
set -eu

for python in ${PYTHON:-python3.11 python3}; do
    command -v "$python" >/dev/null || continue
    exec "$python" - "${TRINVIS_HOST:-127.0.0.1}" "${PORT:-${TRINVIS_PORT:-8050}}" <<'PYTHON'
import errno, socket, sys
host, port = sys.argv[1], sys.argv[2]
asked = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    asked.bind((host, int(port)))
    asked.listen()
except OSError as error:
    if error.errno == errno.EADDRINUSE:
        sys.exit(f"Port {port} er optaget. Vælg en anden: PORT={int(port) + 1} make run")
except (OverflowError, ValueError):
    pass  # Trinvis itself says what is wrong with it
PYTHON
done
