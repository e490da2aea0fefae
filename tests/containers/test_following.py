"""What the containers write is one story of a request, whoever of them wrote it."""

import subprocess
import sys
from typing import Final

import orjson
from aiohttp import ClientSession

from deploy.local.stack import ROOT
from tests.support.caller import Json, owner
from tests.support.containers import Contained, Containers
from tests.support.eventually import eventually

FOLLOW: Final = (sys.executable, "-m", "shared.runtime.logs", "follow", "--files", "-", "--json")
TELLERS: Final = {"gateway", "intake", "router", "notifier"}


async def test_a_requests_whole_story_is_followed_across_the_containers_logs(
    door: ClientSession, hudong: Contained, containers: Containers
) -> None:
    teller = await owner(door, hudong, "13900000003")
    taken = await teller.done("/api/v1/app/requests", {"text": "二单元的门禁刷卡没有反应"})

    def all_tell_of_it() -> bool:
        lines = _followed(taken["request_id"], containers.compose("logs", "--no-color"))
        assert all(line["trace"] for line in lines)
        return {line["service"] for line in lines} >= TELLERS

    await eventually(all_tell_of_it, within=240)


def _followed(number: str, logs: str) -> list[Json]:
    command = (*FOLLOW, "--request", number)
    said = subprocess.run(
        command, cwd=ROOT, input=logs, capture_output=True, text=True, check=False
    )
    return [orjson.loads(line) for line in said.stdout.splitlines()]
