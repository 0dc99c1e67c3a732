"""Whether the first row names the columns."""

from writing import TEXTS, Column, Corpus, Reading, cycle, dates, day, number, text, truth, whole


def corpus():
    c = Corpus("header")
    without(c)
    numbers_as_names(c)
    missing_below(c)
    names(c)
    units(c)
    return c


def flowers(n=12):
    return [
        number("length", [51 + 3 * i % 20 for i in range(n)], 1),
        number("width", [30 + 7 * i % 11 for i in range(n)], 1),
        text("kind", cycle(["setosa", "virginica", "setosa"], n)),
    ]


def without(c):
    a, b, kind = flowers()
    c.wear("none", [a, b, kind], "comma semicolon tab bar crlf", header=False)
    for name, marker in [
        ("empty", ""),
        ("question", "?"),
        ("na", "NA"),
        ("nan", "NaN"),
        ("excel", "#N/A"),
        ("dash", "-"),
    ]:
        gap = b.with_cell(0, marker)
        dress = {"empty": "comma semicolon tab", "question": "comma bar"}.get(name, "comma")
        c.wear(f"none_first_{name}", [a, gap, kind], dress, header=False)
    c.case("none_first_of_all", [a.with_cell(0, ""), b, kind], header=False)
    c.case("none_last_missing", [a, b.with_cell(11, ""), kind], header=False)
    c.wear("none_numbers", [a, b], "comma tab", header=False)
    c.case(
        "none_whole",
        [whole("a", [7 * i % 10 for i in range(12)]), whole("b", [3 * i % 7 for i in range(12)])],
        header=False,
    )
    big = [1500 + 730 * i % 900 for i in range(12)]
    c.case("none_four_digits", [whole("a", big), number("b", [15 + i for i in range(12)], 1), kind], header=False)
    c.case(
        "none_years",
        [whole("a", list(range(2001, 2013))), number("b", [157 + 13 * i for i in range(12)], 1)],
        header=False,
    )
    c.case(
        "none_years_and_text",
        [kind, whole("a", list(range(1990, 2002))), number("b", [157 + 13 * i for i in range(12)], 1)],
        header=False,
    )
    c.case("none_negative", [number("a", [-150 + 31 * i for i in range(12)], 2), kind], header=False)
    c.case("none_dates", [day("d", dates("2024-01-25", 12)), number("b", [15 + i for i in range(12)], 1)], header=False)
    c.case(
        "none_dates_slashes",
        [day("d", dates("2024-01-25", 12), "%m/%d/%Y"), number("b", [15 + i for i in range(12)], 1)],
        header=False,
    )
    commas = number("a", [15 + 13 * i for i in range(12)], 1, point=",")
    c.wear(
        "none_decimal_commas",
        [commas, number("b", [225 + 100 * i for i in range(12)], 2, point=","), commas.called("c")],
        "semicolon tab bar crlf_semicolon",
        header=False,
    )
    gap = number("b", [225 + 100 * i for i in range(12)], 2, point=",").with_cell(0, "")
    c.case("none_decimal_commas_first_missing", [commas, gap, commas.called("c")], header=False, sep=";")
    c.case("none_quoted", [a, b, kind], header=False, quote_all=True)
    money = number("a", [1234 + 55 * i for i in range(12)], 2, before="$")
    c.case("none_money", [kind, money, b], header=False)
    c.wear("none_text_first", [kind, a, b], "comma semicolon", header=False)
    c.case("none_classes", [whole("a", [i * 5 % 3 for i in range(12)]), kind, b], header=False, file="table.data")


