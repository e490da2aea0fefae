#!/usr/bin/env bash
# Compile the requirement files: every version pinned, every file hashed, no address of an index.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=var/lock-tools
[ -x "$tools/bin/uv" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet uv; }
compile() {
  "$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@"
}
compile ${UPGRADE:+--upgrade} requirements-dev.in -o requirements-dev.txt
compile requirements.in -c requirements-dev.txt -o requirements.txt
compile requirements-otel.in -c requirements-dev.txt -o requirements-otel.txt
compile ${UPGRADE:+--upgrade} requirements-build.in -o requirements-build.txt
