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


MESSAGE = Stamp(
    msg_signature="477715d11cdb4164915debcba66cb864d751f3e6",
    timestamp="1409659813",
    nonce="1372623149",
)
SEALED = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUp"
    "j911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue"
    "06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+"
    "3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH"
    "27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8"
    "R07+qN+E7Q=="
)


def test_the_published_message_is_opened() -> None:
    application = Application(TOKEN, Envelopes(AES_KEY, CORP))
    body = f"<xml><ToUserName>{CORP}</ToUserName><Encrypt>{SEALED}</Encrypt></xml>".encode()
    note = application.open(MESSAGE, body, datetime.fromtimestamp(int(MESSAGE.timestamp), UTC))
    assert "hello" in str(note)