def numbers_as_names(c):
    n = 12
    a, b, kind = flowers(n)
    numbered = [x.called(str(i)) for i, x in enumerate([a, b, a, b])]
    c.wear("from_0", numbered[:3] + [kind.called("class")], "comma semicolon tab")
    c.case("from_0_and_target", [a.called("0"), b.called("1"), a.called("2"), kind.called("3")])
    c.case("from_1", [a.called("1"), b.called("2"), a.called("3"), kind.called("class")])
    c.case("row_numbers_and_from_0", [whole("row", list(range(n))).of("integer", "identifier"), *numbered])
    values = [number(str(1990 + i), [1234 * (i + 1) + 77 * j for j in range(n)], 1) for i in range(5)]
    land = text("country", [f"Land {i}" for i in range(n)])
    c.wear("years", [land, *values], "comma semicolon")
    wholes = [whole(str(2000 + i), [1800 + 31 * j + i for j in range(n)]) for i in range(4)]
    c.case("years_above_whole_numbers", [land, *wholes])
    c.case("years_first_row_missing", [land, values[0].with_cell(0, ""), *values[1:]])
    c.case(
        "years_many",
        [text("country", [f"Land {i}" for i in range(n)]), text("code", [f"L{i:02d}" for i in range(n)]), *values],
    )
    uneven = [number(str(y), [198 + 7 * j + i for j in range(n)], 3) for i, y in enumerate([1980, 1990, 2000, 2005, 2006])]
    c.wear("years_uneven", [land.called("HDI"), *uneven], "comma tab")
    c.case("years_uneven_first_rows_missing", [land, *[x.with_cell(0, "").with_cell(2, "") for x in uneven]])
    old = [number(str(1760 + i), [198 + 7 * j + i for j in range(n)], 2) for i in range(6)]
    nameless = lambda lines: [lines[0].replace("column_1", ""), *lines[1:]]
    c.wear("years_of_old_without_a_first_name", [land.called("column_1"), *old], "comma semicolon", change=nameless)
    codes = text("district", [f"AK-{i}" for i in range(n)])
    c.wear("year_beside_codes", [codes, number("2022", [-146111 + 52713 * i for i in range(n)], 4)], "comma semicolon")
    lean = Column("2018", TEXTS, [f"R+{15 + i}.21" for i in range(n)], [f"R+{15 + i}.21" for i in range(n)])
    c.case("year_above_texts", [codes, lean])
    state = text("state", [f"Land of {x}" for x in ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gil", "Hal", "Ivy", "Joe", "Kim", "Lea"]])
    c.case("year_above_measures", [state, number("2021", [-2959438 + 511213 * i for i in range(n)], 5)])
    c.case("none_year_above_counts", [state, whole("a", [2005, *[499 + 31 * i for i in range(n - 1)]])], header=False)
    periods = [whole(k, [a + 7 * i for i in range(n)]) for k, a in [("a", 1900), ("b", 1904), ("c", 1917)]]
    c.case("none_later_and_later_years", [kind, *periods], header=False)
    c.case("one_number_of_many", [a.called("length"), b.called("2"), kind])


def missing_below(c):
    who = text("who", ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gil", "Hal", "Ivy", "Joe", "Kim", "Lea"])
    height = whole("height", [165, 180, 170, 160, 165, 171, 182, 175, 168, 177, 181, 169])
    weight = number("weight", [705, 805, 700, 605, 610, 660, 815, 740, 655, 760, 792, 640], 1)
    for name, marker in [
        ("excel", "#N/A"),
        ("pandas", "<NA>"),
        ("unknown", "unknown"),
        ("na", "NA"),
        ("empty", ""),
        ("dash", "-"),
        ("dots", ".."),
        ("point", "."),
        ("none", "none"),
        ("division", "#DIV/0!"),
        ("dashes", "--"),
        ("null", "NULL"),
        ("database", "\\N"),
        ("na_points", "n.a."),
        ("missing", "missing"),
        ("value", "#VALUE!"),
    ]:
        columns = [who, height.with_cell(0, marker), weight.with_cell(0, marker)]
        dress = {"excel": "comma semicolon tab", "unknown": "comma bar"}.get(name, "comma")
        c.wear(f"first_row_{name}", columns, dress)
    c.case("first_row_all_missing", [x.with_cell(0, "NA") for x in [height, weight, height.called("h2")]])
    c.case(
        "first_two_rows_missing",
        [who, height.with_cell(0, "-").with_cell(1, "-"), weight.with_cell(0, "-").with_cell(1, "-")],
    )


def names(c):
    n = 12
    a, b, kind = flowers(n)
    c.wear("plain", [a, b, kind], "comma semicolon tab bar", doubt=False)
    c.case("one_column", [a], doubt=False)
    c.case("one_column_whole", [whole("size", [3, 2, 4, 5, 3, 8])], doubt=False)
    row = whole("column_1", list(range(n))).of("integer", "identifier")
    lines = lambda lines: [lines[0].replace("column_1", ""), *lines[1:]]
    c.wear("first_without_name", [row, a, kind], "comma tab", change=lines)
    twice = [Reading([a, b.called("length_2"), kind])]
    c.case("same_name_twice", [a, b.called("length"), kind], twice)
    c.case("spaces_and_signs", [a.called("sepal length (cm)"), b.called("width, cm"), kind.called('kind of "plant"')])
    c.case("letters_of_many_lands", [a.called("Größe"), b.called("幅"), kind.called("Вид")])
    c.case("with_numbers", [a.called("x1"), b.called("x2"), kind.called("2nd")])
    words = text("name", cycle(["Ann", "Bob", "Cid", "Dan"], n))
    c.case("all_texts", [words, text("town", cycle(["Bern", "Rome", "Oslo"], n)), kind])
    c.case("truth_values", [truth("is_open", cycle([True, False, True], n), lambda i, v: str(v).lower()), kind])
    c.case("only_dates", [day("day", dates("2024-01-25", n)), day("until", dates("2024-02-25", n))])
    c.case("markers_as_names", [kind, a.called("NA"), b.called("none")])
    numbered = [
        Column("row_name", ["integer", "identifier"], list(range(1, n + 1)), [str(i + 1) for i in range(n)]),
        a,
        b,
    ]
    c.case("r_row_names", numbered, [Reading(numbered)], change=lambda l: [l[0].replace("row_name,", ""), *l[1:]])
    c.case("title_above", [a, b, kind], above=["Flowers of 2024", ""])
    padded = ["Flowers of 2024,,", ",,"]
    c.case("title_padded", [a, b, kind], above=padded, told="title")
    c.case("title_padded_twice", [a, b, kind], above=["Flowers;;", "Source: own counts;;"], sep=";", told="title")
    c.case("title_padded_below_nothing", [kind, a, b], above=[",,", ",Flowers,", ",,"], told="title")
    ends = lambda l: [*l[:3], *[x + "," for x in l[3:]]]
    c.case("title_above_rows_that_end_with_commas", [a, b, kind], above=["Flowers", " "], change=ends, told="title")
    c.case("title_and_source_above", [a, b, kind], above=["Flowers", "Source: own counts", ""], sep=";")
    c.case("remarks_above", [a, b, kind], above=["# Flowers", "# made for a test"])


def units(c):
    n = 12
    a, b, kind = flowers(n)
    speed, mass = a.called("speed km/h"), b.called("mass kg")
    apart = lambda l: ["speed,mass,kind", "km/h,kg,", *l[1:]]
    c.case("units_below", [speed, mass, kind], [Reading([speed, mass, kind])], change=apart)
    c.case("units_in_names", [a.called("speed [km/h]"), b.called("mass (kg)"), kind], doubt=False)
