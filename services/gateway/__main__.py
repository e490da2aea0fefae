"""Run the gateway."""

from services.gateway.app import build
from services.gateway.settings import Settings
from shared.runtime.lifespan import serve
from shared.runtime.settings import load

if __name__ == "__main__":
    settings = load(Settings)
    serve(build(settings), settings)
