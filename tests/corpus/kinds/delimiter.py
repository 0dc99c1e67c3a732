"""What stands between the cells."""

import datetime

from writing import Corpus, Reading, cycle, day, number, text, whole

NAMES = ["Doe, Jane", "Roe, Rik", "Poe, Pat", "Loe, Lee", "Moe, Max", "Noe, Nia"]


def corpus():
    c = Corpus("delimiter")
    ties(c)
    sep_lines(c)
    spaces(c)
    late(c)
    inside(c)
    return c


def ties(c):
    n = 12
    a = number("a", [15 + 10 * i for i in range(n)], 1, point=",")
    b = number("b", [225 + 100 * i for i in range(n)], 2, point=",")
    d = number("d", [275 + 200 * i for i in range(n)], 2, point=",")
    c.wear("decimal_commas_everywhere", [a, b, d], "semicolon crlf_semicolon tab bar open_semicolon")
    c.case("decimal_commas_two", [a, b], sep=";")
    who = text("name", cycle(NAMES, n))
    v = whole("v", list(range(n)))
    c.wear("names_with_commas", [who, v], "semicolon tab bar comma quoted_semicolon")
    c.case("names_with_commas_only", [text("name", cycle(NAMES, n)), text("other", cycle(NAMES[::-1], n))], sep=";")
    c.case("name_with_comma_in_header", [who.called("name, first"), v], sep=";")
    long = lambda d: f"{d:%B} {d.day}, {d.year}"
    days = [datetime.date(2024, 5, 20) - datetime.timedelta(days=i) for i in range(n)]
    when = day("when", days, write=long)
    amounts = [number("amount", [2500 + 100 * i for i in range(n)]), number("fee", [400 + 7 * i for i in range(n)])]
    c.wear(
        "dates_with_commas",
        [when, whole("order", list(range(4000, 4000 + n))).of("integer", "identifier"), *amounts],
        "semicolon tab bar",
    )
    thousands = number("a", [123456 + 1001 * i for i in range(n)], 0, thousands=",")
    c.case(
        "thousands_with_commas",
        [thousands, number("b", [1234567 + 1001 * i for i in range(n)], 0, thousands=","), v],
        sep=";",
    )
    points = text("place", [f"{48 + i}.10,{11 + i}.50" for i in range(n)])
    c.wear("coordinates", [text("id", [f"p{i}" for i in range(n)]), points], "semicolon tab")
    lists = text("tags", cycle(["a;b", "b;c", "a;c", "c;d"], n))
    c.wear("lists_by_semicolons", [v, lists, whole("w", [i * 3 % 7 for i in range(n)])], "comma tab")
    c.wear("lists_by_bars", [v, text("tags", cycle(["a|b", "b|c|d", "a|c"], n))], "comma semicolon")
    c.case("sentences", [text("review", [f"Good, cheap, {w}" for w in "abcdefghijkl"]), v], sep="\t", file="t.tsv")
    c.case(
        "sentences_few_commas",
        [text("review", ["Good, but slow", "Bad", "Fine, really", "Ok, maybe, so"] * 3), v],
        sep=";",
    )
    c.case("times", [text("at", cycle(["08:15", "09:30", "10:45"], n)), v, text("to", cycle(["08:30", "10:00"], n))])
    c.case("paths", [text("path", [f"/a|b/{i}" for i in range(n)]), v])
    c.case("spaces_in_cells", [text("name", [f"Ann {i} Lee" for i in range(n)]), v])
    c.case("two_rows", [text("name", ["ox", "emu"]), whole("v", [1, 2])], sep=";")
    c.case("one_row", [text("name", ["ox"]), whole("v", [1]), number("w", [15], 1)], sep=";")
    trailing = [
        when,
        whole("order", list(range(4000, 4000 + n))).of("integer", "identifier"),
        text("who", [f"P{i}" for i in range(n)]),
        text("state", [*["pending"] * 8, *[None] * 4]),
    ]
    cut = lambda lines: [line.removesuffix(";") for line in lines]
    c.case("dates_with_commas_and_short_rows", trailing, [Reading(trailing)], sep=";", change=cut)


def sep_lines(c):
    columns = [
        text("name", ["ox", "emu", "gnu", "yak", "pig", "hen"]),
        whole("size", [3, 2, 4, 5, 3, 1]),
        text("kind", list("abaaba")),
    ]
    for name, sep in [("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")]:
        c.case(f"sep_line_{name}", columns, sep=sep, above=[f"sep={sep}"])
        c.case(f"sep_line_{name}_crlf", columns, sep=sep, above=[f"sep={sep}"], eol="\r\n")
    c.case("sep_line_mark", columns, sep=";", above=["sep=;"], eol="\r\n", encoding="utf-8-sig")
    c.case("sep_line_utf16", columns, sep=";", above=["sep=;"], eol="\r\n", encoding="utf-16le-mark")
    c.case("sep_line_capitals", columns, sep=";", above=["SEP=;"], eol="\r\n")
    c.case("sep_line_quoted", columns, sep=";", above=['"sep=;"'], eol="\r\n")
    two = [
        number("a", [15 + 10 * i for i in range(6)], 1, point=","),
        number("b", [35 + 10 * i for i in range(6)], 1, point=","),
    ]
    c.case("sep_line_decimal_commas", two, sep=";", above=["sep=;"])
    c.case("sep_line_one_column", columns[:1], sep=";", above=["sep=;"])
    c.case("sep_line_commas_in_names", [text("name", NAMES), whole("v", list(range(6)))], sep=";", above=["sep=;"])


