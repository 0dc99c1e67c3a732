"""Years of two digits, and what only looks like a date."""

import datetime

from writing import Corpus, Reading, cycle, dates, day, moment, number, slash, text, whole

D = datetime.date


def corpus():
    c = Corpus("years")
    two_digits(c)
    windows(c)
    no_dates(c)
    numbers_like_dates(c)
    return c


def or_text(*columns):
    """Dates, or texts that are said to be so."""
    first, *rest = columns
    return [Reading(list(columns)), Reading([first.kept(), *rest], told=first.name)]


def two_digits(c):
    n = whole("v", list(range(3, 17)))
    padded = [D(2026, 6, 26), D(2026, 7, 1), *dates("2026-07-13", 12, 3)]
    for name, form in [
        ("dots", "%d.%m.%y"),
        ("slashes", "%d/%m/%y"),
        ("dashes", "%d-%m-%y"),
        ("month_first", "%m/%d/%y"),
    ]:
        d = day("d", padded, form)
        c.wear(name, [d, n], "comma semicolon" if name != "dots" else "comma semicolon tab", or_text(d, n))
    spread = dates("2020-01-02", 14, 27)
    d = day("d", spread, write=slash("{m}/{d}/{yy}"))
    c.wear("unpadded_month_first", [d, n], "comma bar gzip", or_text(d, n))
    d = day("d", spread, write=slash("{d}/{m}/{yy}"))
    c.wear("unpadded_day_first", [d, n], "comma semicolon", or_text(d, n))
    first = day("d", [D(2014, 1, 1 + i) for i in range(14)], "%y-%m-%d")
    c.case("year_first", [first, n], or_text(first, n))
    at = [datetime.datetime(2021, 3, 5 + 2 * i, 8, 30) for i in range(12)]
    when = moment("at", at, "%d/%m/%y %H:%M")
    v = whole("v", list(range(12)))
    c.case("with_time", [when, v], or_text(when, v))
    gap = day("d", [None, *padded[1:]], "%d.%m.%y", na="NA")
    c.case("first_missing", [gap, n], [Reading([gap, n]), Reading([gap.kept(["NA"]), n], told="d")])


def windows(c):
    """1969 to 2068."""
    n = whole("v", list(range(12)))
    born = [D(1969 + 2 * i, 1 + i, 13 + i) for i in range(12)]
    d = day("born", born, "%d/%m/%y")
    c.case("last_century", [d, n], or_text(d, n))
    ends = [D(2024 + 4 * i, 1 + i, 13 + i) for i in range(12)]
    d = day("matures", ends, "%m/%d/%y")
    c.case("coming_years", [d, n], or_text(d, n))
    both = [D(1998, 12, 31), D(1999, 1, 15), D(2000, 2, 29), D(2001, 3, 16)] + dates("1996-05-14", 8, 410)
    d = day("d", both, "%d.%m.%y")
    c.case("both_centuries", [d, n], or_text(d, n))
    limits = [D(1969, 1, 13), D(2068, 12, 31), D(2000, 1, 14), D(1999, 12, 30)] * 3
    d = day("d", limits, "%m/%d/%y")
    c.case("limits", [d, n], or_text(d, n))
    four = [D(1920 + 9 * i, 1 + i, 14 + i) for i in range(12)]
    c.wear("four_digits", [day("d", four, "%d.%m.%Y"), n], "comma semicolon", doubt=False)


