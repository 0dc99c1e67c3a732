"""Odd cells in columns of numbers and dates, and the same words in columns of texts."""

from writing import Corpus, Reading, cycle, dates, day, moment, moments, number, text, truth, whole

MARKERS = {
    "dash": "-",
    "dashes": "--",
    "point": ".",
    "points": "..",
    "star": "*",
    "excel_na": "#N/A",
    "division": "#DIV/0!",
    "value": "#VALUE!",
    "ref": "#REF!",
    "name": "#NAME?",
    "num": "#NUM!",
    "null": "#NULL!",
    "pandas": "<NA>",
    "unknown": "unknown",
    "none": "none",
    "missing": "missing",
    "na_points": "n.a.",
    "na_points_capital": "N.A.",
    "sql": "NULL",
    "nil": "nil",
    "database": "\\N",
    "blank": "(blank)",
    "unknown_capital": "Unknown",
}
STRONG = {
    "na": "NA",
    "na_slash": "N/A",
    "na_low": "n/a",
    "nan": "NaN",
    "nan_low": "nan",
    "null_low": "null",
    "null_sql": "NULL",
    "none_python": "None",
    "question": "?",
    "excel_na": "#N/A",
    "division": "#DIV/0!",
    "pandas": "<NA>",
    "database": "\\N",
    "nat": "NaT",
    "value": "#VALUE!",
}


def corpus():
    c = Corpus("odd_cells")
    n = 60
    price = number("price", [1000 + 137 * (i % 20) for i in range(n)])
    y = whole("y", [i % 2 for i in range(n)])
    ids = whole("batch", [1 + i % 10 for i in range(n)])
    seps = ["comma", "semicolon", "tab", "bar"]
    some = [0, 1, 2, 29, 30, 31, 58, 59]
    for i, (name, marker) in enumerate(MARKERS.items()):
        row = [30, 59, 0][i % 3]
        c.wear(f"marker_{name}", [ids, price.with_cell(row, marker), y], seps[i % 4], some=some)
    for name, marker in {"dash": "-", "excel_na": "#N/A", "unknown": "unknown"}.items():
        for row in [0, 30, 59]:
            c.case(f"row_{row}_{name}", [ids, price.with_cell(row, marker), y], some=some)
    for i, (name, marker) in enumerate(STRONG.items()):
        c.wear(f"strong_{name}", [ids, price.with_cell(30, marker), y], seps[(i + 1) % 4], some=some)
    words(c, price, y, some)
    many(c, n, y, some)
    places(c)
    other_kinds(c, n, y, some)
    values_in_texts(c)
    return c


