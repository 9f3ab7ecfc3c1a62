# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""Compiling, and keeping what is compiled; three instructions that Python has no words for.

Imported late, by the compiled modules alone (see `luck`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numba.extending
import platformdirs
from numba.core import types

from veivalg.provenance import content_hash

intrinsic: Any = numba.extending.intrinsic
Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile for use in several threads; the result is kept on disk for the next start.

    Rows are handed on without counting who holds them (numba's option `_nrt`, not in its
    documentation: without it the code is right and somewhat slower), so the function neither
    makes nor returns arrays; those come from an `allocating` one.
    """
    return _compiled(function, counting=False)


def allocating(function: Function) -> Function:
    """As `compiled`, for a function that makes arrays of its own."""
    return _compiled(function, counting=True)


def _compiled(function: Function, *, counting: bool) -> Function:
    make = numba.njit(nogil=True, cache=_KEPT, error_model="numpy", _nrt=counting)
    return cast(Function, make(function))


def _keep_compiled_code() -> bool:
    """Choose where compiled code is kept on disk; False when it cannot be kept.

    The folder is named by the sources, because numba looks only at the file of the function
    it loads and would go on using old code when another file has changed.
    """
    sources = sorted(Path(__file__).parent.glob("*.py"))
    name = content_hash([part.read_bytes() for part in sources if part.stem in _SOURCES])[:16]
    folder = Path(platformdirs.user_cache_dir("veivalg")) / f"compiled-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    setting: Any = numba.config
    setting.CACHE_DIR = str(folder)
    return True


_SOURCES = ("compiling", "elementary", "luck", "cells", "dealing", "kernels")
_KEPT = _keep_compiled_code()


@intrinsic
def bits_of(typing: Any, x: Any) -> Any:
    """The 64 bits of a float64."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(types.uint64))

    return types.uint64(types.float64), code


@intrinsic
def float_of(typing: Any, x: Any) -> Any:
    """The float64 with these 64 bits."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(types.float64))

    return types.float64(types.uint64), code


@intrinsic
def fused(typing: Any, a: Any, b: Any, c: Any) -> Any:
    """A x b + c, rounded once: the same bits on every processor."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.fma(*args)

    return types.float64(types.float64, types.float64, types.float64), code
