"""The platform's published example of WeCom's address verification (企业微信, 验证URL有效性)."""

from datetime import UTC, datetime

from services.intake.channels.wechat import Stamp
from services.intake.channels.wechat_cipher import Envelopes
from services.intake.channels.wecom import Application

TOKEN = "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
CORP = "wx5823bf96d3bd56c7"
STAMP = Stamp(
    msg_signature="5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    timestamp="1409659589",
    nonce="263014780",
    echostr=(
        "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    ),
)


def test_the_published_echo_is_opened() -> None:
    application = Application(TOKEN, Envelopes(AES_KEY, CORP))
    then = datetime.fromtimestamp(int(STAMP.timestamp), UTC)
    assert application.verify(STAMP, then) == "1616140317555161061"
