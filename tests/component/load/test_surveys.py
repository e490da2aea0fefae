"""The survey files of an estate's folder go to a third door, if there are any."""

from pathlib import Path

from deploy.load.load import Estate
from tests.component.load.conftest import FakeGateway, loaded

RULES = "/api/v1/survey-rules"


async def test_a_folder_without_survey_files_sends_none(gateway: FakeGateway, folder: Path) -> None:
    await loaded(gateway, Estate.of(folder, None))
    assert RULES not in gateway.files


async def test_questionnaires_and_days_off_are_sent_with_the_rules(
    gateway: FakeGateway, folder: Path
) -> None:
    for name in ("surveys.toml", "half_yearly.toml"):
        (folder / name).write_text("# x")
    await loaded(gateway, Estate.of(folder, None))
    sent = {"surveys.toml", "half_yearly.toml", "holidays.csv"}
    assert gateway.files[RULES].keys() == sent
    assert (RULES, True) in gateway.puts
    assert (RULES, False) in gateway.puts