def spaces(c):
    ids = whole("no", [1, 2, 3, 4, 5, 6]).of("integer", "identifier")
    place = text(
        "place", ["Paris, France", "Rome, Italy", "Oslo, Norway", "Bern, Switzerland", "Kyiv, Ukraine", "Lima, Peru"]
    )
    n = whole("n", [0, 3, 6, 9, 12, 15])
    c.case("space_before_quote", [ids, place, n], space=True)
    c.case("space_before_quote_crlf", [ids, place, n], space=True, eol="\r\n")
    c.case("space_before_quote_first", [place, ids, n], space=True)
    c.case("space_before_quote_last", [ids, n, place], space=True)
    c.case("space_before_quote_all", [ids, place, n], space=True, quote_all=True)
    semi = text("place", [p.replace(",", ";") for p in place.cells])
    c.case("space_before_quote_semicolon", [ids, semi, n], space=True, sep=";")
    long = [
        whole("no", [i % 40 for i in range(700)]),
        text("place", ["Rome"] * 600 + ["Bern, CH"] * 3 + ["Rome"] * 97),
        whole("n", [i % 5 for i in range(700)]),
    ]
    c.case("space_before_quote_row_600", long, space=True, some=[0, 599, 600, 602, 603, 699])
    c.case("spaces_after_commas", [ids, text("town", ["Rome", "Bern", "Oslo", "Kyiv", "Lima", "Bonn"]), n], space=True)
    quote = text("say", ['He said "no"', 'a "b" c', '"all"', "none", 'end "quote"', 'x, "y"'])
    c.wear("quotes_in_quotes", [ids, quote, n], "comma semicolon tab")
    inches = text("size", ['5"', '7"', '10"', '12"', '3"', '8"'])
    raw = lambda lines: [line.replace('""', "\0").replace('"', "").replace("\0", '"') for line in lines]
    c.case("inches", [ids, inches, n], [Reading([ids, inches, n])], change=raw)
    apostrophes = text("name", ["O'Hara", "D'Arcy", "L'Oreal", "it's", "rock 'n' roll", "Men's"])
    c.wear("apostrophes", [ids, apostrophes, n], "comma semicolon")
    c.case("single_quotes", [ids, place, n], quote="'", quote_all=True)
    lines = text(
        "address", ["1 High St\nLeeds", "2 Low St\nYork", "3 Mid St", "4 Old St\n\nHull", "5 New St", "6 Far St\nBath"]
    )
    c.wear("line_ends_in_quotes", [ids, lines, n], "comma semicolon quoted")


def late(c):
    """More values from a row on than above."""
    n = 40
    a, b = whole("a", list(range(n))), whole("b", [i * 7 % 11 for i in range(n)])
    for sep, name in [(",", "comma"), (";", "semicolon"), ("\t", "tab")]:
        more = lambda lines: [*lines[:21], *[line + sep + sep for line in lines[21:]]]
        c.case(f"trailing_from_row_21_{name}", [a, b], [Reading([a, b], empty=True)], sep=sep, change=more)
    extra = lambda lines: [*lines[:21], *[line + ",9" for line in lines[21:]]]
    nine = whole("column_3", [None] * 20 + [9] * 20)
    kept = [a, b]
    half = [whole("a", list(range(20))), whole("b", [i * 7 % 11 for i in range(20)])]
    c.case(
        "values_from_row_21",
        [a, b],
        [Reading(half, told=""), Reading([a, b, nine], told=""), Reading(kept, told="")],
        change=extra,
    )


def inside(c):
    n = 12
    v = whole("v", list(range(n)))
    data = text("data", [f'{{"a": {i}, "b": [1, 2]}}' for i in range(n)])
    c.wear("json_in_cells", [v, data], "comma semicolon tab")
    c.case("urls", [v, text("url", [f"https://example.org/?a={i};b=2|c,d" for i in range(n)])])
    c.case("semicolons_in_texts", [v, text("t", cycle(["a; b", "c; d; e", "f"], n))])
    c.case("equal_signs", [text("k", [f"a={i}" for i in range(n)]), v], sep="|", file="t.txt")
    wide = [whole(f"c{i}", [(i * j) % 7 for j in range(n)]) for i in range(60)]
    c.wear("wide", wide[:30], "comma semicolon")
    c.case(
        "empty_cells",
        [
            text("a", cycle(["x", None, None], n)),
            text("b", cycle([None, "y", None], n)),
            v,
            text("d", cycle([None, None, "z"], n)),
        ],
    )
