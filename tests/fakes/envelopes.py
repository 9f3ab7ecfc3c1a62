"""The browser's side of the envelope, slow and obvious."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np


def opened(content: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    (length,) = struct.unpack_from("<I", content)
    header = json.loads(content[4 : 4 + length].decode("utf-8"))
    at = 4 + length
    while at % 4:
        assert content[at] == 0
        at += 1
    arrays = {}
    for entry in header["arrays"]:
        size = int(np.prod(entry["shape"]))
        numbers = struct.unpack_from(f"<{size}f", content, at)
        arrays[entry["name"]] = np.array(numbers, dtype=np.float32).reshape(entry["shape"])
        at += 4 * size
    assert at == len(content)
    return header, arrays
