#!/bin/sh
# Builds .venv from the pinned requirements: environment.sh run|test
# `venv --without-pip` and the outer pip's --python need no python3-venv, which a fresh Debian lacks.
set -eu
cd "$(dirname "$0")/.."

usable() { "$1" -c 'import sys, pip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=""
for candidate in ${PYTHON:-python3.11 python3}; do
    if usable "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Trinvis needs Python 3.11 or newer with pip; tried: ${PYTHON:-python3.11 python3}." \
        "On Debian: apt-get install python3 python3-pip. Elsewhere: make PYTHON=/path/to/python3.11" >&2
    exit 1
fi

install() { "$python" -m pip --python .venv/bin/python --quiet --disable-pip-version-check install "$@"; }

if [ ! -x .venv/bin/python ]; then
    echo "Building .venv with $("$python" --version)"
    "$python" -m venv --without-pip .venv
fi
echo "Installing requirements/$1.txt (the first time takes a minute or two)"
install --require-hashes -r "requirements/$1.txt"
# Dash brings setuptools, pinned, so this step fetches nothing; it gives the command `trinvis`.
install --no-deps --no-build-isolation -e .
if ! command -v npm >/dev/null; then
    echo "No npm here: installing the one in requirements/node.txt (60 MB)"
    install --require-hashes -r requirements/node.txt
fi
