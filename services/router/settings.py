"""What the router is told by its environment."""

from shared.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """The router's settings; the seconds say how often it looks at clocks, rules and loads."""

    http_port: int = 18082
    sweep_seconds: float = 0.5
    refresh_seconds: float = 3.0
    pass_on_seconds: float = 30.0
    recount_seconds: float = 600.0
