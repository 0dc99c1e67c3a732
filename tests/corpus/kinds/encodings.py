"""Bytes and letters."""

from writing import Corpus, Reading, cycle, encoded, text, whole

N = 42


def corpus():
    c = Corpus("encodings")
    v = whole("v", [i * 5 % 11 for i in range(N)])
    latin = text("name", cycle(["Zoë", "naïve", "Müller", "Ångström", "señor", "café"], N))
    many = text("name", cycle(["Zoë", "Łódź", "Жук", "東京", "αβγ", "😀 ok"], N))
    some = list(range(6))
    c.wear("utf8", [latin, v], "comma semicolon tab bar gzip", some=some, doubt=False)
    c.wear("utf8_many", [many, v], "comma semicolon mark", some=some, doubt=False)
    c.wear("utf16", [many, v], "utf16 utf16be", some=some)
    c.case("utf16_semicolon", [many, v], sep=";", encoding="utf-16le-mark", eol="\r\n", some=some)
    c.case("utf16_gzip", [many, v], sep="\t", encoding="utf-16le-mark", gz=True, file="t.tsv.gz", some=some)
    c.wear("utf16_bare", [latin, v], "utf16bare", some=some)
    c.case("utf16be_bare", [latin, v], encoding="utf-16be", some=some)
    for dress, more in {"comma": {}, "semicolon": {"sep": ";"}, "tab": {"sep": "\t"}, "crlf": {"eol": "\r\n"}}.items():
        c.case(f"cp1252_{dress}", [latin, v], encoding="cp1252", some=some, told="1252", **more)
    signs = text("name", cycle(["5 €", "“quoted”", "it’s", "a – b", "Œuvre", "Šiška"], N))
    c.case("cp1252_signs", [signs, v], encoding="cp1252", some=some, told="1252")
    one = text("name", ["plain"] * 30 + ["café"] + ["plain"] * 11)
    c.case("cp1252_one_letter", [one, v], encoding="cp1252", some=[0, 30, 31], told="1252")
    c.case("cp1252_header", [latin.called("Größe"), v], encoding="cp1252", some=some, told="1252")
    c.case("utf8_header", [latin.called("Größe"), v.called("Höhe")], some=some)
    bad_bytes(c, v)
    late(c)
    return c


def bad_bytes(c, v):
    """Letters in UTF-8 and one byte that is none."""
    for name, row in [("first", 0), ("middle", 20), ("last", N - 1)]:
        for sep, dress in [(",", "comma"), (";", "semicolon"), ("\t", "tab")]:
            if dress != "comma" and name != "middle":
                continue
            names = cycle(["Zoë", "naïve", "Müller"], N)
            right = text("name", [*names[:row], "caf\ufffd", *names[row + 1 :]])
            lines = "".join([f"name{sep}v\n"] + [f"{a}{sep}{b}\n" for a, b in zip(right.cells, v.cells)])
            data = encoded(lines, "utf-8").replace("\ufffd".encode(), b"\xe9")
            c.add(
                f"bad_byte_{name}_{dress}", Reading([right, v], told="utf-8|byte|�"), data=data, some=[0, 1, row, N - 1]
            )
    names = cycle(["Zoë", "naïve", "Müller"], N)
    lines = "".join(["name,v\n"] + [f"{a},{b}\n" for a, b in zip(names, v.cells)])
    data = encoded(lines, "utf-8").replace("naïve".encode(), b"na\xefve", 2)
    broken = text("name", [("na\ufffdve" if i in (1, 4) else n) for i, n in enumerate(names)])
    c.add("bad_bytes_two", Reading([broken, v], told="utf-8|byte|�"), data=data, some=[0, 1, 2, 4, 7])
    # The last letter of the file is cut in the middle.
    c.add(
        "cut_at_the_end",
        Reading([whole("w", list(range(3))), text("name", ["Zoë", "naïve", "caf\ufffd"])], told="utf-8|byte|�"),
        data="w,name\n0,Zoë\n1,naïve\n2,caf".encode() + b"\xc3",
    )
    c.add(
        "mark_and_bad_byte",
        Reading([text("name", ["Zoë", "caf\ufffd", "Max"]), whole("n", [1, 2, 3])], told="utf-8|byte|�"),
        data=b"\xef\xbb\xbf" + "name,n\nZoë,1\ncaf\ufffd,2\nMax,3\n".encode().replace("\ufffd".encode(), b"\xe9"),
    )


def late(c):
    n = 700
    v = whole("v", [i % 10 for i in range(n)])
    plain = ["plain"] * n
    plain[600] = "café"
    column = text("name", plain)
    some = [0, 599, 600, 601]
    c.case("utf8_row_600", [column, v], some=some)
    c.case("cp1252_row_600", [column, v], encoding="cp1252", gz=True, file="t.csv.gz", some=some, told="1252")
    c.case("utf16_row_600", [column, v], encoding="utf-16le-mark", gz=True, file="t.csv.gz", some=some)
