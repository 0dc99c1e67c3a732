"""Rows that are no data, and rows that are too short or too long."""

from writing import Column, Corpus, Reading, cycle, number, text, whole

SEPS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


def corpus():
    c = Corpus("rows")
    blank(c)
    trailing(c)
    header_again(c)
    totals(c)
    remarks(c)
    ragged(c)
    ends(c)
    return c


def table(n=12):
    return [
        text("name", [f"n{i % 5}" for i in range(n)]),
        whole("size", [3 * i % 17 + 1 for i in range(n)]),
        number("price", [150 + 35 * i for i in range(n)]),
    ]


def blank(c):
    columns = table()
    for name, sep in SEPS.items():
        empty = sep * 2
        c.case(f"blank_end_{name}", columns, sep=sep, below=[empty] * 4, told="empty|blank|no value|nothing")
    empty = ",,"
    told = "empty|blank|no value|nothing"
    c.case("blank_first", columns, between={0: [empty]}, told=told)
    c.case("blank_between", columns, between={1: [empty], 5: [empty, empty]}, told=told)
    c.case("blank_spaces", columns, below=[" , , "], told=told)
    c.case("blank_quoted", columns, below=['"","",""'], quote_all=True, told=told)
    c.case("blank_crlf", columns, below=[";;"] * 3, sep=";", eol="\r\n", told=told)
    c.case("blank_many", columns, below=[empty] * 30, told=told)
    c.case("blank_above_header", columns, above=[empty])
    c.case("empty_lines", columns, below=["", ""])
    c.case("empty_lines_between", columns, between={3: [""], 7: ["", ""]})
    c.case("empty_line_first", columns, above=[""])
    c.case("empty_lines_crlf", columns, below=["", ""], eol="\r\n")
    n = 700
    long = table(n)
    c.case(
        "blank_row_600",
        [long[0], long[1], whole("v", [i % 10 for i in range(n)])],
        between={600: [empty]},
        some=[0, 599, 600, 601, 699],
        told=told,
    )


def trailing(c):
    columns = table()
    for name, sep in SEPS.items():
        c.case(
            f"trailing_all_{name}",
            columns,
            [Reading(columns, empty=True)],
            sep=sep,
            change=lambda l: [x + sep * 3 for x in l],
        )
        c.case(
            f"trailing_one_{name}",
            columns,
            [Reading(columns, empty=True)],
            sep=sep,
            change=lambda l: [x + sep for x in l],
        )
    c.case("trailing_rows_only", columns, change=lambda l: [l[0], *[x + "," for x in l[1:]]])
    c.case(
        "trailing_some_rows", columns, change=lambda l: [x + "," * (i % 3 == 1) for i, x in enumerate(l)], empty=True
    )
    c.case(
        "trailing_with_blank_rows",
        columns,
        [Reading(columns, empty=True, told="empty|blank|no value|nothing")],
        change=lambda l: [x + ",,," for x in [l[0], ",,", *l[1:], ",,", ",,"]],
    )
    c.case("empty_column_with_name", [*columns, Column("note", ["empty"], [None] * 12, [""] * 12)])
    c.case("leading_empty_column", columns, [Reading(columns, empty=True)], change=lambda l: ["," + x for x in l])


def header_again(c):
    n = 40
    columns = [whole("size", list(range(n))), text("kind", cycle(["k0", "k1"], n))]
    told = "header|name"
    some = [0, 19, 20, 21, 39]
    for name, sep in SEPS.items():
        again = sep.join(["size", "kind"])
        c.case(f"header_again_{name}", columns, sep=sep, between={20: [again]}, told=told, some=some)
    again = "size,kind"
    c.case("header_again_first", columns, between={0: [again]}, told=told, some=some)
    c.case("header_again_last", columns, below=[again], told=told, some=some)
    c.case("header_again_often", columns, between={10: [again], 20: [again], 30: [again]}, told=told, some=some)
    c.case("header_again_crlf", columns, between={20: [again]}, told=told, some=some, eol="\r\n")
    c.case("header_again_quoted", columns, between={20: ['"size","kind"']}, quote_all=True, told=told, some=some)
    c.case("header_again_spaces", columns, between={20: ["size, kind"]}, told=told, some=some)
    c.case("header_again_blank_before", columns, between={20: ["", again]}, told=told, some=some)
    texts = [text("name", cycle(["ox", "emu"], n)), text("kind", cycle(["k0", "k1"], n))]
    c.case("header_again_texts", texts, between={20: ["name,kind"]}, told=told, some=some)
    three = [*columns, number("price", [150 + 35 * i for i in range(n)])]
    c.case("header_again_three", three, between={20: ["size,kind,price"]}, told=told, some=some)


