"""Run the emulated services by hand."""

from __future__ import annotations

import argparse
import os
import threading
from pathlib import Path

from tests.emulator.server import Emulator


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    known = os.environ.get("VEIVALG_REFERENCE") or None
    words.add_argument(
        "--reference",
        type=Path,
        default=known,
        help="folder with the reference figures; without it eight municipalities",
    )
    words.add_argument("--port", type=int, default=8765)
    words.add_argument("--limit", type=int, default=4000, help="calls in a window (SSB: 40)")
    words.add_argument("--seconds", type=float, default=60, help="length of the window (SSB: 60)")
    words.add_argument("--latency", type=float, default=0, help="seconds per answer (SSB: 0.7)")
    given = words.parse_args()
    emulator = (
        Emulator.of_reference(Path(given.reference), given.port)
        if given.reference
        else Emulator(port=given.port)
    )
    emulator.faults.limit, emulator.faults.seconds = given.limit, given.seconds
    emulator.faults.latency = given.latency
    with emulator:
        for name, address in emulator.addresses.items():
            print(f"export {name}={address}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
