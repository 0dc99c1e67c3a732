"""Writes the corpus: a file of cases for each kind, KIND.jsonl, from values that are known before any file is written.

Run with Python 3.11, pandas, duckdb and pyarrow: python tests/corpus/make.py
The readings never come from a reader. pandas and DuckDB only confirm, given the right options, that each plain file
says what it should: a slip in the writing stops the script.
"""

import importlib
import io
import math
import pathlib
import sys
import tempfile

import duckdb
import pandas as pd

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

from writing import csv_cells  # noqa: E402

KINDS = [path.stem for path in sorted((HERE / "kinds").glob("*.py")) if path.stem != "__init__"]


def confirm(kind, name, columns, text, sep, quote, header):
    texts = [c.texts for c in columns]
    names = [c.name for c in columns]
    where = f"{kind}/{name}"
    rows = csv_cells(text, sep, quote)
    if header:
        assert rows[0] == names, f"{where}: names by csv"
    assert [list(x) for x in zip(*rows[int(header) :])] == texts, f"{where}: cells by csv"
    frame = pd.read_csv(
        io.StringIO(text),
        sep=sep,
        quotechar=quote,
        header=0 if header else None,
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
    )
    assert frame.shape == (len(texts[0]), len(texts)), f"{where}: {frame.shape} by pandas"
    for place, column in enumerate(columns):
        found = list(frame.iloc[:, place])
        assert found == column.texts, f"{where}: {column.name} by pandas"
        values_confirmed(where, column)


def values_confirmed(where, column):
    """Dates by their form, plain numbers by float."""
    present = [(t, v) for t, v in zip(column.texts, column.cells) if v is not None]
    if not present:
        return
    texts, values = zip(*present)
    if column.form and column.kinds[0] in ("date", "date_time"):
        read = pd.to_datetime(pd.Series(texts), format=column.form)
        right = pd.to_datetime(pd.Series(values), format="mixed")
        assert (read == right).all(), f"{where}: {column.name} by pandas"
    if isinstance(column.form, tuple) and "".join(column.form).isascii():
        point, thousands = column.form
        lines = "\n".join(f'"{t}"' for t in texts)
        read = pd.read_csv(io.StringIO("x\n" + lines), decimal=point, thousands=thousands or None)
        assert all(math.isclose(a, b, rel_tol=1e-14) for a, b in zip(read.x, values)), (
            f"{where}: {column.name} by pandas"
        )
    if column.kinds[0] in ("integer", "decimal"):
        for t, v in present:
            try:
                plain = float(t)
            except ValueError:
                continue
            if "." in t and "," not in t and column.kinds[0] == "integer":
                continue
            assert plain == float(v), f"{where}: {column.name}: {t} is {v}"


def confirm_duckdb(kind, made, folder):
    """The cells of a few of each kind by DuckDB."""
    for name, columns, text, sep, quote, header in made[::5]:
        if "\r" in text.replace("\r\n", "") or len(columns) == 1:
            continue
        path = pathlib.Path(folder) / "table.csv"
        path.write_bytes(text.encode())
        read = duckdb.read_csv(
            str(path),
            sep=sep,
            quotechar=quote,
            escapechar=quote,
            header=header,
            all_varchar=True,
            na_values="\1",
        )
        found = [list(x) for x in zip(*read.fetchall())]
        found = [["" if cell is None else cell for cell in column] for column in found]
        assert found == [c.texts for c in columns], f"{kind}/{name}: by DuckDB"


def main():
    total = size = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            corpus = importlib.import_module(f"kinds.{kind}").corpus()
            for made in corpus.made:
                confirm(kind, *made)
            confirm_duckdb(kind, corpus.made, folder)
            lines = corpus.lines()
            (HERE / f"{kind}.jsonl").write_text(lines, encoding="utf-8", newline="\n")
            print(f"{kind}: {len(corpus.cases)} cases, {len(lines.encode()) // 1024} kB")
            total += len(corpus.cases)
            size += len(lines.encode())
    print(f"{total} cases, {size // 1024} kB")


main()
