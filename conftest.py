"""With VEIVALG_NO_SKIPS=1 (CI) a skipped test fails the run: nothing passes by being left out.

Only reference tests may be skipped then, and only where VEIVALG_REFERENCE names no folder.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does; before numpy

from typing import Any

import pytest

_skips: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skips.append(f"{report.nodeid}: {_reason(report.longrepr)}")


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _skips.append(f"{report.nodeid}: {_reason(report.longrepr)}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if unexpected() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if unexpected():
        terminalreporter.section("skipped, although VEIVALG_NO_SKIPS=1")
        for line in unexpected():
            terminalreporter.line(line)


def unexpected() -> list[str]:
    """Skips that fail the run: all in CI, except for figures that this machine does not have."""
    if os.environ.get("VEIVALG_NO_SKIPS") != "1":
        return []
    if os.environ.get("VEIVALG_REFERENCE"):
        return list(_skips)
    return [line for line in _skips if "VEIVALG_REFERENCE" not in line]


def _reason(longrepr: Any) -> str:
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)
