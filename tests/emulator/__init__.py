"""The publishers' services on loopback: PxWebApi 2, KLASS and Geonorge, with their traps.

By hand: `python -m tests.emulator --reference FOLDER --port 8765`; it prints the addresses to
put in VEIVALG_SSB_URL, VEIVALG_KLASS_URL and VEIVALG_BORDERS_URL.
"""

from tests.emulator.server import Emulator

__all__ = ["Emulator"]
