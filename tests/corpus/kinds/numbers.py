"""Numbers as people write them, and digits that are no numbers."""

from writing import Column, Corpus, Reading, cycle, day, dates, number, text, whole, written

N = 12
BIG = [123456, 98765, 1234567, 45678, 2345678, 34567, 345678, 23456, 456789, 12345678, 567890, 1000000]
SMALL = [125, 5075, 98, 12050, 640, 3, 77777, 1250, 99999, 10001, 4242, 815]


def corpus():
    c = Corpus("numbers")
    decimals(c)
    thousands(c)
    undecided(c)
    money(c)
    magnitudes(c)
    affixed(c)
    percent(c)
    signs(c)
    large(c)
    late(c)
    plain(c)
    no_numbers(c)
    return c


def ware(n=N):
    return text("ware", cycle(["ox", "emu", "gnu"], n))


def either(column):
    return column.of("integer", "decimal")


def decimals(c):
    kg = number("kg", [750, 1250, 2500, 125, 3000, 333, 1000, 4750, 875, 2125, 6500, 90], 3, point=",")
    c.wear("three_places_with_zero", [ware(), kg], "semicolon tab bar comma")
    last = number("kg", [1250, 2500, 3125, 3000, 4333, 1000, 4750, 8875, 2125, 6500, 9875, 750], 3, point=",")
    c.wear("three_places_zero_last", [ware(), last], "semicolon tab")
    c.case("three_places_negative_zero", [ware(), number("kg", [1250, -750, 2500, 3125] * 3, 3, point=",")], sep=";")
    c.wear(
        "commas",
        [ware(), number("price", SMALL, 2, point=",")],
        "semicolon tab bar quoted_semicolon mark_semicolon comma",
    )
    c.case("commas_one_place", [ware(), number("price", SMALL, 1, point=",")], sep=";")
    c.case("commas_four_places", [ware(), number("price", SMALL, 4, point=",")], sep=";")
    c.wear("commas_and_points", [ware(), number("price", BIG, 2, point=",", thousands=".")], "semicolon tab comma")
    c.wear("points", [ware(), number("price", SMALL, 2)], "comma semicolon tab bar")
    c.case("points_three_places", [ware(), number("kg", [1250, 2500, 3125, 3000] * 3, 3)], doubt=False)
    c.case("points_three_places_zero", [ware(), number("kg", [1250, 500, 3125, 75] * 3, 3)], doubt=False)
    c.case(
        "other_column_decides_points", [number("a", SMALL, 2, point=","), number("b", BIG, 0, thousands=".")], sep=";"
    )
    c.case(
        "other_column_decides_commas",
        [number("a", SMALL, 2), number("b", BIG, 0, thousands=",")],
        sep="\t",
        file="t.tsv",
    )
    c.case(
        "three_places_among_others",
        [number("a", SMALL, 2, point=","), number("b", [1250, 2500, 3125, 9125] * 3, 3, point=",")],
        sep=";",
    )
    c.case(
        "no_leading_zero",
        [ware(), Column("p", ["decimal"], [0.5, 0.25, 0.75, 1.5] * 3, [".5", ".25", ".75", "1.5"] * 3)],
    )
    c.case(
        "no_places", [ware(), Column("p", ["decimal", "integer"], [5, 12, 7, 30] * 3, ["5.", "12.", "7.", "30."] * 3)]
    )
    c.case("whole_with_places", [ware(), number("p", [10, 20, 150, 30] * 3, 1)])
    powers = ["1e5", "1.5E-03", "-2e+2", "6.02e23"]
    c.wear(
        "powers", [ware(), Column("p", ["decimal"], [1e5, 1.5e-3, -200.0, 6.02e23] * 3, powers * 3)], "comma semicolon"
    )
    c.case(
        "powers_commas",
        [ware(), Column("p", ["decimal"], [150000.0, 2.25e-3, -250.0] * 4, ["1,5e5", "2,25E-03", "-2,5e+2"] * 4)],
        sep=";",
    )
    exact = ["0.1", "0.30000000000000004", "1e-300", "123456.789012345"]
    c.case("exact", [ware(), Column("p", ["decimal"], [float(t) for t in exact] * 3, exact * 3)])


