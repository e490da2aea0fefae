#!/bin/sh
# As the official entry point: make the root user in an empty database, then start with authentication.
set -e
[ "${1#-}" = "$1" ] || set -- mongod "$@"
[ "$1" = mongod ] || exec "$@"
[ -z "$MONGO_INITDB_ROOT_PASSWORD_FILE" ] || MONGO_INITDB_ROOT_PASSWORD=$(cat "$MONGO_INITDB_ROOT_PASSWORD_FILE")
if [ -n "$MONGO_INITDB_ROOT_USERNAME" ]; then
  if [ ! -e /data/db/.initialised ]; then
    mongod --bind_ip 127.0.0.1 & server=$!
    PASSWORD=$MONGO_INITDB_ROOT_PASSWORD /opt/secantus/bin/python -c '
import os
from pymongo import MongoClient
client = MongoClient("127.0.0.1", directConnection=True, serverSelectionTimeoutMS=30000)
client.admin.command("createUser", os.environ["MONGO_INITDB_ROOT_USERNAME"], pwd=os.environ["PASSWORD"], roles=["root"])'
    kill "$server"; wait "$server" || true
    touch /data/db/.initialised
  fi
  set -- "$@" --auth
fi
exec "$@"
