"""JSON lines and Parquet: kinds that the file declares, and the same texts as in CSV."""

import io
import json

from writing import Column, Corpus, Reading, cycle, dates, day, moment, moments, number, text, truth, whole

N = 12


def corpus():
    c = Corpus("formats")
    json_lines(c)
    parquet(c)
    return c


def rows_of(columns, values):
    names = [col.name for col in columns]
    return [dict(zip(names, row)) for row in zip(*values)]


def as_lines(rows, eol="\n", gap=False):
    rows = [{k: v for k, v in row.items() if not (gap and v is None)} for row in rows]
    return "".join(json.dumps(row, ensure_ascii=False) + eol for row in rows)


def add_json(c, name, columns, values, readings=None, file="table.jsonl", told=(), **how):
    c.add(name, readings or [Reading(columns, told=told)], text=as_lines(rows_of(columns, values), **how), file=file)


def json_lines(c):
    v = whole("v", list(range(N)))
    price = number("price", [150 + 35 * i for i in range(N)])
    kind = text("kind", cycle(["ox", "emu", "gnu"], N))
    plain = [v, price, kind]
    values = [x.cells for x in plain]
    add_json(c, "json_plain", plain, values)
    add_json(c, "json_crlf", plain, values, eol="\r\n")
    add_json(c, "json_ndjson", plain, values, file="table.ndjson")
    flag = truth("flag", cycle([True, False, True], N), lambda i, b: str(b).lower())
    add_json(c, "json_truth", [v, flag], [v.cells, cycle([True, False, True], N)])
    gaps = [None if i % 4 == 0 else 150 + i for i in range(N)]
    gap = whole("n", gaps)
    add_json(c, "json_null", [v, gap], [v.cells, gaps])
    add_json(c, "json_absent", [v, gap], [v.cells, gaps], gap=True)
    ids = [12345678901234567890 + i % 3 for i in range(N)]
    add_json(c, "json_digits_20", [text("code", [str(i) for i in ids]), v], [ids, v.cells])
    edge = [2**53 + i % 4 for i in range(N)]
    add_json(c, "json_beyond_2_53", [text("code", [str(i) for i in edge]), v], [edge, v.cells])
    zeros = text("zip", cycle(["007", "012", "100"], N))
    add_json(c, "json_leading_zeros", [zeros, v], [zeros.cells, v.cells])
    versions = text("release", cycle(["1.2.3", "1.10.2", "2.1.1"], N))
    add_json(c, "json_versions", [versions, v], [versions.cells, v.cells])
    when = day("day", dates("2024-01-25", N))
    add_json(c, "json_dates", [when, v], [when.texts, v.cells], [Reading([when, v]), Reading([when.kept(), v])])
    digits = cycle(["12", "15", "18"], N)
    as_text = text("n", digits)
    as_number = whole("n", [int(d) for d in digits])
    add_json(
        c, "json_numbers_in_quotes", [as_text, v], [digits, v.cells], [Reading([as_text, v], told="stores them as texts"), Reading([as_number, v])]
    )
    money = text("paid", [f"${i}.50" for i in range(N)])
    add_json(c, "json_money_in_quotes", [money, v], [money.cells, v.cells], told="stores them as texts")
    odd = [150 + i for i in range(N)]
    odd[5] = "-"
    add_json(c, "json_odd_cell", [whole("n", [None if x == "-" else x for x in odd]), v], [odd, v.cells])
    odd = [150 + i for i in range(N)]
    odd[0] = "NA"
    add_json(c, "json_first_na", [whole("n", [None if x == "NA" else x for x in odd]), v], [odd, v.cells])
    letters = text("name", cycle(["Zoë", "Łódź", "東京"], N))
    add_json(c, "json_letters", [letters, v], [letters.cells, v.cells])
    breaks = text("say", cycle(["a\nb", 'x "y"', "p, q; r"], N))
    add_json(c, "json_line_ends", [breaks, v], [breaks.cells, v.cells])
    mixed = truth("flag", cycle([True, False], N), lambda i, b: ["TRUE", "False", "True", "FALSE"][i % 4])
    add_json(
        c, "json_truth_texts", [mixed, v], [mixed.texts, v.cells], [Reading([mixed, v]), Reading([mixed.kept(), v])]
    )
    single = whole("only", [3, 1, 2, 5])
    add_json(c, "json_one_column", [single], [single.cells])
    exact = Column("x", ["decimal"], [0.1, 1e-300, 0.30000000000000004, 2.5] * 3, [""] * 12)
    add_json(c, "json_exact", [exact, v], [exact.cells, v.cells])


def parquet(c):
    import pyarrow as pa
    import pyarrow.parquet as pq

    v = whole("v", list(range(N)))

    def add(name, columns, arrays, readings=None, **how):
        table = pa.table(dict(zip([x.name for x in columns], arrays)))
        out = io.BytesIO()
        pq.write_table(table, out, compression=how.get("compression", "snappy"), store_schema=False)
        c.add(name, readings or [Reading(columns)], data=out.getvalue(), file="table.parquet")

    ints = pa.array(v.cells, pa.int64())
    price = number("price", [150 + 35 * i for i in range(N)])
    kind = text("kind", cycle(["ox", "emu", "gnu"], N))
    for compression in ["snappy", "gzip", "none"]:
        add(
            f"parquet_{compression}",
            [v, price, kind],
            [ints, pa.array(price.cells), pa.array(kind.cells)],
            compression=compression,
        )
    flag = truth("flag", cycle([True, False, None], N), lambda i, b: str(b).lower())
    add("parquet_truth", [v, flag], [ints, pa.array(cycle([True, False, None], N))])
    edge = [2**53 + i % 4 for i in range(N)]
    add("parquet_beyond_2_53", [text("code", [str(i) for i in edge]), v], [pa.array(edge, pa.int64()), ints])
    zeros = text("zip", cycle(["007", "012", "100"], N))
    add("parquet_leading_zeros", [zeros, v], [pa.array(zeros.cells), ints])
    digits = text("n", cycle(["12", "15", "18"], N))
    add(
        "parquet_numbers_in_texts",
        [digits, v],
        [pa.array(digits.cells), ints],
        [Reading([digits, v], told="stores them as texts"), Reading([whole("n", [int(d) for d in digits.cells]), v])],
    )
    when = dates("2024-01-25", N)
    add("parquet_dates", [day("day", when), v], [pa.array(when, pa.date32()), ints])
    at = moments("2024-01-25 08:30", N, 61)
    add("parquet_moments", [moment("at", at), v], [pa.array(at, pa.timestamp("us")), ints])
    add("parquet_moments_utc", [moment("at", at), v], [pa.array(at, pa.timestamp("ms", tz="UTC")), ints])
    gaps = [None if i % 4 == 0 else 1.5 + i for i in range(N)]
    add("parquet_null", [Column("n", ["decimal"], gaps, [""] * N), v], [pa.array(gaps), ints])
    mixed = text("flag", cycle(["TRUE", "False", "True", "FALSE"], N))
    low = truth("flag", cycle([True, False], N), lambda i, b: ["TRUE", "False", "True", "FALSE"][i % 4])
    add("parquet_truth_texts", [mixed, v], [pa.array(mixed.cells), ints], [Reading([low, v]), Reading([mixed, v])])
    weak = text("state", cycle(["open", "-", "unknown"], N))
    add("parquet_weak_markers", [weak, v], [pa.array(weak.cells), ints])