def thousands(c):
    marks = {
        "commas": ",",
        "points": ".",
        "spaces": " ",
        "hard_spaces": "\u00a0",
        "thin_spaces": "\u202f",
        "apostrophes": "'",
        "curly": "\u2019",
    }
    for name, mark in marks.items():
        dress = {
            "commas": "comma semicolon tab",
            "points": "semicolon tab",
            "spaces": "comma semicolon",
            "apostrophes": "comma semicolon",
        }.get(name, "semicolon")
        c.wear(f"grouped_by_{name}", [ware(), number("n", BIG, 0, thousands=mark)], dress)
        point = "," if mark in ". \u00a0\u202f" else "."
        c.wear(
            f"grouped_by_{name}_places", [ware(), number("n", BIG, 2, thousands=mark, point=point)], dress.split()[0]
        )
    c.case("grouped_negative", [ware(), number("n", [-x if i % 3 else x for i, x in enumerate(BIG)], 2, thousands=",")])
    lakhs = [12345678, 1234567, 123456, 98765432, 500000, 76543, 10000000, 250000, 99999, 3456789, 150000, 7890123]
    c.wear("indian", [ware(), number("n", lakhs, 0, thousands=",", indian=True)], "comma semicolon tab")
    c.case("indian_places", [ware(), number("n", lakhs, 2, thousands=",", indian=True)])
    c.case(
        "indian_late",
        [
            ware(40),
            number("n", [12000 + 100 * i for i in range(38)] + [1234567, 9876543], 0, thousands=",", indian=True),
        ],
    )
    c.case("indian_money", [ware(), number("n", lakhs, 2, thousands=",", indian=True, before="₹")])
    some = [written(n, 0, thousands=",") if i % 2 else str(n) for i, n in enumerate(BIG)]
    c.case("some_grouped", [ware(), Column("n", ["integer"], BIG, some)])
    c.case(
        "two_columns_grouped", [number("n", BIG, 0, thousands=","), number("m", BIG[::-1], 2, thousands=","), ware()]
    )


def undecided(c):
    values = [1234, 2345, 5678, 4321, 8765, 9123, 1987, 2765, 3456, 4567, 7654, 6543]
    as_decimals = number("kg", values, 3, point=",")
    as_thousands = Column("kg", ["integer"], values, as_decimals.texts)
    for dress in ["semicolon", "crlf_semicolon"]:
        c.wear("one_comma", [ware(), as_decimals], dress, told="thousand", doubt=True)
    c.wear("one_comma", [ware(), as_thousands], "comma tab bar", told="decimal", doubt=True)


