"""Figures from a folder of files, for offices without a network.

Every file is read and checked before anything is stored; then all datasets are stored as one
step, so that a folder is imported whole or not at all. Files and columns: docs/sources.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from veivalg.errors import SourceError
from veivalg.provenance import Source
from veivalg.sources.arrow import pc
from veivalg.sources.columns import Numbers, Place, checked, refuse_holes, refuse_repeats
from veivalg.sources.file_kind import FileKind
from veivalg.sources.folder_files import BORDER_FILES, FILE_KINDS
from veivalg.sources.moves_by_name import moves_by_number
from veivalg.sources.municipal_files import care_lines, key_figures_by_sector
from veivalg.sources.numbers import all_numbers, present_numbers
from veivalg.sources.progress import Listener, Pace, silent
from veivalg.sources.snapshots import Draft, Snapshot, SnapshotStore, table_draft, today

_YEARS = re.compile(r"_\d{4}(K[1-4])?(?=_|$)")
_ENDINGS = (".csv", ".parquet")
_NO_NAMES = "needs municipalities_2024.csv beside it, because it names municipalities only"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the datasets stored, and files left out with the reason."""

    snapshots: tuple[Snapshot, ...]
    skipped: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A file that we know how to read."""

    path: Path
    kind: FileKind

    @property
    def dataset(self) -> str:
        return self.kind.dataset or self.path.stem


def import_folder(store: SnapshotStore, folder: Path, progress: Listener = silent) -> Imported:
    """Store every file of a folder that we know as the newest copy of its dataset.

    Raises SourceError naming file, row, value and fix; then nothing has been stored.
    Raises StorageError when the data folder cannot be written.
    """
    found, borders, skipped = _sorted_files(Path(folder))
    pace = Pace(progress, total=len(found) + len(borders) + 1)
    with store.writing("import"):
        numbers = Numbers(present_numbers(store), all_numbers(store))
        read = _read_all(found, numbers, pace)
        places = next((t for f, t in read if f.kind.pattern == "municipalities"), None)
        tables, left_out = _tidy(read, places)
        drafts = [*_drafts(tables), *_border_drafts(borders, pace)]
        pace.begin("storing")
        snapshots = store.write_all(drafts)
    pace.begin("finished")
    pace.finished()
    return Imported(tuple(snapshots), tuple(sorted([*skipped, *left_out])))


def _sorted_files(folder: Path) -> tuple[list[_Found], list[Path], list[tuple[str, str]]]:
    """Files with tables, files with borders, and the rest with the reason they are left out."""
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}; name the folder that holds the files.")
    found, borders, skipped = [], [], []
    for path in sorted(folder.iterdir()):
        kind = _kind(path)
        if path.is_file() and kind is not None:
            found.append(_Found(path, kind))
        elif path.is_file() and path.suffix == ".topojson" and _stem(path) in BORDER_FILES:
            borders.append(path)
        else:
            skipped.append((path.name, _reason(path)))
    if not found and not borders:
        raise SourceError(
            f"{folder} holds no file that can be imported. Files are named as in docs/sources.md, "
            "for example population_municipality_age_sex_2005_2024.csv."
        )
    _refuse_twice(found)
    return found, borders, skipped


def _refuse_twice(found: Iterable[_Found]) -> None:
    """A table given both as .csv and as .parquet is a question, not an answer."""
    seen: dict[str, Path] = {}
    for file in found:
        if file.path.stem in seen:
            raise SourceError(
                f"{seen[file.path.stem].name} and {file.path.name} are the same table; keep one."
            )
        seen[file.path.stem] = file.path


def _stem(path: Path) -> str:
    return _YEARS.sub("", path.stem)


def _kind(path: Path) -> FileKind | None:
    if path.suffix not in _ENDINGS:
        return None
    return next((kind for kind in FILE_KINDS if kind.pattern == _stem(path)), None)


def _reason(path: Path) -> str:
    if path.is_dir():
        return "a folder inside the folder is not read"
    if path.suffix in _ENDINGS or path.suffix == ".topojson":
        return "no dataset goes by that name; see docs/sources.md for the names"
    return "not a table (.csv, .parquet) or borders (.topojson)"


def _read_all(found: list[_Found], numbers: Numbers, pace: Pace) -> list[tuple[_Found, pa.Table]]:
    read = []
    for file in found:
        pace.begin(file.dataset)
        read.append((file, _read(file, numbers)))
        pace.finished()
    return read


def _read(file: _Found, numbers: Numbers) -> pa.Table:
    """The file's rows with the dataset's columns, checked."""
    place = Place(file.path.name, 2 if file.path.suffix == ".csv" else 1)
    table = checked(_raw(file.path), file.kind.columns, place, numbers)
    refuse_repeats(table, file.kind.key, place)
    if file.kind.block:
        refuse_holes(
            table,
            file.kind.block,
            cells=file.kind.block_rows,
            what=file.kind.block_meaning,
            place=place,
        )
    return _with_fixed(table, file.kind)


def _raw(path: Path) -> pa.Table:
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        parts = pa_csv.ParseOptions(delimiter=_delimiter(path))
        names = pa_csv.open_csv(path, parse_options=parts).schema.names
        return pa_csv.read_csv(
            path,
            parse_options=parts,
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except (pa.ArrowInvalid, OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"{path.name} cannot be read ({str(error).splitlines()[0]}). It must be "
            f"{'parquet' if path.suffix == '.parquet' else 'comma-separated text in UTF-8'} with "
            "a first line of column names. Nothing was imported."
        ) from error


def _delimiter(path: Path) -> str:
    """Comma, or semicolon as Norwegian spreadsheets write."""
    with path.open("rb") as stream:
        first = stream.readline()
    return ";" if first.count(b";") > first.count(b",") else ","


def _with_fixed(table: pa.Table, kind: FileKind) -> pa.Table:
    """Add columns whose value the file's name gives."""
    for name, value in kind.fixed:
        table = table.append_column(name, pa.array([value] * table.num_rows, pa.string()))
    return table


