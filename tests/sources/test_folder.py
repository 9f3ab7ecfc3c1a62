from __future__ import annotations

import csv
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from veivalg.errors import SourceError, StorageError
from veivalg.provenance import Source
from veivalg.sources.folder import import_folder
from veivalg.sources.numbers import KLASS_DATASET
from veivalg.sources.progress import Progress
from veivalg.sources.snapshots import SnapshotStore

POPULATION = "population_municipality_age_sex_2023_2024"
LIFE = "year,sex,age,qx\n2024,F,0,0.002\n2024,M,106,1.0\n"


def population() -> pa.Table:
    """Two municipalities, two years, whole."""
    cells = [
        (code, year, sex, age, 10 + age % 7, "observed")
        for code in ("0301", "3448")
        for year in (2023, 2024)
        for sex in "FM"
        for age in range(106)
    ]
    names = ("kommune", "year", "sex", "age", "population", "quality")
    return pa.table(dict(zip(names, map(list, zip(*cells, strict=True)), strict=True)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    pa_csv.write_csv(population(), place / f"{POPULATION}.csv")
    (place / "lifetable_norway_2000_2024.csv").write_text(LIFE)
    return place


def spoil(folder: Path, row: int, column: str, value: str) -> None:
    """Change one cell of the population file; rows are counted as in the file."""
    path = folder / f"{POPULATION}.csv"
    rows = list(csv.reader(path.open()))
    rows[row - 1][rows[0].index(column)] = value
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)


def test_files_become_datasets_with_the_agreed_columns(folder: Path, store: SnapshotStore) -> None:
    imported = import_folder(store, folder)
    assert [s.dataset for s in imported.snapshots] == ["life_table", "population"]
    table, source = store.read("population")
    assert table.column_names == ["municipality", "year", "sex", "age", "persons", "quality"]
    assert table.num_rows == 848
    assert table["municipality"][0].as_py() == "0301"
    assert (source.table, source.date, source.publisher) == (
        "07459",
        "2024-01-01",
        "Statistisk sentralbyrå",
    )
    assert source.retrieved
    assert POPULATION in source.note


def test_parquet_and_csv_give_the_same(folder: Path, store: SnapshotStore, tmp_path: Path) -> None:
    first = import_folder(store, folder).snapshots
    (folder / f"{POPULATION}.csv").unlink()
    pq.write_table(population(), folder / f"{POPULATION}.parquet")
    second = import_folder(SnapshotStore(tmp_path / "other"), folder).snapshots
    assert [s.sha256 for s in first] == [s.sha256 for s in second]


def test_semicolons_of_norwegian_spreadsheets_are_read(folder: Path, store: SnapshotStore) -> None:
    path = folder / f"{POPULATION}.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b",", b";"))
    import_folder(store, folder)
    assert store.read("population")[0].num_rows == 848


def test_unknown_files_are_listed_with_the_reason(folder: Path, store: SnapshotStore) -> None:
    (folder / "README.md").write_text("words")
    (folder / "prices_2024.csv").write_text("a,b\n1,2\n")
    (folder / "fixtures").mkdir()
    skipped = dict(import_folder(store, folder).skipped)
    assert skipped.keys() == {"README.md", "prices_2024.csv", "fixtures"}
    assert "docs/sources.md" in skipped["prices_2024.csv"]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("population", "-3", r"population is '-3'; a count is never below zero"),
        ("population", "", r"population is empty; a missing figure is never zero"),
        ("population", ":", r"population is empty"),
        ("population", "many", r"population is 'many'; write a number"),
        ("population", "inf", r"population is 'inf'; write a number"),
        ("age", "106", r"age is '106'; ages run from 0 to 105"),
        ("age", "-1", r"age is '-1'; ages run"),
        ("age", "1.5", r"age is '1.5'; write a whole number"),
        ("kommune", "301", r"kommune is '301'; there is no municipality with that number"),
        ("kommune", "0502", r"kommune is '0502'; there is no municipality with that number now"),
        ("sex", "K", r"sex is 'K'; write F for women and M for men"),
        ("year", "24", r"year is '24'; write the year with four digits"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_imported(
    folder: Path, store: SnapshotStore, column: str, value: str, said: str
) -> None:
    import_folder(store, folder)
    before = {name: store.latest(name) for name in store.datasets()}
    spoil(folder, 100, column, value)
    with pytest.raises(SourceError, match=rf"{POPULATION}.csv, row 100: {said}") as caught:
        import_folder(store, folder)
    assert "\n" not in str(caught.value)
    assert "Nothing was imported" in str(caught.value)
    assert {name: store.latest(name) for name in store.datasets()} == before


def test_a_number_that_klass_has_given_since_is_known(folder: Path, store: SnapshotStore) -> None:
    path = folder / f"{POPULATION}.csv"
    path.write_text(path.read_text().replace("3448", "3499"))
    with pytest.raises(SourceError, match="'3499'; there is no municipality"):
        import_folder(store, folder)
    klass = Source(publisher="SSB", table="KLASS 131", date="2027-01-01", kind="official")
    store.write(KLASS_DATASET, pa.table({"municipality": ["3499"], "name": ["Ny"]}), klass)
    import_folder(store, folder)
    assert "3499" in store.read("population")[0]["municipality"].to_pylist()


def test_rows_twice_and_rows_lacking_are_named(folder: Path, store: SnapshotStore) -> None:
    path = folder / f"{POPULATION}.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[5]]))
    with pytest.raises(SourceError, match=r"row 850: municipality 0301.*is there twice"):
        import_folder(store, folder)
    path.write_text("\n".join(lines[:-1]))
    with pytest.raises(SourceError, match=r"municipality 3448, year 2024 has 211 rows and not 212"):
        import_folder(store, folder)


def test_files_of_another_form_are_named(folder: Path, store: SnapshotStore) -> None:
    path = folder / "lifetable_norway_2000_2024.csv"
    path.write_text("year,sex,age\n2024,F,0\n")
    with pytest.raises(SourceError, match=r"lifetable.*lacks the column qx; it has year, sex, age"):
        import_folder(store, folder)
    path.write_text(LIFE.replace("0.002", "2.0"))
    with pytest.raises(SourceError, match=r"row 2: qx is '2.0'; a share lies from 0 to 1"):
        import_folder(store, folder)
    path.write_bytes(b"\xff\xfe\x00year")
    with pytest.raises(SourceError, match=r"lifetable_norway_2000_2024.csv (cannot be read|lacks)"):
        import_folder(store, folder)
    path.write_text("")
    with pytest.raises(SourceError, match=r"lifetable_norway_2000_2024.csv cannot be read"):
        import_folder(store, folder)
    path.unlink()
    (folder / f"{POPULATION}.csv").unlink()
    (folder / f"{POPULATION}.parquet").write_bytes(b"PAR1 half")
    with pytest.raises(SourceError, match=r"parquet cannot be read"):
        import_folder(store, folder)


def test_the_same_table_twice_is_a_question(folder: Path, store: SnapshotStore) -> None:
    pq.write_table(population(), folder / f"{POPULATION}.parquet")
    with pytest.raises(SourceError, match="are the same table; keep one"):
        import_folder(store, folder)


def test_a_folder_without_figures_is_named(tmp_path: Path, store: SnapshotStore) -> None:
    with pytest.raises(SourceError, match="There is no folder"):
        import_folder(store, tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="holds no file that can be imported"):
        import_folder(store, tmp_path / "empty")


def test_a_store_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="VEIVALG_DATA"):
        import_folder(SnapshotStore(tmp_path / "file" / "x"), folder)


def test_births_and_moves_are_made_tidy(folder: Path, store: SnapshotStore) -> None:
    (folder / "births_deaths_norway_2023_2024.csv").write_text(
        "year,births_female,births_male,deaths_female,deaths_male\n2023,1,2,3,4\n"
    )
    flows = folder / "migration_flows_telemark_2025.csv"
    flows.write_text(
        "year,from_kommune,from_fylke,to_kommune,to_fylke,moves\n"
        "2025,Våler (Østfold),Østfold,Tana,Finnmark,7\n"
    )
    imported = import_folder(store, folder)
    assert dict(imported.skipped).keys() == {flows.name}
    (folder / "municipalities_2024.csv").write_text(
        "kommune,name,fylke,fylke_name,landsdel,ba_region,ba_region_name,ba_travel_minutes,"
        "ba_out_commuting_pct,ba_in_commuting_pct,ba_inclusion_basis,centrality_class,"
        "kostra_group\n"
        "3114,Våler (Østfold),31,Østfold,Øst,001,A,,,,,3,EKG01\n"
        "3419,Våler (Innlandet),34,Innlandet-Sisdajven,Øst,001,A,,,,,3,EKG01\n"
        "5628,Deatnu - Tana,56,Finnmark-Finnmárkku,Nord,002,B,,,,,6,EKG02\n"
    )
    import_folder(store, folder)
    assert store.read("moves")[0].to_pylist() == [
        {"year": 2025, "origin": "3114", "destination": "5628", "persons": 7.0}
    ]
    assert store.read("births_deaths")[0].to_pylist() == [
        {"year": 2023, "sex": "F", "births": 1.0, "deaths": 3.0},
        {"year": 2023, "sex": "M", "births": 2.0, "deaths": 4.0},
    ]


def test_empty_cells_stay_empty(folder: Path, store: SnapshotStore) -> None:
    (folder / "migration_by_age_telemark_2016_2024.csv").write_text(
        "kommune,name,year,age,in_migration,out_migration\n4001,Porsgrunn,2024,99,,1\n"
    )
    import_folder(store, folder)
    assert store.read("migration_by_age")[0]["moved_in"].to_pylist() == [None]


def test_marks_keep_their_meaning_and_key_figures_become_ours(
    folder: Path, store: SnapshotStore
) -> None:
    (folder / "kostra_key_figures_2023_2024.csv").write_text(
        "sector,table,indicator,unit,region,year,value\n"
        "Økonomi,12134,Frie inntekter per innbygger,kr,3448,2024,70000\n"
        "Økonomi,12134,Frie inntekter per innbygger,kr,3448,2023,:\n"
        "Økonomi,12134,Frie inntekter per innbygger,kr,0301,2023,..\n"
        "Økonomi,12134,Frie inntekter per innbygger,kr,0301,2024,\n"
        "Økonomi,12134,Noe helt nytt,kr,0301,2024,7\n"
    )
    imported = import_folder(store, folder)
    assert "Noe helt nytt" in dict(imported.skipped)["kostra_key_figures_2023_2024.csv"]
    table, source = store.read("kostra_economy")
    assert source.table == "12134"
    assert table["value"].to_pylist() == [70_000, None, None, None]
    assert table["mark"].to_pylist() == ["", ":", "..", ".."]
    assert set(table["key"].to_pylist()) == {"free_income_per_resident_nok"}


def test_users_of_care_become_lines_with_marks(folder: Path, store: SnapshotStore) -> None:
    (folder / "care_users_sample_2023_2024.csv").write_text(
        "kommune,year,home_care_hours_per_week,home_care_users,home_care_users_0_66,"
        "home_care_users_67_79,home_care_users_80p,users_24h_housing,"
        "institution_long_term_users,institution_0_66,institution_67_79,institution_80p,"
        "nurse_fte\n3448,2024,8.5,400,150,,160,50,40,:,6,30,50.5\n"
    )
    import_folder(store, folder)
    lines = {
        (row["series"], row["age_group"]): (row["value"], row["mark"])
        for row in store.read("care_users")[0].to_pylist()
    }
    assert lines["home_services", "all"] == (400, "")
    assert lines["home_services", "67-79"] == (None, "..")
    assert lines["institution_long_term", "0-66"] == (None, ":")
    assert lines["nurse_person_years", "all"] == (50.5, "")
    assert len(lines) == 11


def test_borders_are_kept_when_they_are_borders(folder: Path, store: SnapshotStore) -> None:
    path = folder / "geometry_kommuner_2024.topojson"
    path.write_text('{"type":"Topology","objects":{"K":{"geometries":[]}},"arcs":[]}')
    with pytest.raises(SourceError, match="not TopoJSON whose shapes"):
        import_folder(store, folder)
    path.write_text(
        '{"type":"Topology","objects":{"K":{"geometries":[{"type":"Polygon",'
        '"arcs":[[0]],"properties":{"kommunenummer":"3448"}}]}},"arcs":[]}'
    )
    import_folder(store, folder)
    assert store.read_file("borders_municipality")[1].publisher == "Kartverket"


def test_every_file_of_the_reference_becomes_a_dataset_quickly(
    reference: Path, store: SnapshotStore
) -> None:
    seen: list[Progress] = []
    start = time.monotonic()
    imported = import_folder(store, reference, seen.append)
    seconds = time.monotonic() - start
    assert {name for name, _ in imported.skipped} == {"README.md", "fixtures"}
    assert all(verdict.passed for verdict in store.verify()), store.verify()
    table, _ = store.read("population")
    assert table.num_rows == 1_513_256
    newest = table.filter(pc.equal(table["year"], 2024))
    assert pc.sum(newest["persons"]).as_py() == 5_550_203
    assert seen[-1].step == "finished"
    assert seen[-1].done == seen[-1].total
    assert seconds < 20, "1.5 million rows: measured 1.7 seconds when nothing else runs"


@pytest.fixture
def copied(reference: Path, tmp_path: Path) -> Callable[[str], Path]:
    def copy(name: str) -> Path:
        (tmp_path / "one").mkdir(exist_ok=True)
        shutil.copy(reference / name, tmp_path / "one")
        return tmp_path / "one"

    return copy


def test_old_numbers_are_kept_with_the_year_they_belong_to(
    copied: Callable[[str], Path], store: SnapshotStore
) -> None:
    import_folder(store, copied("components_quarterly_2015K1_2016K1.csv"))
    table, source = store.read("components")
    assert "0101" in table["municipality"].to_pylist()
    assert set(table["quarter"].to_pylist()) == {"2015K1", "2016K1"}
    assert source.table == "01222"