def words(c, price, y, some):
    """Words that are no marker: told, and only where there are few."""
    for i, (name, word) in enumerate(
        {"abc": "abc", "closed": "closed", "german": "k.A.", "error": "Err:502", "approx": "ca. 12"}.items()
    ):
        odd = price.with_cell([30, 0, 59][i % 3], word)
        c.case(f"word_{name}", [odd, y], some=some, told=word.lower())
    two = price.with_cell(30, "abc").with_cell(31, "see note")
    c.case("words_two", [two, y], some=some, told="abc")
    three = price.with_cell(1, "abc").with_cell(30, "see note").with_cell(59, "gone")
    c.case("words_three_of_60", [three, y], some=some, told="abc")
    ten = price
    for row in range(0, 60, 6):
        ten = ten.with_cell(row, ["low", "high"][row % 12 // 6])
    c.case("words_ten_of_60", [ten.kept(), y], some=some)
    few = number("price", [1000 + 137 * i for i in range(6)]).with_cell(3, "abc")
    c.case("word_among_5", [few.kept(), whole("y", [0, 1] * 3)])
    weak = number("price", [1000 + 137 * i for i in range(8)]).with_cell(3, "-")
    c.case("dash_among_7", [weak, whole("y", [0, 1] * 4)])
    plain = whole("grade", [1 + i % 5 for i in range(60)]).with_cell(30, "E")
    c.case("letter_among_grades", [plain, y], some=some, told="e")


def many(c, n, y, some):
    for name, marker, share in [("dash", "-", 3), ("unknown", "unknown", 4), ("na", "NA", 2), ("points", "..", 3)]:
        column = number("price", [None if i % share == 1 else 1000 + 137 * i for i in range(n)], na=marker)
        c.case(f"many_{name}", [column, y], some=some)
    for name, marker, every in [("points", "..", 3), ("dash", "-", 7), ("excel_na", "#N/A", 4), ("star", "*", 9)]:
        column = number("price", [1000 + 137 * i if i % every == 1 else None for i in range(n)], na=marker)
        c.case(f"mostly_{name}", [column, y], some=some)
    words = text("price", ["12" if i in (7, 31) else "-" for i in range(n)])
    c.case("two_numbers_among_dashes", [words, y], some=some)
    both = (
        number("price", [1000 + 137 * i for i in range(n)])
        .with_cell(3, "-")
        .with_cell(9, "NA")
        .with_cell(15, "")
        .with_cell(29, "#DIV/0!")
    )
    c.case("many_markers", [both, y], some=[*some, 3, 9, 15])
    commas = number("price", [1000 + 137 * i for i in range(n)], point=",").with_cell(30, "-")
    c.case("decimal_commas", [commas, y], sep=";", some=some)
    thousands = number("price", [1000000 + 137 * i for i in range(n)], thousands=",").with_cell(30, "n.a.")
    c.case("thousands", [thousands, y], some=some)
    wide = [number(f"p{j}", [1000 + 137 * i + j for i in range(n)]).with_cell(10 * j, "-") for j in range(4)]
    c.case("each_column_one", [*wide, y], some=[*some, 10, 20])


def places(c):
    """Late in a long file."""
    n = 700
    y = whole("y", [i % 2 for i in range(n)])
    some = [0, 1, 599, 600, 601, 699]
    base = number("price", [1000 + 25 * (i % 20) for i in range(n)])
    for name, marker in [("dash", "-"), ("excel_na", "#N/A"), ("unknown", "unknown"), ("pandas", "<NA>")]:
        c.case(f"row_600_{name}", [base.with_cell(600, marker), y], some=some)
    c.case("row_600_word", [base.with_cell(600, "broken"), y], some=some, told="broken")


def other_kinds(c, n, y, some):
    days = day("day", dates("2024-01-10", n))
    for name, marker in [
        ("dash", "-"),
        ("unknown", "unknown"),
        ("na", "NA"),
        ("excel_na", "#N/A"),
        ("nat", "NaT"),
        ("point", "."),
    ]:
        c.case(f"dates_{name}", [days.with_cell(30, marker), y], some=some)
    slash = day("day", dates("2024-01-10", n), "%d/%m/%Y")
    c.case("dates_slashes_dash", [slash.with_cell(30, "-"), y], sep=";", some=some)
    c.case("dates_slashes_first", [slash.with_cell(0, "--"), y], sep=";", some=some)
    for name, word in [("word", "soon"), ("zero", "0000-00-00")]:
        odd = days.with_cell(30, word)
        c.case(
            f"dates_{name}", [odd, y], [Reading([odd, y], told=word), Reading([odd.kept(), y], told=word)], some=some
        )
    at = moment("at", moments("2024-01-10 00:00", n, 60))
    c.case("moments_dash", [at.with_cell(30, "-"), y], some=some)
    c.case("moments_unknown", [at.with_cell(30, "unknown"), y], some=some)
    wholes = whole("n", [7 * i % 50 for i in range(n)])
    for name, marker in [("dash", "-"), ("excel_na", "#N/A"), ("point", ".")]:
        c.case(f"whole_{name}", [wholes.with_cell(30, marker), y], some=some)
    yes = truth("ok", cycle([True, False, True], n), lambda i, v: "yes" if v else "no")
    c.case("truth_na", [yes.with_cell(30, "NA"), y], some=some)


def values_in_texts(c):
    """Weak markers are values among texts, strong ones are missing there too."""
    n = 12
    v = whole("v", list(range(n)))
    for name, word in [
        ("dash", "-"),
        ("unknown", "unknown"),
        ("none", "none"),
        ("missing", "missing"),
        ("points", ".."),
        ("star", "*"),
    ]:
        c.case(f"text_{name}", [text("state", cycle(["open", "shut", word], n)), v])
    for name, marker in [
        ("na", "NA"),
        ("excel_na", "#N/A"),
        ("null", "NULL"),
        ("pandas", "<NA>"),
        ("database", "\\N"),
        ("empty", ""),
    ]:
        c.case(f"text_strong_{name}", [text("state", cycle(["open", "shut", None], n), na=marker), v])
    grades = text("grade", cycle(["A", "B", "C", "-"], n))
    c.case("text_grades", [grades, v])
    c.case("text_words_and_numbers", [text("room", cycle(["12", "14", "hall", "attic"], n)), v])
