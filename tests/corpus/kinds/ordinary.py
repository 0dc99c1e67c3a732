"""Ordinary files, which must simply be right and without any doubt."""

from writing import DRESSES, Corpus, cycle, dates, day, moment, moments, months, number, text, truth, whole

ALL = " ".join(d for d in DRESSES if d != "cp1252")


def corpus():
    c = Corpus("ordinary")
    n = 18
    shop = [
        whole("id", list(range(1, n + 1))).of("integer", "identifier"),
        text("customer", [f"Customer {chr(65 + i)}" for i in range(n)]),
        text("town", cycle(["Bern", "Rome", "Oslo", "Lima"], n)),
        whole("items", [1 + 5 * i % 9 for i in range(n)]),
        number("price", [999 + 731 * i for i in range(n)]),
        day("ordered", dates("2024-01-20", n, 3)),
        truth("paid", cycle([True, False, True], n), lambda i, v: "yes" if v else "no"),
    ]
    c.wear("shop", shop, ALL, doubt=False, some=[0, 1, 2, 17])
    flowers = [
        number(name, [10 * k + 7 * i % (20 + k) + 10 for i in range(n)], 1)
        for k, name in enumerate(["sepal_length", "sepal_width", "petal_length", "petal_width"])
    ]
    c.wear(
        "flowers",
        [*flowers, text("species", cycle(["setosa", "versicolor", "virginica"], n))],
        "comma semicolon tab bar gzip",
        doubt=False,
        some=[0, 1, 17],
    )
    gaps = [
        number("age", [None if i % 5 == 0 else 20 + 3 * i for i in range(n)], 0),
        text("cabin", [None if i % 3 else f"C{i}" for i in range(n)]),
        whole("survived", [i * 5 % 2 for i in range(n)]),
        text("sex", cycle(["male", "female"], n)),
    ]
    c.wear("gaps", gaps, "comma semicolon tab bar crlf", doubt=False, some=[0, 1, 2, 3, 5, 17])
    weather = [
        moment("at", moments("2024-03-01 00:00", n, 60)),
        number("temp", [-52 + 11 * i for i in range(n)], 1),
        whole("wind", [3 * i % 20 for i in range(n)]),
    ]
    c.wear("weather", weather, "comma semicolon tab", doubt=False, some=[0, 1, 17])
    german = [
        text("Ort", cycle(["Wien", "Graz", "Linz"], n)),
        number("Preis", [123456 + 9931 * i for i in range(n)], point=",", thousands="."),
        whole("Menge", [1 + 5 * i % 9 for i in range(n)]),
        day("Tag", dates("2024-01-20", n, 3), "%d.%m.%Y"),
    ]
    c.wear("german", german, "semicolon crlf_semicolon mark_semicolon tab", doubt=False, some=[0, 1, 17])
    american = [
        text("state", cycle(["OH", "TX", "NY"], n)),
        number("sales", [123456 + 99310 * i for i in range(n)], thousands=","),
        day("date", dates("2024-01-20", n, 3), "%m/%d/%Y"),
    ]
    c.wear("american", american, "comma tab bar", doubt=False, some=[0, 1, 17])
    french = [
        text("ville", cycle(["Lyon", "Nîmes", "Sète"], n)),
        number("prix", [12345 + 993 * i for i in range(n)], point=","),
        day("jour", dates("2024-01-20", n, 3), "%d/%m/%Y"),
    ]
    c.wear("french", french, "semicolon crlf_semicolon cp1252 tab", some=[0, 1, 17])
    series = [day("month", months("2020-01-01", n)), whole("passengers", [112 + 5 * i % 40 for i in range(n)])]
    c.wear("series", series, "comma semicolon", doubt=False, some=[0, 1, 17])
    mail = [
        text("label", cycle(["ham", "spam", "ham"], n)),
        text("message", [f'Hello {i}, see you at {i}:00; "ok" | bye' for i in range(n)]),
    ]
    c.wear("messages", mail, "comma semicolon tab", doubt=False, some=[0, 1, 17])
    codes = [
        text("code", [f"A{i:03d}-X" for i in range(n)]),
        text("zip", [f"{i * 397 % 9000:05d}" for i in range(n)]),
        whole("n", [i % 7 for i in range(n)]),
    ]
    c.wear("codes", codes, "comma semicolon", doubt=False, some=[0, 1, 17])
    wide = [whole(f"pixel{i}", [(i * j * 7) % 256 for j in range(n)]) for i in range(40)]
    c.wear("pixels", [whole("label", [i % 10 for i in range(n)]), *wide], "comma", doubt=False, some=[0, 1, 17])
    logs = [
        whole("v", [i % 9 for i in range(700)]),
        number("w", [100 + i % 13 for i in range(700)], 1),
        text("k", cycle(["a", "b", "c"], 700)),
    ]
    c.wear("long", logs, "comma semicolon tab", doubt=False, some=[0, 1, 350, 698, 699])
    return c
