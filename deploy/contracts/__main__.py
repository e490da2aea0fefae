"""Export the contracts (``export``) or say what is not exported yet (``check``)."""

import sys

from deploy.contracts import export


def main() -> int:
    """Return 0 if all is well."""
    if sys.argv[1:] == ["export"]:
        faults = export.write()
        hint = "not additive; make a new version of the type"
    else:
        faults, hint = export.stale(), "run `python -m deploy.contracts export`"
    for fault in faults:
        print(f"{fault} ({hint})")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