def _tidy(
    read: list[tuple[_Found, pa.Table]], places: pa.Table | None
) -> tuple[dict[str, list[tuple[_Found, pa.Table]]], list[tuple[str, str]]]:
    """Tables by dataset, each in the dataset's form, and files that had to be left out."""
    tables: dict[str, list[tuple[_Found, pa.Table]]] = {}
    left_out = []
    for file, table in read:
        if file.kind.dataset == "births_deaths":
            table = _by_sex(table)
        if file.kind.dataset == "moves":
            if places is None:
                left_out.append((file.path.name, _NO_NAMES))
                continue
            table = moves_by_number(table, places, Place(file.path.name, 2))
        if file.kind.dataset == "care_users":
            table = care_lines(table)
        if file.kind.dataset == "kostra":
            sectors, unknown = key_figures_by_sector(table)
            left_out.extend((file.path.name, reason) for reason in unknown)
            for dataset, part in sectors.items():
                tables.setdefault(dataset, []).append((file, part))
            continue
        tables.setdefault(file.dataset, []).append((file, table))
    return tables, left_out


def _by_sex(table: pa.Table) -> pa.Table:
    """births_female, births_male ... -> one row per year and sex."""
    halves = [
        pa.table(
            {
                "year": table["year"],
                "sex": pa.array([letter] * table.num_rows, pa.string()),
                "births": table[f"births_{sex}"],
                "deaths": table[f"deaths_{sex}"],
            }
        )
        for letter, sex in (("F", "female"), ("M", "male"))
    ]
    return pa.concat_tables(halves).combine_chunks()


def _drafts(tables: Mapping[str, list[tuple[_Found, pa.Table]]]) -> list[Draft]:
    return [_draft(dataset, parts) for dataset, parts in sorted(tables.items())]


def _draft(dataset: str, parts: list[tuple[_Found, pa.Table]]) -> Draft:
    """One dataset from one or several files that share its columns."""
    names = [
        name
        for name in parts[0][1].column_names
        if all(name in table.column_names for _, table in parts)
    ]
    whole = pa.concat_tables([table.select(names) for _, table in parts]).combine_chunks()
    kind, files = parts[0][0].kind, ", ".join(file.path.name for file, _ in parts)
    source = Source(
        publisher=kind.publisher,
        table=_table_of(whole, kind),
        date=_date(whole, parts),
        kind="official",
        retrieved=today().isoformat(),
        note=" ".join(filter(None, (kind.note, f"Imported from {files}."))),
    )
    return table_draft(dataset, whole, source, remark=_remark(whole))


def _table_of(whole: pa.Table, kind: FileKind) -> str:
    if kind.table or "table" not in whole.column_names:
        return kind.table
    return ", ".join(sorted(map(str, pc.unique(whole["table"]).to_pylist())))


def _date(whole: pa.Table, parts: list[tuple[_Found, pa.Table]]) -> str:
    """Reference date of the newest figure, from the years in the rows or in the file's name."""
    if "vintage" in whole.column_names:
        return f"{pc.max(whole['vintage']).as_py()}-01-01"
    if "year" in whole.column_names:
        year = pc.max(whole["year"]).as_py()
        return f"{year}-01-01" if parts[0][0].kind.moment == "start" else f"{year}-12-31"
    years = [int(y) for file, _ in parts for y in re.findall(r"_(\d{4})(?=[K_]|$)", file.path.stem)]
    return f"{max(years)}-01-01" if years else ""


def _remark(whole: pa.Table) -> str:
    """Say what a reader must know of split series."""
    if "quality" not in whole.column_names:
        return ""
    split = whole.filter(pc.not_equal(whole["quality"], "observed"))
    count = len(pc.unique(split["municipality"]))
    return f"{count} municipalities have years that are split estimates." if count else ""


def _border_drafts(paths: list[Path], pace: Pace) -> list[Draft]:
    drafts = []
    for path in paths:
        pace.begin(BORDER_FILES[_stem(path)][0])
        drafts.append(_border_draft(path))
        pace.finished()
    return drafts


def _border_draft(path: Path) -> Draft:
    dataset, number = BORDER_FILES[_stem(path)]
    content = path.read_bytes()
    places = _places(content, number)
    if not places:
        raise SourceError(
            f"{path.name} is not TopoJSON whose shapes have the property {number}. "
            "Nothing was imported."
        )
    year = max(re.findall(r"_(\d{4})(?=_|$)", path.stem), default="")
    source = Source(
        publisher="Kartverket",
        table=path.stem,
        date=f"{year}-01-01" if year else "",
        kind="official",
        retrieved=today().isoformat(),
        note=f"Imported from {path.name}.",
    )
    return replace(
        Draft(dataset=dataset, content=content, suffix=".topojson", source=source),
        rows=len(places),
    )


def _places(content: bytes, number: str) -> set[str]:
    """Numbers of the shapes in a TopoJSON file, empty when it is something else."""
    try:
        topology: dict[str, Any] = json.loads(content)
        shapes = [s for group in topology["objects"].values() for s in group["geometries"]]
        return {str(s["properties"][number]) for s in shapes}
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()
