#!/usr/bin/env bash
# Make the virtual environment and see that a RabbitMQ server is installed. Does nothing twice.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var
exec 9>var/.setup.lock
flock 9

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif sudo -n true 2>/dev/null; then sudo "$@"
  else fail "to install $need this must run as root, or with sudo that asks no password"; fi
}

apt_install() {
  need=$*
  command -v apt-get >/dev/null || fail "please install $need; there is no apt-get here"
  say "installing $need from the system's packages; this may take a minute"
  # No service of the system's own is to be started by this.
  policy=/usr/sbin/policy-rc.d
  [ -e "$policy" ] || { as_root sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy"; trap 'as_root rm -f "$policy"' EXIT; }
  as_root apt-get update -q >>var/setup.log 2>&1 || fail "apt-get update failed; see var/setup.log"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" \
    >>var/setup.log 2>&1 </dev/null || fail "apt-get could not install $need; see var/setup.log"
}

find_python() {
  for python in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
  done
  fail "Python 3.11 or later is needed; set PYTHON to one"
}

set_up_python() {
  stamp=.venv/.made-from-$(sha256sum <requirements-dev.txt | cut -c1-16)
  [ -e "$stamp" ] && return
  find_python
  if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    say "bringing .venv up to date"
  else
    say "making .venv with $("$python" --version)"
    "$python" -c 'import ensurepip' 2>/dev/null || apt_install python3-venv
    "$python" -m venv .venv
  fi
  say "installing the requirements into .venv; this may take some minutes"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --requirement requirements-dev.txt >>var/setup.log 2>&1 \
    || { grep -i error var/setup.log | tail -n 5 >&2; fail "pip could not install; see var/setup.log"; }
  rm -f .venv/.made-from-*
  touch "$stamp"
}

set_up_broker() {
  [ -n "${AMQP_URL:-}" ] || [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || apt_install rabbitmq-server
}

set_up_python
set_up_broker