def totals(c):
    n = 40
    names = text("name", [f"n{i % 5}" for i in range(n)])
    size = whole("size", list(range(n)))
    price = number("price", [150 + 35 * i for i in range(n)])
    some = [0, 1, 38, 39]
    told = "total|sum"
    for name, sep in SEPS.items():
        c.case(f"total_{name}", [names, size], sep=sep, below=[f"Total{sep}780"], told=told, some=some)
    c.case("total_two_columns", [names, size, price], below=["Total,780,333.00"], told=told, some=some)
    c.case("total_capitals", [names, size], below=["TOTAL,780"], told=told, some=some)
    c.case("total_low", [names, size], below=["total,780"], told=told, some=some)
    c.case("total_blank_before", [names, size], below=[",", "Total,780"], told=told, some=some)
    c.case("total_gap", [names, text("kind", cycle(["a", "b"], n)), size], below=["Total,,780"], told=told, some=some)
    commas = number("price", [150 + 35 * i for i in range(n)], point=",")
    c.case("total_decimal_commas", [names, commas], sep=";", below=["Total;333,00"], told=told, some=some)
    grouped = number("price", [150000 + 35 * i for i in range(n)], thousands=",", before="$")
    c.case("total_money", [names, grouped], below=['Total,"$60,273.00"'], told=told, some=some)
    # Not the sum: kept, and told.
    kept = [text("name", [*names.cells, "Total"]), whole("size", [*size.cells, 999])]
    c.case("total_wrong", [names, size], [Reading(kept, told="total")], below=["Total,999"], some=[0, 39, 40])
    # A value among others.
    plan = [text("tariff", cycle(["Total", "Basic", "Plus"], n)), size]
    c.case("total_as_value", plan, some=some)
    c.case(
        "last_row_is_sum_without_word",
        [text("name", [*names.cells, "n9"]), whole("size", [*size.cells, 780])],
        some=[0, 39, 40],
    )


def remarks(c):
    """Texts alone in their rows, below a table whose numbers are all there."""
    n = 20
    names = text("name", [f"n{i % 5}" for i in range(n)])
    size = whole("size", list(range(n)))
    told = "not counted as data"
    for name, sep in SEPS.items():
        c.case(f"remark_{name}", [names, size], sep=sep, below=[f"Source: own counts{sep}"], told=told)
    c.case("remark_without_delimiter", [names, size], below=["Source: own counts"], told=told)
    numbers = [whole("a", list(range(n))), size]
    c.case("remark_below_numbers", numbers, below=["Source: own counts"], told="row")
    c.case("remark_below_blank", [names, size], below=[",", "Note: values are provisional,"], told=told)
    c.case("remarks_two", [names, size], below=["* provisional,", "Source: own counts,"], told=told)
    c.case("remark_below_total", [names, size], below=["Total,190", ",", "Source: own counts,"], told="sums")
    gap = size.with_cell(7, "")
    kept = [text("name", [*names.cells, "Source"]), whole("size", [*gap.cells, None])]
    c.case("remark_where_numbers_lack_elsewhere", [names, gap], [Reading(kept)], below=["Source,"])


def ragged(c):
    n = 40
    a, b = whole("a", list(range(n))), whole("b", [i % 3 for i in range(n)])
    for name, sep in SEPS.items():
        note = text("note", [None if 8 <= i < 24 else f"n{i}" for i in range(n)])
        extra = text("extra", [None if 8 <= i < 24 else f"e{i}" for i in range(n)])
        cut = lambda lines: [line.rstrip(sep) for line in lines]
        c.case(
            f"short_block_{name}",
            [a, b, note, extra],
            sep=sep,
            change=cut,
            told="short|fewer|missing|lack|filled",
            some=[0, 7, 8, 23, 24, 39],
        )
    one = text("note", [None if i == 20 else f"n{i}" for i in range(n)])
    told = "short|fewer|missing|lack|filled"
    c.case("short_one", [a, b, one], change=lambda l: [x.rstrip(",") for x in l], told=told, some=[19, 20, 21])
    last = text("note", [None if i == 39 else f"n{i}" for i in range(n)])
    c.case("short_last", [a, b, last], change=lambda l: [x.rstrip(",") for x in l], told=told, some=[0, 38, 39])
    first = text("note", [None if i == 0 else f"n{i}" for i in range(n)])
    c.case("short_first", [a, b, first], change=lambda l: [x.rstrip(",") for x in l], told=told, some=[0, 1, 39])
    full = text("note", [f"n{i % 9}" for i in range(n)])
    longer = lambda at: lambda lines: [x + ",more" if i == at + 1 else x for i, x in enumerate(lines)]
    for place, row in [("first", 0), ("middle", 20), ("last", 39)]:
        left = [
            Column(x.name, x.kinds, x.cells[:row] + x.cells[row + 1 :], x.texts[:row] + x.texts[row + 1 :])
            for x in [a, b, full]
        ]
        c.case(f"long_{place}", [a, b, full], [Reading(left, told="value")], change=longer(row), some=[0, 1, 37, 38])
    wide = [whole(f"c{i}", [(i + 1) * j % 7 for j in range(n)]) for i in range(6)]
    c.case(
        "long_by_empty",
        wide,
        change=lambda l: [x + "," * (i % 5 == 3) for i, x in enumerate(l)],
        some=[0, 1, 39],
        empty=True,
    )
    n = 700
    sizes = [
        whole("a", [i % 10 for i in range(n)]),
        whole("b", [i % 7 for i in range(n)]),
        text("note", [None if i == 600 else "x" for i in range(n)]),
    ]
    c.case("short_row_600", sizes, change=lambda l: [x.rstrip(",") for x in l], told=told, some=[0, 599, 600, 601])


def ends(c):
    columns = table()
    c.wear("ends", columns, "comma crlf cr open open_semicolon crlf_semicolon", doubt=False)
    c.case("ends_mixed", columns, change=lambda l: [x + "\r" * (i % 2) for i, x in enumerate(l)])
    c.case("remarks_between", columns, above=["# made for a test"], between={4: ["# more"]})
    c.case("spaces_at_ends", columns, change=lambda l: [x + "  " for x in l])
