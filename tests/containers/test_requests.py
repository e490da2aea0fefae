"""What people tell at the published port reaches staff and comes back to them."""

import subprocess
import sys
from typing import Final

import pytest
from aiohttp import ClientSession

from deploy.local.environment import environment_of_commands
from deploy.local.stack import ROOT
from shared.contracts.words import Channel
from tests.support.caller import Caller, staff
from tests.support.containers import Contained, Containers, told
from tests.support.eventually import eventually
from tests.support.ways_in import WAYS_IN, received

ONE_DAY: Final = 600  # a minute where nothing else is done


@pytest.mark.parametrize("channel", Channel)
async def test_a_request_from_each_channel_is_assigned_and_its_owner_told(
    door: ClientSession, hudong: Contained, channel: Channel
) -> None:
    way = WAYS_IN[channel]
    await way.tell(door, hudong, way)
    request = await received(await staff(door, hudong, "m01"), way)
    assert request["channel"] == channel
    await eventually(lambda: told(door, request["request_id"], way.address), within=240)


async def test_one_document_describes_what_all_services_offer(door: ClientSession) -> None:
    document = (await Caller(door).get("/api/openapi.json")).json
    assert document["x-unavailable"] == []
    doors = {"/api/v1/app/requests", "/api/v1/desk/requests", "/api/v1/wechat/callback"}
    assert doors <= document["paths"].keys()


def test_the_day_at_the_estate_is_played_through_the_published_port(hudong: Contained) -> None:
    played = subprocess.run(
        (sys.executable, "-m", "deploy.story", "--gateway", hudong.door),
        cwd=ROOT,
        env=environment_of_commands(hudong.place),
        capture_output=True,
        text=True,
        timeout=ONE_DAY,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr


def test_the_profile_of_the_story_plays_it_from_inside(containers: Containers) -> None:
    containers.compose("--profile", "story", "up", "--detach", "--no-deps", "story")
    story = containers.of("story")
    assert story.wait(timeout=ONE_DAY)["StatusCode"] == 0, story.logs().decode()
