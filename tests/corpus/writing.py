"""Columns of known values, and files in which they are written.

A column is its values (what is right) and the texts that stand for them in a file. The values never come from a
reader: they are made first, and the texts from them.
"""

import base64
import csv
import datetime
import decimal
import gzip
import io
import json

TEXTS = ["category", "text", "identifier"]


class Column:
    def __init__(self, name, kinds, cells, texts, form=None):
        assert len(cells) == len(texts), name
        self.name, self.kinds, self.cells, self.texts = name, kinds, list(cells), list(texts)
        # How pandas is told to read these texts, for the cross-check: a strptime format, or the decimal and thousands marks.
        self.form = form

    def kept(self, strong=()):
        """The same column read as texts that are kept as they are."""
        cells = [None if t.strip() == "" or t in strong else t for t in self.texts]
        return Column(self.name, TEXTS, cells, self.texts)

    def called(self, name):
        return Column(name, self.kinds, self.cells, self.texts, self.form)

    def with_cell(self, row, text, cell=None):
        """Another text in one row, which is missing unless said otherwise."""
        cells, texts = list(self.cells), list(self.texts)
        cells[row], texts[row] = cell, text
        return Column(self.name, self.kinds, cells, texts, None)

    def of(self, *kinds):
        return Column(self.name, list(kinds), self.cells, self.texts, self.form)


def filled(values, write, na):
    return [na if value is None else write(value) for value in values]


def whole(name, values, write=str, na=""):
    return Column(name, ["integer"], values, filled(values, write, na))


def grouped(digits, mark, indian):
    """Digits with a mark between the thousands, or between lakhs and crores."""
    groups, size = [], 3
    while len(digits) > size:
        groups.insert(0, digits[-size:])
        digits = digits[:-size]
        size = 2 if indian else 3
    return mark.join([digits, *groups])


def written(n, places=0, point=".", thousands="", indian=False, minus="-", before="", after="", plus=False):
    """The number n / 10**places, in the given manner. `minus` is a sign, `()` or `5-` for a sign behind."""
    digits = str(abs(n)).rjust(places + 1, "0")
    whole_part = digits[: len(digits) - places]
    text = grouped(whole_part, thousands, indian) if thousands else whole_part
    if places:
        text += point + digits[len(digits) - places :]
    text = f"{before}{text}{after}"
    if n >= 0:
        return ("+" if plus else "") + text
    if minus == "()":
        return f"({text})"
    if minus == "5-":
        return text + "-"
    return minus + text


def scaled(n, places):
    return None if n is None else float(decimal.Decimal(n).scaleb(-places))


def number(name, values, places=2, na="", **manner):
    """A column of the numbers n / 10**places."""
    texts = filled(values, lambda n: written(n, places, **manner), na)
    kinds = ["decimal"] if places else ["integer"]
    cells = [scaled(n, places) if places else n for n in values]
    # What pandas is told of the marks, where it knows them.
    known = set(manner) <= {"thousands", "point", "plus"} and na == ""
    form = (manner.get("point", "."), manner.get("thousands", "")) if known else None
    return Column(name, kinds, cells, texts, form)


def text(name, values, na=""):
    values = [value if value is None else str(value) for value in values]
    return Column(name, TEXTS, values, filled(values, str, na))


def day(name, dates, form="%Y-%m-%d", na="", write=None):
    texts = filled(dates, write or (lambda d: d.strftime(form)), na)
    cells = [d and d.isoformat() for d in dates]
    return Column(name, ["date"], cells, texts, None if write else form)


def moment(name, moments, form="%Y-%m-%d %H:%M:%S", na="", write=None, shown=None):
    """Moments; `shown` are those in UTC where the texts name another zone."""
    texts = filled(moments, write or (lambda d: d.strftime(form)), na)
    cells = [m and canonical(m) for m in shown or moments]
    return Column(name, ["date_time"], cells, texts, None if write or shown else form)


def canonical(m):
    text = m.strftime("%Y-%m-%d %H:%M:%S")
    return text + (f".{m.microsecond // 1000:03d}" if m.microsecond else "")


