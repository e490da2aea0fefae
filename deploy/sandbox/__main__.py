"""Run the sandbox provider: ``python -m deploy.sandbox``."""

import sys

from aiohttp import web
from pydantic import ValidationError

from deploy.sandbox.app import build
from deploy.sandbox.settings import Settings

if __name__ == "__main__":
    try:
        settings = Settings()
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            name = "_".join(map(str, fault["loc"])).upper()
            sys.stderr.write(f"setting {name}: {fault['msg']}\n")
        raise SystemExit(2) from None
    host, port = settings.http_host, settings.http_port
    web.run_app(build(settings), host=host, port=port, access_log=None, print=None)
