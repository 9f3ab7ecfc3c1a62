from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from veivalg.sources.snapshots import SnapshotStore
from veivalg.web.app import create_app
from veivalg.web.service import Service

DRAWS = 4


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service(SnapshotStore(tmp_path_factory.mktemp("data")), draws=DRAWS)


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[TestClient]:
    app = create_app(service)
    with TestClient(app, base_url="http://localhost:8765", raise_server_exceptions=False) as opened:
        assert service.wait_until_ready()
        yield opened


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of the built page."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Veivalg</title><div id=page></div>")
    (tmp_path / "assets" / "main-abc123.js").write_text("export {}")
    monkeypatch.setattr("veivalg.web.pages.STATIC", tmp_path)
    return tmp_path