def money(c):
    amounts = [123450, 98765, 1205000, 1999, 4599, 250000, 345678, 120, 99999, 1500000, 7505, 31415]
    two = [-x if i % 4 == 1 else x for i, x in enumerate(amounts)]
    c.wear("dollars", [ware(), number("amount", amounts, thousands=",", before="$")], "comma semicolon tab bar quoted")
    c.wear("dollars_negative", [ware(), number("amount", two, thousands=",", before="$")], "comma tab")
    c.wear(
        "dollars_parentheses", [ware(), number("amount", two, thousands=",", before="$", minus="()")], "comma semicolon"
    )
    inner = [f"$-{written(-n, 2, thousands=',')}" if n < 0 else written(n, 2, thousands=",", before="$") for n in two]
    c.case("dollars_sign_inside", [ware(), Column("amount", ["decimal"], [n / 100 for n in two], inner)])
    c.case("dollars_whole", [ware(), either(number("amount", BIG, 0, thousands=",", before="$"))])
    c.case("dollars_small", [ware(), number("amount", SMALL, before="$")])
    c.case("dollars_space", [ware(), number("amount", SMALL, before="$ ")])
    c.wear("euros", [ware(), number("amount", amounts, thousands=".", point=",", after=" €")], "semicolon tab")
    c.case(
        "euros_cp1252",
        [ware(), number("amount", amounts, thousands=".", point=",", after=" €")],
        sep=";",
        encoding="cp1252",
        eol="\r\n",
    )
    c.case("euros_hard_space", [ware(), number("amount", amounts, thousands=".", point=",", after="\u00a0€")], sep=";")
    c.case("euros_close", [ware(), number("amount", SMALL, point=",", after="€")], sep=";")
    c.case("euros_before", [ware(), number("amount", SMALL, point=",", before="€ ")], sep=";")
    c.case("euros_points", [ware(), number("amount", SMALL, before="€")])
    c.case("pounds", [ware(), number("amount", amounts, thousands=",", before="£")])
    c.case("yen", [ware(), either(number("amount", BIG, 0, thousands=",", before="¥"))])
    gap = [None if i in (0, 5) else x for i, x in enumerate(amounts)]
    c.case("dollars_missing", [ware(), number("amount", gap, thousands=",", before="$", na="")])
    c.case("dollars_missing_dash", [ware(), number("amount", gap, thousands=",", before="$", na="-")])
    c.case(
        "dollars_row_600",
        [
            ware(700),
            number("amount", [199 + i % 20 for i in range(600)] + [123450] + [199] * 99, thousands=",", before="$"),
        ],
        some=[0, 599, 600, 601, 699],
    )
    mixed = [written(n, 2, before="$€"[i % 2]) for i, n in enumerate(SMALL)]
    c.case("two_currencies", [ware(), text("amount", mixed)])


def magnitudes(c):
    def gross(sign):
        texts = [f"{sign}56.7M", f"{sign}537K", f"{sign}1.2B", f"{sign}18.3M", f"{sign}81.2M", f"{sign}950"] * 2
        return Column("gross", ["decimal"], [56.7e6, 537e3, 1.2e9, 18.3e6, 81.2e6, 950.0] * 2, texts)

    c.wear("dollars_in_millions", [ware(), gross("$")], "comma semicolon tab", told="millions")
    c.case("euros_in_millions", [ware(), gross("€")], told="millions")
    c.case("dollars_in_millions_missing", [ware(), gross("$").with_cell(0, "-")], told="millions")
    words = Column("gross", ["decimal"], [1.5e6, 2e9, 12e3] * 4, ["$1.5 million", "$2 billion", "$12 thousand"] * 4)
    c.case("dollars_in_words", [ware(), words], told="millions")
    german = Column("gross", ["decimal"], [110.5e6, 2.25e9] * 6, ["110,5 Mio €", "2,25 Mrd €"] * 6)
    c.case("euros_mio", [ware(), german], sep=";", told="millions")


def affixed(c):
    """Numbers with something around them that is no unit: texts, and said to be."""
    for name, values in {
        "plus": ["10,000+", "500+", "1,000+", "5+"],
        "kilograms": ["12 kg", "7.5 kg", "13 kg"],
        "minutes": ["90 min", "105 min", "87 min"],
        "below": ["< 10", "< 50", "20", "30"],
        "mixed": ["19M", "201k", "8.7M"],
        "years": ["5 years", "1 year", "12 years"],
    }.items():
        c.case(f"affixed_{name}", [ware(), text("size", cycle(values, N))], told="numbers with other text")
    c.case("affixed_codes", [ware(), text("room", [f"A{10 + i % 5}" for i in range(N)])])
    c.case("affixed_places", [ware(), text("place", ["1st", "2nd", "3rd", "4th"] * 3)])


def percent(c):
    margins = [125, -30, 0, 15, 30, 455, 60, -75, 905, 1000, 1205, 135]
    c.wear("percent", [ware(), number("margin", margins, 1, after="%")], "comma semicolon tab bar quoted")
    c.wear("percent_space", [ware(), number("margin", margins, 1, after=" %")], "comma semicolon")
    c.case("percent_commas", [ware(), number("margin", margins, 1, point=",", after=" %")], sep=";")
    c.case("percent_commas_close", [ware(), number("margin", margins, 1, point=",", after="%")], sep=";")
    c.case("percent_whole", [ware(), either(number("margin", [5 * i for i in range(N)], 0, after="%"))])
    c.case("percent_parentheses", [ware(), number("margin", margins, 1, after="%", minus="()")])
    c.case("percent_missing", [ware(), number("margin", [None, *margins[1:]], 1, after="%", na="NA")])
    c.case("percent_odd", [ware(40), number("margin", cycle(margins, 40), 1, after="%").with_cell(7, "-")])
    part = [written(n, 1, after="%" if i % 2 else "") for i, n in enumerate(margins)]
    plain = Column("margin", ["decimal"], [n / 10 for n in margins], part)
    c.case("percent_in_some", [ware(), plain], [Reading([ware(), plain.kept()]), Reading([ware(), plain], told="%")])


