"""Truth values in any case of letters."""

from writing import Corpus, Reading, cycle, number, text, truth, whole

N = 48
VALUES = [(i * 7 // 3) % 2 == 0 for i in range(N)]
PAIRS = {"true": ("true", "false"), "yes": ("yes", "no"), "t": ("t", "f"), "y": ("y", "n")}
CASES = [str.lower, str.upper, str.capitalize]


def corpus():
    c = Corpus("truth")
    x = number("x", [15 + 7 * i for i in range(N)], 1)
    some = [0, 1, 2, 3, 4, 5, 46, 47]
    seps = ["comma", "semicolon", "tab", "bar"]
    for k, (name, pair) in enumerate(PAIRS.items()):
        word = lambda v: pair[0] if v else pair[1]
        for j, case in enumerate(CASES):
            if len(pair[0]) == 1 and j == 2:
                continue
            flag = truth("flag", VALUES, lambda i, v: case(word(v)))
            c.wear(f"{name}_{case.__name__}", [x, flag], seps[(j + k) % 4], some=some)
        mixed = truth("flag", VALUES, lambda i, v: CASES[i * 5 % 3](word(v)))
        c.wear(f"{name}_mixed", [x, mixed], "comma semicolon", some=some)
        gaps = truth(
            "flag",
            [None if i % 9 == 0 else v for i, v in enumerate(VALUES)],
            lambda i, v: CASES[i * 5 % 3](word(v)),
            na="NA",
        )
        c.wear(f"{name}_missing", [x, gaps], seps[k], some=some)
        late = truth(
            "flag", VALUES[:44] + [True, False] * 2, lambda i, v: (str.lower if i < 44 else str.upper)(word(v))
        )
        c.case(f"{name}_late", [x, late], some=[0, 43, 44, 45, 47])
    two = [
        truth("a", VALUES, lambda i, v: CASES[i % 3]("true" if v else "false")),
        truth("b", VALUES, lambda i, v: "Yes" if v else "No"),
    ]
    c.wear("two_columns", [x, *two], "comma quoted gzip", some=some)
    c.case("first", [two[0], x], some=some)
    one = truth("flag", [True] * N, lambda i, v: "True")
    c.case("only_true", [x, one.of("boolean", "category")], [Reading([x, one]), Reading([x, one.kept()])], some=some)
    spaces = truth("flag", VALUES, lambda i, v: " TRUE" if v else "FALSE ")
    spaces.cells = ["true" if v else "false" for v in VALUES]
    c.case("spaces", [x, spaces], some=some)
    rest(c, x, some)
    return c


def rest(c, x, some):
    c.case("mixed_pairs", [x, text("flag", cycle(["yes", "no", "true", "false"], N))], some=some)
    c.case("letters_and_words", [x, text("flag", cycle(["yes", "n", "y", "no"], N))], some=some)
    c.case("ones", [x, whole("flag", [int(v) for v in VALUES])], some=some)
    c.case("on_off", [x, text("flag", cycle(["on", "off", "on"], N))], some=some)
    c.case("german", [x, text("flag", cycle(["ja", "nein", "ja"], N))], some=some)
    c.case("third_value", [x, text("flag", cycle(["yes", "no", "maybe"], N))], some=some)
    c.case("sex", [x, text("sex", cycle(["M", "F", "F"], N))], some=some)
    c.case("f_alone", [x, text("sex", cycle(["f", "m"], N))], some=some)
    long = truth(
        "flag",
        [i % 2 == 0 for i in range(700)],
        lambda i, v: (str.upper if i == 600 else str.lower)("true" if v else "false"),
    )
    c.case("capitals_in_row_600", [whole("x", [i % 8 for i in range(700)]), long], some=[0, 1, 599, 600, 601, 699])