def no_dates(c):
    n = 12
    v = whole("v", list(range(n)))
    versions = ["1.2.3", "1.2.4", "1.10.2", "2.1.1", "2.1.4", "2.2.12", "3.1.1", "3.2.1"]
    looks = {
        "versions": versions,
        "versions_padded": ["20.04.1", "20.04.2", "22.04.3", "18.04.6", "16.04.7", "20.04.6"],
        "versions_four": ["1.2.3.4", "1.2.3.5", "1.10.0.1", "2.0.0.0"],
        "versions_v": ["v1.2.3", "v1.2.4", "v1.3.0", "v2.0.0"],
        "versions_large": ["10.11.2", "10.12.6", "10.13.4", "11.0.1", "11.2.3", "12.1.0"],
        "records": ["3-1-2", "4-1-1", "2-2-2", "1-3-2", "5-1-1", "6-1-1"],
        "records_slashes": ["3/1/2", "4/1/1", "2/2/2", "1/3/2", "5/1/1", "6/1/1"],
        "records_long": ["10-2-4", "12-1-3", "8-8-0", "11-3-2", "14-2-0"],
        "scores": ["2:1", "0:0", "3:2", "1:1", "4:0"],
        "scores_dashes": ["2-1", "0-0", "3-2", "1-1", "4-0"],
        "sets": ["6-4", "7-5", "6-2", "7-6", "6-3"],
        "ranges": ["1-5", "6-10", "11-15", "16-20"],
        "ages": ["0-9", "10-19", "20-29", "30-39", "40-49"],
        "addresses": ["10.0.0.1", "10.0.0.2", "192.168.1.1", "172.16.0.3"],
        "phones": ["030-12-34", "040-55-67", "089-90-12", "069-11-22"],
        "phones_plus": ["+49 30 1234567", "+44 20 7946 0958", "+1 555 0100"],
        "sections": ["1.1.1", "1.1.2", "1.2.1", "2.1.1", "2.3.4"],
        "fractions": ["1/2", "1/4", "3/4", "2/3"],
        "days": ["31.1.", "1.2.", "28.2.", "1.3."],
        "times": ["08:15", "09:30", "23:59", "00:00"],
        "times_seconds": ["08:15:00", "09:30:30", "23:59:59", "00:00:00"],
        "times_noon": ["8:15 AM", "9:30 PM", "12:00 PM"],
        "durations": ["1:02:03", "0:45:10", "12:00:00", "36:10:05"],
        "zip_plus_four": ["12345-6789", "02139-4307", "94103-0001"],
        "zip": ["02139", "10001", "94103", "00501"],
        "leading_zeros": ["007", "012", "100", "042"],
        "parts": ["12-34-5678", "98-76-5432", "45-67-8901"],
        "quarters": ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"],
        "quarters_first": ["Q1 2023", "Q2 2023", "Q3 2023"],
        "weeks": ["2024-W01", "2024-W02", "2024-W03"],
        "seasons": ["2019/20", "2020/21", "2021/22"],
        "spans": ["2019-2020", "2020-2021", "2021-2022"],
        "hex": ["0x1F", "0x2A", "0xFF"],
        "codes_e": ["1E5A", "2E6B", "3F7C"],
        "mac": ["00:1B:44:11:3A:B7", "00:1B:44:11:3A:B8"],
        "shirt": ["38/40", "42/44", "46/48"],
        "screws": ["M3x10", "M4x12", "M5x20"],
    }
    seps = ["comma", "semicolon", "tab", "bar"]
    for i, (name, values) in enumerate(looks.items()):
        column = text("what", cycle(values, n))
        dress = seps[i % 4]
        c.wear(name, [column, v], dress)
    c.wear("versions_behind", [v, text("release", cycle(versions, n))], "quoted crlf_semicolon gzip")
    c.wear("records_behind", [v, text("record", cycle(looks["records"], n))], "semicolon tab quoted")
    # The odd one shows late.
    late = text("release", [*cycle(["1.2.2013", "2.3.2014", "3.4.2015"], 0), *cycle(versions, 700)])
    c.case("versions_long", [whole("v", cycle(range(8), 700)), late], some=[0, 1, 699])


def numbers_like_dates(c):
    n = 12
    v = number("v", [150 + 7 * i for i in range(n)], 1)
    c.wear("years", [whole("year", list(range(2010, 2010 + n))), v], "comma semicolon")
    either = ["integer", "identifier"]
    days = dates("2024-01-25", n)
    compact = whole("day", [int(d.strftime("%Y%m%d")) for d in days]).of(*either)
    as_date = day("day", days, "%Y%m%d")
    c.case("compact_days", [compact, v], [Reading([compact, v]), Reading([as_date, v])])
    c.case("compact_months", [whole("month", [202301 + i for i in range(n)]).of(*either), v])
    c.case("seconds", [whole("at", [1706745600 + 3600 * i for i in range(n)]).of(*either), v])
    c.case("halves", [number("release", cycle([20, 21, 25, 30], n), 1), v])