def signs(c):
    values = [-500, 250, 725, -1250, 99, -1, 4200, 815, -730, 12345, 640, -77]
    manners = {"parentheses": "()", "behind": "5-", "unicode": "\u2212"}
    for name, minus in manners.items():
        c.wear(f"minus_{name}", [ware(), number("sum", values, minus=minus)], "comma semicolon tab bar")
        c.case(f"minus_{name}_whole", [ware(), number("sum", values, 0, minus=minus)])
        c.case(f"minus_{name}_commas", [ware(), number("sum", values, minus=minus, point=",")], sep=";")
        c.case(
            f"minus_{name}_thousands", [ware(), number("sum", [n * 1000 for n in values], minus=minus, thousands=",")]
        )
        first = [-5, *[abs(v) for v in values[1:]]]
        last = [*[abs(v) for v in values[1:]], -5]
        c.case(f"minus_{name}_first", [ware(), number("sum", first, minus=minus)])
        c.case(f"minus_{name}_last", [ware(), number("sum", last, minus=minus)])
    c.case(
        "minus_unicode_dates",
        [day("day", dates("2025-02-01", N)), number("sum", values, minus="\u2212", point=",")],
        sep=";",
    )
    c.case(
        "minus_unicode_row_600",
        [ware(700), number("sum", [i % 20 for i in range(600)] + [-5] + [3] * 99, minus="\u2212")],
        some=[0, 599, 600, 601],
    )
    c.case("plus", [ware(), number("sum", values, plus=True)])
    c.case("plus_whole", [ware(), number("sum", values, 0, plus=True)])
    c.case(
        "minus_dash",
        [ware(), number("sum", values, minus="\u2013")],
        [
            Reading([ware(), number("sum", values)]),
            Reading([ware(), number("sum", values, minus="\u2013").kept()], told="sum"),
        ],
    )


def large(c):
    ids = [12345678901234567890 + i % 6 for i in range(24)]
    y = whole("y", [i % 2 for i in range(24)])
    c.wear("digits_20", [text("code", ids), y], "comma semicolon tab quoted gzip")
    codes = text("code", [str(i) for i in ids])
    c.case("digits_20_missing", [codes.with_cell(0, "NA"), y])
    unique = text("code", [str(98765432109876543210 + 7 * i) for i in range(24)])
    c.case("digits_20_unique", [unique, y])
    c.case("digits_30", [text("code", [str(10**29 + i * 10**3 + i) for i in range(24)]), y])
    edge = [str(2**53 + i % 4) for i in range(24)]
    c.wear("beyond_2_53", [text("account", edge), y], "comma semicolon tab")
    c.case("beyond_2_53_negative", [text("account", [str(-(2**53) - i % 4) for i in range(24)]), y])
    c.case("beyond_2_53_one", [whole("account", [2**53 + 1] + list(range(23))), y])
    near = [str(2**63 + 100 * (i % 5)) for i in range(24)]
    c.case("beyond_2_63", [text("account", near), y])
    c.case("within_2_53", [whole("account", [2**53 - 1 - i % 4 for i in range(24)]).of("integer", "identifier"), y])
    c.case("cards", [text("card", [f"4{i % 7:03d}567890123{i:03d}"[:16] + f"{i:03d}" for i in range(24)]), y])
    late = [str(i % 40) for i in range(700)]
    late[600] = "12345678901234567891"
    c.case(
        "digits_20_row_600", [text("code", late), whole("y", [i % 2 for i in range(700)])], some=[0, 1, 600, 601, 699]
    )
    places = ["0.12345678901234567890", "1.5", "2.25", "3.125"] * 6
    c.case("many_places", [Column("p", ["decimal"], [float(p) for p in places], places), y])


