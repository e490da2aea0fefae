"""A picture is fetched from the platform's own hosts and from nowhere else."""

import pytest
from aiohttp import ClientSession

from services.intake.channels.pictures import ForeignPicture, PlatformPictures


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest",
        "http://qpic.cn@127.0.0.1/1.jpg",
        "http://qpic.cn.evil.example/1.jpg",
        "http://evilqpic.cn/1.jpg",
        "file:///etc/passwd",
        "//qpic.cn/1.jpg",
        "http://[::1",
        "http://qpic.cn:99999999/1.jpg",
        "",
    ],
)
async def test_no_other_address_is_asked(url: str) -> None:
    async with ClientSession() as session:
        pictures = PlatformPictures(("qpic.cn", "weixin.qq.com"), session)
        with pytest.raises(ForeignPicture):
            await pictures.fetch(url)
