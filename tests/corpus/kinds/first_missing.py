"""Columns whose first cell is missing."""

from writing import Corpus, cycle, dates, day, moment, moments, number, slash, text, truth, whole

SEPS = ["comma", "semicolon", "tab", "bar", "crlf", "quoted", "gzip"]


def columns(n):
    days = dates("2024-01-10", n)
    at = moments("2024-01-10 06:00", n, 90)
    price = [1050 + 137 * i for i in range(n)]
    return {
        "iso": day("what", days),
        "day_first": day("what", days, "%d/%m/%Y"),
        "month_first": day("what", days, "%m/%d/%Y"),
        "dots": day("what", days, "%d.%m.%Y"),
        "unpadded": day("what", days, write=slash("{m}/{d}/{y}")),
        "month_names": day("what", days, "%d-%b-%Y"),
        "moments": moment("what", at),
        "moments_slashes": moment("what", at, "%d/%m/%Y %H:%M"),
        "moments_dots": moment("what", at, "%d.%m.%Y %H:%M"),
        "whole": whole("what", [7 * i % 50 for i in range(n)]),
        "decimal": number("what", price),
        "commas": number("what", price, point=","),
        "thousands": number("what", [n * 1000 for n in price], thousands=","),
        "dollars": number("what", price, before="$"),
        "percent": number("what", price, 1, after="%"),
        "parentheses": number("what", [-p if i % 3 else p for i, p in enumerate(price)], minus="()"),
        "minus": number("what", [-p if i % 3 else p for i, p in enumerate(price)], minus="\u2212"),
        "truth": truth("what", cycle([True, False, False], n), lambda i, v: "TRUE" if v else "False"),
        "texts": text("what", cycle(["ox", "emu", "gnu"], n)),
        "digits_20": text("what", [str(12345678901234567890 + i % 5) for i in range(n)]),
    }


def corpus():
    c = Corpus("first_missing")
    n = 15
    v = whole("v", [i * 5 % 11 for i in range(n)])
    for i, (name, column) in enumerate(columns(n).items()):
        sep = "semicolon" if name == "commas" else SEPS[i % 7]
        for j, marker in enumerate(["", "NA"]):
            c.wear(f"{name}_{marker or 'empty'}", [column.with_cell(0, marker), v], sep)
        c.wear(f"{name}_last", [v, column.with_cell(n - 1, "NA")], sep)
    for name in ["day_first", "moments_dots", "commas", "dollars", "truth"]:
        column = columns(n)[name]
        for row in range(5):
            column = column.with_cell(row, "")
        c.wear(f"{name}_first_five", [column, v], "semicolon")
    dash = columns(n)
    for name in ["day_first", "moments", "decimal", "dollars", "percent"]:
        c.case(f"{name}_dash", [dash[name].with_cell(0, "-"), v])
    long = 700
    w = whole("v", [i * 5 % 10 for i in range(long)])
    for name in ["day_first", "commas", "truth", "thousands"]:
        full = columns(100)[name]
        column = type(full)("what", full.kinds, [None] * 600 + full.cells, [""] * 600 + full.texts)
        c.case(f"{name}_first_600", [w, column], sep=";", some=[0, 599, 600, 601, 699])
    return c