def late(c):
    values = [200_00 + 125 * i for i in range(700)]
    index = number("index", values, thousands=",")
    month = whole("month", list(range(1, 701)))
    c.case("thousands_late", [month, index], some=[0, 1, 599, 639, 640, 641, 699])
    c.case("thousands_late_tab", [month, index], sep="\t", file="t.tsv", some=[0, 1, 640, 699])
    block = [100 + i % 20 for i in range(690)] + [1234567, 2345678] + [150] * 8
    c.case("thousands_once", [ware(700), number("n", block, 0, thousands=",")], some=[0, 689, 690, 691, 692])
    c.case(
        "thousands_once_semicolon",
        [ware(700), number("n", block, 0, thousands=".")],
        sep=";",
        some=[0, 689, 690, 691, 692],
    )
    some = [0, 650, 651, 699]
    commas = [
        Column(
            "kg",
            ["decimal"],
            [float(5 + i % 9) for i in range(650)] + [2.5] * 50,
            [str(5 + i % 9) for i in range(650)] + ["2,5"] * 50,
        )
    ]
    c.case("decimal_commas_late", [ware(700), *commas], sep=";", some=some)
    places = [
        Column(
            "kg",
            ["decimal"],
            [float(5 + i % 9) for i in range(650)] + [2.5] * 50,
            [str(5 + i % 9) for i in range(650)] + ["2.5"] * 50,
        )
    ]
    c.case("decimal_points_late", [ware(700), *places], some=some)
    minus = number("n", [5 + i % 9 for i in range(680)] + [-5] * 20, 0, minus="()")
    c.case("parentheses_late", [ware(700), minus], some=[0, 679, 680, 699])
    three = number("kg", [1000 + 125 * (i % 40) for i in range(690)] + [125] * 10, 3, point=",")
    c.case("zero_with_three_places_late", [ware(700), three], sep=";", some=[0, 1, 689, 690, 699])


def plain(c):
    c.wear("whole", [ware(), whole("n", BIG)], "comma semicolon tab bar", doubt=False)
    c.case("negative", [ware(), whole("n", [-x for x in BIG])], doubt=False)
    c.case("zeros_and_ones", [ware(), whole("n", cycle([0, 1, 1], N))], doubt=False)
    spaced = Column("n", ["integer"], BIG, [f"  {n} " for n in BIG])
    c.case("spaces_around", [ware(), spaced], doubt=False)
    c.case("quoted", [ware(), whole("n", BIG), number("p", SMALL)], quote_all=True, doubt=False)
    c.case(
        "missing",
        [ware(), whole("n", [None, *BIG[1:6], None, *BIG[7:]]), number("p", [*SMALL[:11], None])],
        doubt=False,
    )


def no_numbers(c):
    looks = {
        "leading_zeros": ["007", "012", "100", "042"],
        "leading_zeros_commas": ["0012", "0150", "1200"],
        "one_leading_zero": ["12", "13", "014", "15"],
        "units": ["5 kg", "12 m", "7 kg", "3 l"],
        "times": ["x2", "x3", "x10"],
        "underscores": ["1_000", "2_000", "3_500"],
        "two_points": ["1.2.3", "4.5.6"],
        "bad_groups": ["12,34,5", "1,2,3", "12,3"],
        "isbn": ["978-3-16-148410-0", "978-0-306-40615-7"],
        "letters": ["12a", "13b", "14c"],
        "sizes": ["10x20", "30x40", "5x5"],
        "stars": ["1*", "2**", "3"],
        "less_than": ["<5", ">10", "<1"],
        "plus_minus": ["5±1", "6±2"],
        "hash": ["#1", "#2", "#10"],
    }
    v = whole("v", list(range(N)))
    for name, values in looks.items():
        c.case(name, [text("what", cycle(values, N)), v])
