"""New files for a trained model: they are read as the training data were, however they are written.

The target follows from one column by a rule that any tree learns, so that the prediction tells how the new cells were
read: the month of a date, or whether a number is below five.
"""

import datetime
import json

from writing import Corpus, cycle, day, moment, number, stored_bytes, text, truth, whole

D = datetime.date
X = [2, 2, 0, 1]


def corpus():
    c = NewFiles()
    orders(c)
    decimals(c)
    words(c)
    layouts(c)
    return c


class NewFiles(Corpus):
    def __init__(self):
        super().__init__("new_files")

    def trained(self, name, columns, new, target="y", **how):
        """A file with a target, and new ones: (name, columns or bytes, what is predicted or an error, how written)."""
        self.case(name, columns, **how)
        case = self.cases[-1]
        del case["expected"]
        case["target"] = target
        case["new"] = [self.new(*one) for one in new]

    def new(self, name, content, right, how):
        if isinstance(content, bytes):
            stored = stored_bytes(content) | {"file": how["file"]}
        else:
            inner = Corpus("new")
            inner.case("x", content, **how)
            stored = {key: value for key, value in inner.cases[0].items() if key in ("text", "base64", "file")}
        if isinstance(right, str):
            return {"name": name, **stored, "error": right}
        return {"name": name, **stored, "predicted": right}


COMMA, SEMICOLON, TAB, BAR = (
    {"sep": ","},
    {"sep": ";"},
    {"sep": "\t", "file": "new.tsv"},
    {"sep": "|", "file": "new.txt"},
)
QUOTED, CRLF = {"sep": ",", "quote_all": True}, {"sep": ";", "eol": "\r\n"}
UTF16 = {"sep": "\t", "encoding": "utf-16le-mark", "file": "new.txt"}
GZIP = {"sep": ",", "gz": True, "file": "new.csv.gz"}
DRESSES = {
    "comma": COMMA,
    "semicolon": SEMICOLON,
    "tab": TAB,
    "bar": BAR,
    "quoted": QUOTED,
    "crlf": CRLF,
    "utf16": UTF16,
    "gzip": GZIP,
}


def by_month(days):
    return text("y", [f"m{d.month:02d}" for d in days])


def orders(c):
    days = [D(2024, month, d) for month in range(1, 13) for d in (2, 5, 9, 14, 20, 27)]
    x = whole("x", cycle(X, len(days)))
    new_days = [D(2024, 3, 5), D(2024, 11, 2), D(2024, 6, 12), D(2024, 1, 4)]
    nx = whole("x", [1] * 4)
    months = [f"m{d.month:02d}" for d in new_days]
    wrong = [D(2024, 3, 25), D(2024, 11, 2)]
    for order, form, other in [("month_first", "%m/%d/%Y", "%d/%m/%Y"), ("day_first", "%d/%m/%Y", "%m/%d/%Y")]:
        new = [(name, [day("day", new_days, form), nx], months, how) for name, how in DRESSES.items()]
        new.append(("one_row", [day("day", new_days[:1], form), whole("x", [1])], months[:1], SEMICOLON))
        turned = [nx, day("day", new_days, form)]
        new.append(("columns_turned", turned, months, SEMICOLON))
        extra = [text("note", list("abcd")), day("day", new_days, form), nx, whole("z", [9, 9, 9, 9])]
        new.append(("more_columns", extra, months, TAB))
        new.append(("iso", [day("day", new_days), nx], months, SEMICOLON))
        new.append(("the_other_order", [day("day", wrong, other), whole("x", [1, 1])], "day", COMMA))
        new.append(("the_other_order_semicolon", [day("day", wrong, other), whole("x", [1, 1])], "day", SEMICOLON))
        c.trained(order, [day("day", days, form), x, by_month(days)], new, sep=",")
        c.trained(f"{order}_bar", [day("day", days, form), x, by_month(days)], new[:2], sep="|", file="table.txt")
    at = [datetime.datetime(2024, d.month, d.day, 8, 30) for d in days]
    new_at = [datetime.datetime(2024, 3, 5, 9, 15), datetime.datetime(2024, 11, 2, 0, 0)]
    for order, form in [("month_first", "%m/%d/%Y %H:%M"), ("day_first", "%d/%m/%Y %H:%M")]:
        new = [
            (name, [moment("day", new_at, form), whole("x", [1, 1])], ["m03", "m11"], DRESSES[name])
            for name in ("comma", "semicolon", "tab")
        ]
        c.trained(f"moments_{order}", [moment("day", at, form), x, by_month(days)], new)


