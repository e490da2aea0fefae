"""Load an estate's folder: ``python -m deploy.load deploy/estate --gateway http://…``."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from deploy.load.gateway import NotLoaded, at_gateway
from deploy.load.load import Estate, counts, load


def arguments() -> argparse.Namespace:
    """Return what the command line says; raises ``NotLoaded`` for a file that is not there."""
    parser = argparse.ArgumentParser(prog="python -m deploy.load", description=__doc__)
    parser.add_argument("folder", type=Path, help="the estate's files")
    parser.add_argument("--gateway", default="http://127.0.0.1:18080", help="its public address")
    parser.add_argument(
        "--password-file",
        type=Path,
        default=os.environ.get("ADMIN_PASSWORD_FILE"),
        help="holds the password of admin; default: ADMIN_PASSWORD_FILE",
    )
    parser.add_argument(
        "--passwords",
        type=Path,
        default=os.environ.get("STAFF_PASSWORDS_FILE"),
        help="CSV of the staff's first passwords, made if missing; default: STAFF_PASSWORDS_FILE",
    )
    parser.add_argument("--check", action="store_true", help="only say what is wrong")
    given = parser.parse_args()
    if given.password_file is None:
        parser.error("say --password-file, or set ADMIN_PASSWORD_FILE")
    _require(given.folder / "estate.toml", "请检查文件夹，小区资料要放在同一个文件夹里")
    _require(
        given.password_file,
        "请用 --password-file(或 make load PASSWORD_FILE=)指明 admin 的密码文件",
    )
    return given


def _require(path: Path, hint: str) -> None:
    if not path.is_file():
        raise NotLoaded(f"没有 {path};{hint}")


async def run(given: argparse.Namespace) -> int:
    """Load, print what came of it, and return the exit code: 1 when there are faults."""
    estate = Estate.of(given.folder, given.passwords)
    async with at_gateway(given.gateway) as gateway:
        await gateway.log_in("admin", given.password_file.read_text().strip())
        faults = await load(estate, gateway, only_check=given.check)
    for fault in faults:
        print(f"{given.folder / fault.file}:{fault.line}: {fault.reason}")
    if faults:
        print(f"共 {len(faults)} 处问题，什么都没有改动。", file=sys.stderr)
        return 1
    print(f"{'检查通过' if given.check else '已载入'} {counts(estate)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(run(arguments())))
    except NotLoaded as error:
        sys.exit(f"没有载入：{error}")