def truth(name, values, words, na=""):
    """Truth values; `words` gives the text of each by its place, and what is right is the text in lower case."""
    texts = [na if v is None else words(i, v) for i, v in enumerate(values)]
    cells = [None if v is None else t.lower() for v, t in zip(values, texts)]
    return Column(name, ["boolean"], cells, texts)


def no_padding(d, form):
    """`{d}/{m}/{y}`, with d, m, y, yy."""
    return form.format(d=d.day, m=d.month, y=d.year, yy=f"{d.year % 100:02d}")


def slash(form):
    return lambda d: no_padding(d, form)


def dates(start, n, step=1):
    first = datetime.date.fromisoformat(start)
    return [first + datetime.timedelta(days=step * i) for i in range(n)]


def months(start, n, step=1):
    first = datetime.date.fromisoformat(start)
    return [
        datetime.date(first.year + (first.month - 1 + i * step) // 12, (first.month - 1 + i * step) % 12 + 1, first.day)
        for i in range(n)
    ]


def moments(start, n, minutes):
    first = datetime.datetime.fromisoformat(start)
    return [first + datetime.timedelta(minutes=minutes * i) for i in range(n)]


def cycle(values, n):
    return [values[i % len(values)] for i in range(n)]


class Reading:
    """What is right. `told` are words that notes or listed rows must hold, `doubt` whether a note must be (True) or must
    not be (False) in doubt, `empty` whether columns without any value may be there beside these."""

    def __init__(self, columns, told=(), doubt=None, rows=None, empty=False):
        self.columns, self.told, self.doubt, self.empty = columns, told, doubt, empty
        self.rows = rows

    def stored(self, some):
        columns = []
        length = len(self.columns[0].cells)
        if some is None and length > 14:
            some = [0, 1, 2, 5, length // 2, length - 2, length - 1]
        for c in self.columns:
            kinds = {"kind": c.kinds[0]} if len(c.kinds) == 1 else {"kinds": c.kinds}
            if c.kinds == TEXTS:
                kinds = {"kind": "texts"}
            column = {"name": c.name, **kinds}
            if some is None:
                column["cells"] = c.cells
            else:
                column["some"] = {str(i): c.cells[i] for i in some}
                column["missing"] = sum(cell is None for cell in c.cells)
            columns.append(column)
        rows = len(self.columns[0].cells) if self.rows is None else self.rows
        stored = {"rows": rows, "columns": columns}
        if self.told:
            stored["told"] = [self.told] if isinstance(self.told, str) else list(self.told)
        if self.doubt is not None:
            stored["doubt"] = self.doubt
        if self.empty:
            stored["empty"] = True
        return stored


def field(text, sep, quote, always):
    risky = sep in text or quote in text or "\n" in text or "\r" in text
    if not (always or risky):
        return text
    return quote + text.replace(quote, quote * 2) + quote


def lines_of(columns, sep, quote='"', quote_all=False, header=True, space=False):
    """Each record as a line without its end."""
    between = sep + " " if space else sep
    rows = [[c.name for c in columns]] if header else []
    rows += [list(row) for row in zip(*(c.texts for c in columns))]
    return [between.join(field(t, sep, quote, quote_all) for t in row) for row in rows]


DRESSES = {
    "comma": dict(sep=","),
    "semicolon": dict(sep=";"),
    "tab": dict(sep="\t", file="table.tsv"),
    "bar": dict(sep="|", file="table.txt"),
    "crlf": dict(sep=",", eol="\r\n"),
    "crlf_semicolon": dict(sep=";", eol="\r\n"),
    "cr": dict(sep=",", eol="\r"),
    "quoted": dict(sep=",", quote_all=True),
    "quoted_semicolon": dict(sep=";", quote_all=True),
    "mark": dict(sep=",", encoding="utf-8-sig"),
    "mark_semicolon": dict(sep=";", encoding="utf-8-sig", eol="\r\n"),
    "utf16": dict(sep="\t", encoding="utf-16le-mark", file="table.txt"),
    "utf16be": dict(sep=",", encoding="utf-16be-mark"),
    "utf16bare": dict(sep=",", encoding="utf-16le"),
    "cp1252": dict(sep=";", encoding="cp1252", eol="\r\n"),
    "gzip": dict(sep=",", gz=True, file="table.csv.gz"),
    "gzip_tab": dict(sep="\t", gz=True, file="table.tsv.gz"),
    "open": dict(sep=",", end=False),
    "open_semicolon": dict(sep=";", end=False),
}


def encoded(text, encoding):
    if encoding == "utf-16le-mark":
        return b"\xff\xfe" + text.encode("utf-16le")
    if encoding == "utf-16be-mark":
        return b"\xfe\xff" + text.encode("utf-16be")
    return text.encode(encoding)


def stored_bytes(data):
    """Bytes as they are stored: UTF-8 as text."""
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def shortened(lines):
    """Lines as texts and repeated blocks, so that long files stay short in the repository."""
    parts, at = [], 0
    while at < len(lines):
        best = (0, 0)
        for period in range(1, 131):
            times = 1
            block = lines[at : at + period]
            while len(block) == period and lines[at + times * period : at + (times + 1) * period] == block:
                times += 1
            if times > 1 and times * period > best[0] * best[1]:
                best = (times, period)
        times, period = best
        if times * period >= 40:
            parts.append({"times": times, "text": "".join(lines[at : at + period])})
            at += times * period
        else:
            if parts and isinstance(parts[-1], str):
                parts[-1] += lines[at]
            else:
                parts.append(lines[at])
            at += 1
    return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else parts


class Corpus:
    def __init__(self, kind):
        self.kind, self.cases, self.names = kind, [], set()
        # What the cross-check needs beside each case.
        self.made = []

    def add(self, name, readings, *, text=None, data=None, file="table.csv", some=None, parts=None):
        """A case from a whole text or bytes."""
        assert name not in self.names, f"{self.kind}: {name} is there twice"
        self.names.add(name)
        readings = readings if isinstance(readings, list) else [readings]
        stored = {"name": name, "file": file}
        if parts is not None:
            stored["text"] = parts
        elif text is not None:
            stored["text"] = text
        else:
            stored["base64"] = base64.b64encode(data).decode()
        stored["expected"] = [r.stored(some) for r in readings]
        self.cases.append(stored)

    def case(
        self,
        name,
        columns,
        readings=None,
        *,
        sep=",",
        eol="\n",
        quote='"',
        quote_all=False,
        header=True,
        space=False,
        encoding="utf-8",
        gz=False,
        end=True,
        above=(),
        below=(),
        between=None,
        change=None,
        file="table.csv",
        some=None,
        **reading,
    ):
        """A file of these columns. `above`, `below` and `between` (a data row -> lines before it) are further lines;
        `change` changes the lines at last."""
        lines = lines_of(columns, sep, quote, quote_all, header, space)
        if between:
            head = int(header)
            for row in sorted(between, reverse=True):
                lines[head + row : head + row] = between[row]
        lines = [*above, *lines, *below]
        if change:
            lines = change(lines)
        lines = [line + eol for line in lines]
        if not end:
            lines[-1] = lines[-1][: -len(eol)]
        if readings is None:
            right = columns if header else [c.called(f"column_{i + 1}") for i, c in enumerate(columns)]
            readings = [Reading(right, **reading)]
        whole_text = "".join(lines)
        if encoding == "utf-8" and not gz:
            self.add(name, readings, parts=shortened(lines), file=file, some=some)
        else:
            data = encoded(whole_text, "utf-8" if encoding == "utf-8" else encoding)
            if gz:
                data = gzip.compress(data, mtime=0)
            self.add(name, readings, data=data, file=file, some=some)
        plain = not (above or below or between or change or space)
        if plain:
            self.made.append((name, columns, whole_text, sep, quote, header))

    def wear(self, name, columns, dresses, readings=None, **more):
        """The same table in several dresses."""
        for dress in dresses.split():
            self.case(f"{name}_{dress}", columns, readings, **{**DRESSES[dress], **more})

    def lines(self):
        return "".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) + "\n" for case in self.cases)


def csv_cells(whole_text, sep, quote):
    """The cells by Python's own reader."""
    return list(csv.reader(io.StringIO(whole_text, newline=""), delimiter=sep, quotechar=quote))