def size(values):
    return text("y", ["small" if v < 500 else "large" for v in values])


def decimals(c):
    values = [10 * i for i in range(1, 100)]
    n = whole("n", [i % 3 for i in range(99)])
    small = [1234, 2345, 6789]
    right = ["small", "small", "large"]
    m = whole("n", [1, 2, 0])

    def kg(manner):
        return number("kg", values, 2, **manner)

    commas = {"point": ","}
    three = number("kg", small, 3, point=",")
    new = [(name, [three, m], right, DRESSES[name]) for name in ("semicolon", "tab", "bar", "comma", "crlf", "utf16")]
    new.append(("whole", [whole("kg", [1, 2, 7]), m], right, TAB))
    new.append(("points", [number("kg", [150, 250, 675], 2), m], "kg", SEMICOLON))
    new.append(("points_comma", [number("kg", [150, 250, 675], 2), m], "kg", COMMA))
    c.trained("decimal_commas", [kg(commas), n, size(values)], new, sep=";")
    c.trained("decimal_commas_tab", [kg(commas), n, size(values)], new[:2], sep="\t", file="table.tsv")
    points = number("kg", small, 3)
    new = [(name, [points, m], right, DRESSES[name]) for name in ("semicolon", "tab", "bar", "comma")]
    new.append(("commas", [number("kg", [150, 250, 675], 2, point=","), m], "kg", SEMICOLON))
    c.trained("decimal_points", [kg({}), n, size(values)], new)
    # Thousands: below or above 5,000.
    large = [1000 * i // 10 for i in range(1, 100)]
    y = text("y", ["small" if v < 5000 else "large" for v in large])
    grouped = number("kg", [v * 100 for v in large], 2, thousands=",")
    new_kg = [1234, 2345, 6789]
    whole_new = number("kg", new_kg, 0, thousands=",")
    new = [(name, [whole_new, m], right, DRESSES[name]) for name in ("semicolon", "tab", "comma", "quoted")]
    new.append(("without", [whole("kg", new_kg), m], right, SEMICOLON))
    c.trained("thousands", [grouped, n, y], new)
    points = number("kg", [v * 100 for v in large], 2, thousands=".", point=",")
    new = [
        (name, [number("kg", new_kg, 0, thousands="."), m], right, DRESSES[name])
        for name in ("semicolon", "tab", "comma")
    ]
    c.trained("thousands_by_points", [points, n, y], new, sep=";")
    money = number("kg", [v * 100 for v in large], 2, thousands=",", before="$")
    new = [
        (name, [number("kg", [v * 100 for v in new_kg], 2, thousands=",", before="$"), m], right, DRESSES[name])
        for name in ("semicolon", "comma", "tab")
    ]
    c.trained("dollars", [money, n, y], new)
    part = number("kg", values, 1, after="%")
    y = text("y", ["small" if v < 500 else "large" for v in values])
    new = [
        (name, [number("kg", [123, 234, 678], 1, after=after), m], right, DRESSES[dress])
        for name, after, dress in [("close", "%", "semicolon"), ("space", " %", "comma")]
    ]
    c.trained("percent", [part, n, y], new)
    signed = [v - 500 for v in values]
    y = text("y", ["small" if v < 0 else "large" for v in signed])
    new = []
    for name, minus in [("parentheses", "()"), ("hyphen", "-"), ("unicode", "\u2212")]:
        new.append((name, [number("kg", [-123, -45, 67], 2, minus=minus), m], right, SEMICOLON))
    c.trained("minus", [number("kg", signed, 2, minus="()"), n, y], new)
    odd = number("kg", values, 2).with_cell(50, "-")
    c.trained("odd_cell", [odd, n, size(values)], [("plain", [number("kg", [123, 234, 678], 2), m], right, SEMICOLON)])


def words(c):
    flags = [(i * 7 // 3) % 2 == 0 for i in range(60)]
    y = text("y", ["on" if f else "off" for f in flags])
    x = whole("x", cycle(X, 60))
    for name, write in {"python": str, "low": lambda f: str(f).lower(), "excel": lambda f: str(f).upper()}.items():
        trained = truth("flag", flags, lambda i, f: write(f))
        new = []
        for other, again in {"python": str, "low": lambda f: str(f).lower(), "excel": lambda f: str(f).upper()}.items():
            rows = [truth("flag", [True, False, True], lambda i, f: again(f)), whole("x", [1, 1, 1])]
            new.append((other, rows, ["on", "off", "on"], SEMICOLON))
        lines = "".join(json.dumps({"flag": f, "x": 1}) + "\n" for f in (True, False, True)).encode()
        new.append(("json", lines, ["on", "off", "on"], {"file": "new.jsonl"}))
        c.trained(f"truth_{name}", [trained, x, y], new)
    yes = truth("flag", flags, lambda i, f: "Yes" if f else "No")
    new = [
        (name, [text("flag", values), whole("x", [1, 1])], ["on", "off"], COMMA)
        for name, values in {"capitals": ["YES", "NO"], "low": ["yes", "no"]}.items()
    ]
    c.trained("truth_yes", [yes, x, y], new)
    answers = text("answer", cycle(["YES", "no", "Yes", "No", "yes", "NO"], 60))
    numbers = whole("x", [0 if a.lower() == "no" else 9 for a in answers.texts])
    c.trained(
        "truth_as_target", [numbers, answers], [("plain", [whole("x", [0, 9])], ["no", "yes"], COMMA)], target="answer"
    )
    names = text("name", cycle(["Zoë", "Łódź", "café"], 60))
    y = text("y", cycle(["a", "b", "c"], 60))
    rows = [text("name", ["café", "Zoë"]), whole("x", [1, 1])]
    latin = [text("name", ["café", "Zoë"]), whole("x", [1, 1])]
    new = [
        ("utf8", rows, ["c", "a"], COMMA),
        ("utf16", rows, ["c", "a"], UTF16),
        ("gzip", rows, ["c", "a"], GZIP),
        ("cp1252", latin, ["c", "a"], {"sep": ";", "encoding": "cp1252"}),
    ]
    c.trained("letters", [names, x, y], new)
    ids = text("code", [str(12345678901234567890 + i % 3) for i in range(60)])
    rows = [
        text("code", ["12345678901234567892", "12345678901234567890", "12345678901234567891"]),
        whole("x", [1, 1, 1]),
    ]
    c.trained("digits_20", [ids, x, y], [("comma", rows, ["c", "a", "b"], COMMA), ("tab", rows, ["c", "a", "b"], TAB)])
    zeros = text("zip", cycle(["007", "07", "7a"], 60))
    rows = [text("zip", ["7a", "007", "07"]), whole("x", [1, 1, 1])]
    plain = [text("zip", ["007", "07"]), whole("x", [1, 1])]
    c.trained(
        "leading_zeros",
        [zeros, x, y],
        [("comma", rows, ["c", "a", "b"], COMMA), ("only_digits", plain, ["a", "b"], SEMICOLON)],
    )


def layouts(c):
    values = [10 * i for i in range(1, 100)]
    n = whole("n", [i % 3 for i in range(99)])
    kg = number("kg", values, 2)
    rows = [number("kg", [123, 234, 678], 2), whole("n", [1, 2, 0])]
    right = ["small", "small", "large"]
    sep_line = {"sep": ";", "above": ["sep=;"]}
    title = {"sep": ",", "above": ["Measured in May", ""]}
    new = [
        ("plain", rows, right, COMMA),
        ("sep_line", rows, right, sep_line),
        ("title", rows, right, title),
        ("spaces", rows, right, {"space": True}),
    ]
    c.trained("sep_line", [kg, n, size(values)], new, **sep_line)
    c.trained("title", [kg, n, size(values)], new, **title)
    c.trained("plain", [kg, n, size(values)], new)
    headless = [kg, n, size(values)]
    new = [
        ("comma", rows, right, {"sep": ",", "header": False}),
        ("semicolon", rows, right, {"sep": ";", "header": False}),
    ]
    c.trained("without_header", headless, new, header=False, target="column_3")
