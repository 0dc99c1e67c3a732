"""Writes expressions.json: a small table, SQL expressions over it, and what SQLite makes of them in every row.

Only what SQLite and Grove mean alike is asked: division of decimal numbers, LIKE with its case, rounding of what is not
a tie, casts of what can be cast. Run with Python's own sqlite3: python tests/reference/expressions.py
"""

import itertools
import json
import pathlib
import random
import sqlite3

random.seed(11)

NUMBERS = [None, 0, 1, -1, 7, -7, 3, 12, -250, 2**53 + 1]
DECIMALS = [None, 0.0, 0.5, -0.5, 2.25, -3.75, 1e-9, 1234.5678, -1e12, 0.1]
TEXTS = [None, "", "a", "B", "banana", "x%_y", "Zoë Ω", "ANANAS", "12", " pad "]
ROWS = [
    (NUMBERS[i], NUMBERS[(3 * i + 1) % 10], DECIMALS[(7 * i + 2) % 10], DECIMALS[i], TEXTS[(3 * i + 5) % 10], TEXTS[i])
    for i in range(10)
]
COLUMNS = ["i", "j", "x", "y", "s", "t"]

integers = ["i", "j", "0", "1", "-3", "5"]
decimals = ["x", "y", "0.5", "-2.0", "1.25"]
texts = ["s", "t", "'a'", "'B'", "''", "'an'"]
expressions = []
for a, b in itertools.product(integers, repeat=2):
    expressions += [f"{a} {op} {b}" for op in ("+", "-", "%", "=", "<>", "<", ">=")]
for a, b in itertools.product(decimals, repeat=2):
    expressions += [f"{a} {op} {b}" for op in ("+", "-", "*", "/", "=", "<=", ">")]
for a, b in itertools.product(texts, repeat=2):
    expressions += [f"{a} {op} {b}" for op in ("||", "=", "<", ">=", "LIKE")]
for pattern in ("%", "_", "a%", "%a", "%an%", "_a_a%", "%a_", "%n%n%", "x!%!_y", "%!%%", "Zo_ _", "%%", "A%S", "!!"):
    expressions += [f"s LIKE '{pattern}' ESCAPE '!'", f"t NOT LIKE '{pattern}' ESCAPE '!'"]
for start, count in itertools.product((1, 2, 3, 5, 9), (0, 1, 2, 50)):
    expressions.append(f"SUBSTR(t, {start}, {count})")
expressions += [f"SUBSTR(s, {start})" for start in (1, 2, 4, 10)]
for part, by in itertools.product(("'an'", "'a'", "''", "'zz'", "s"), ("''", "'o'", "'anan'")):
    expressions.append(f"REPLACE(t, {part}, {by})")
expressions += [
    f"{call}({argument})"
    for call, arguments in {
        "ABS": integers[:2] + decimals[:2],
        "SIGN": integers[:2] + decimals[:2],
        "LENGTH": texts,
        "TRIM": texts,
        "LTRIM": texts,
        "RTRIM": texts,
        "COALESCE": ["i, j", "i, j, 0", "x, y", "s, t, 'none'", "NULL, x"],
        "NULLIF": ["i, j", "i, 7", "x, 0.5", "s, t", "s, ''"],
    }.items()
    for argument in arguments
]
expressions += [
    "LTRIM(t, 'ab')",
    "RTRIM(t, 'an')",
    "CAST(i AS REAL) / 2",
    "CAST(i AS REAL) / CAST(j AS REAL)",
    "CAST(i AS TEXT) || t",
    "CAST('12' AS INTEGER) + i",
    "CAST('2.5' AS REAL) * x",
    "CAST(CAST(x AS TEXT) AS REAL) = x",
    "i IN (1, 7, 12)",
    "i NOT IN (1, 7, j)",
    "i IN (1, NULL)",
    "i NOT IN (1, NULL)",
    "s IN ('a', t, 'banana')",
    "i BETWEEN -1 AND 7",
    "i NOT BETWEEN j AND 7",
    "x BETWEEN y AND 1.5",
    "s BETWEEN 'A' AND 'b'",
    "CASE WHEN i > j THEN 'more' WHEN i < j THEN 'less' ELSE 'same' END",
    "CASE WHEN x > 0 THEN i END",
    "CASE i WHEN 1 THEN 'one' WHEN j THEN 'j' WHEN NULL THEN 'never' END",
    "CASE t WHEN s THEN 1 WHEN 'a' THEN 2 ELSE 3 END",
    "CASE WHEN i IS NULL THEN 0 ELSE CASE WHEN j IS NULL THEN 1 ELSE i + j END END",
    "-i",
    "- -x",
    "+i - -j",
    "1 + 2 * i - j % 3",
    "(1 + 2) * i",
    "i - j - 3",
    "i || j",
]
# Logic over all pairs of true, false and missing, as comparisons make them.
conditions = ["i > 0", "x < 1.0", "s LIKE '%a%'", "t IS NULL", "NULL", "i = j", "NOT y > 0.25", "TRUE", "FALSE"]
for a, b in itertools.product(conditions, repeat=2):
    expressions += [f"({a}) AND ({b})", f"({a}) OR ({b})", f"NOT (({a}) AND ({b}))"]
for a in conditions:
    expressions += [f"({a}) {test}" for test in ("IS NULL", "IS NOT NULL", "IS TRUE", "IS NOT TRUE", "IS FALSE")]
# Precedence: the same operators without parentheses.
for _ in range(150):
    count = random.randint(2, 4)
    parts = [random.choice(["i > 0", "x < y", "NOT i = j", "s IS NULL", "NOT t LIKE '%a%'", "i + 1 * 2 < j - 1 - x",
                            "i BETWEEN 0 AND 5", "j IN (1, 3) = TRUE", "s || 'a' = t || 'b'"]) for _ in range(count)]
    text = parts[0]
    for part in parts[1:]:
        text += random.choice([" AND ", " OR "]) + part
    expressions.append(text)

base = sqlite3.connect(":memory:")
base.execute("PRAGMA case_sensitive_like = ON")
base.execute("CREATE TABLE rows (i INTEGER, j INTEGER, x REAL, y REAL, s TEXT, t TEXT)")
base.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", ROWS)
cases = []
for expression in dict.fromkeys(expressions):
    values = [row[0] for row in base.execute(f"SELECT {expression} FROM rows ORDER BY rowid")]
    cases.append({"sql": expression, "values": values})
out = {"sqlite": sqlite3.sqlite_version, "columns": COLUMNS, "rows": ROWS, "cases": cases}
path = pathlib.Path(__file__).with_name("expressions.json")
path.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")).replace('{"sql"', '\n{"sql"') + "\n")
print(len(cases), "expressions")
