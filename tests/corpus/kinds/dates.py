"""Dates and moments that people write."""

import datetime

from writing import Column, Corpus, Reading, canonical, cycle, dates, day, moment, moments, months, slash, text, whole

N = 15
SEPS = ["comma", "semicolon", "tab", "bar"]
MONTHS = "January February March April May June July August September October November December".split()


def corpus():
    c = Corpus("dates")
    v = whole("v", [i * 5 % 11 for i in range(N)])
    days(c, v)
    names(c, v)
    with_times(c, v)
    zones(c, v)
    by_month(c, v)
    far(c, v)
    mixed(c, v)
    return c


def spread(n=N):
    return dates("2023-11-20", n, 17)


def days(c, v):
    forms = {
        "iso": "%Y-%m-%d",
        "year_dots": "%Y.%m.%d",
        "year_slashes": "%Y/%m/%d",
        "dots": "%d.%m.%Y",
        "slashes": "%d/%m/%Y",
        "dashes": "%d-%m-%Y",
        "us_slashes": "%m/%d/%Y",
        "us_dashes": "%m-%d-%Y",
    }
    for i, (name, form) in enumerate(forms.items()):
        for sep in (SEPS[i % 4], SEPS[(i + 1) % 4]):
            c.wear(name, [day("when", spread(), form), v], sep, doubt=False)
    c.case("dots_unpadded", [day("when", spread(), write=slash("{d}.{m}.{y}")), v])
    c.case("year_slashes_unpadded", [day("when", spread(), write=slash("{y}/{m}/{d}")), v])
    c.case("year_dashes_unpadded", [day("when", spread(), write=slash("{y}-{m}-{d}")), v])
    c.wear("quoted", [day("when", spread(), "%d.%m.%Y"), v], "quoted quoted_semicolon crlf_semicolon")


def long_name(form):
    return lambda d: form.format(
        name=MONTHS[d.month - 1], short=MONTHS[d.month - 1][:3], d=d.day, dd=f"{d.day:02d}", y=d.year
    )


def names(c, v):
    forms = {
        "dd_mon_yyyy": "{dd}-{short}-{y}",
        "d_mon_yyyy": "{d}-{short}-{y}",
        "mon_d_yyyy": "{short} {d}, {y}",
        "month_d_yyyy": "{name} {d}, {y}",
        "d_month_yyyy": "{d} {name} {y}",
        "dd_mon_yyyy_spaces": "{dd} {short} {y}",
        "month_dd_yyyy": "{name} {dd}, {y}",
    }
    for i, (name, form) in enumerate(forms.items()):
        for sep in (SEPS[i % 4], SEPS[(i + 1) % 4]):
            c.wear(f"name_{name}", [day("when", spread(), write=long_name(form)), v], sep)
    upper = day("when", spread(), write=lambda d: long_name("{dd}-{short}-{y}")(d).upper())
    c.case("name_capitals", [upper, v])
    lower = day("when", spread(), write=lambda d: long_name("{dd}-{short}-{y}")(d).lower())
    c.case("name_low", [lower, v])
    both = day("when", dates("2024-01-01", N), write=long_name("{dd}-{short}-{y}"))
    c.case("name_january", [both, day("long", dates("2024-01-01", N), write=long_name("{name} {d}, {y}")), v])
    gap = day("when", [None, *spread()[1:]], na="NA", write=long_name("{dd}-{short}-{y}"))
    c.case("name_missing", [gap, v])
    or_text = {
        "weekday": lambda d: d.strftime("%a, ") + long_name("{dd} {short} {y}")(d),
        "two_digits": lambda d: long_name("{dd}-{short}-")(d) + f"{d.year % 100:02d}",
        "comma_less": long_name("{name} {d} {y}"),
    }
    for name, write in or_text.items():
        column = day("when", spread(), write=write)
        c.case(f"name_{name}", [column, v], [Reading([column, v]), Reading([column.kept(), v])])
    german = cycle(["5. Januar 2024", "6. März 2024", "17. Mai 2024", "28. Dezember 2024"], N)
    days = cycle(["2024-01-05", "2024-03-06", "2024-05-17", "2024-12-28"], N)
    c.case("name_german", [Column("when", ["date"], days, german), v])


def with_times(c, v):
    at = moments("2024-01-20 22:15", N, 1501)
    at_s = [m + datetime.timedelta(seconds=7 * i) for i, m in enumerate(at)]
    forms = {
        "iso": "%Y-%m-%d %H:%M:%S",
        "iso_t": "%Y-%m-%dT%H:%M:%S",
        "year_slashes": "%Y/%m/%d %H:%M:%S",
        "dots": "%d.%m.%Y %H:%M:%S",
        "slashes": "%d/%m/%Y %H:%M:%S",
        "us": "%m/%d/%Y %H:%M:%S",
        "us_pm": "%m/%d/%Y %I:%M:%S %p",
        "year_dots": "%Y.%m.%d %H:%M:%S",
        "dashes": "%d-%m-%Y %H:%M:%S",
    }
    for i, (name, form) in enumerate(forms.items()):
        c.wear(f"at_{name}_seconds", [moment("at", at_s, form), v], SEPS[i % 4])
        c.wear(f"at_{name}", [moment("at", at, form.replace(":%S", "")), v], f"{SEPS[(i + 1) % 4]} {SEPS[(i + 2) % 4]}")
    fine = [m.replace(microsecond=(37 * i % 999 + 1) * 1000) for i, m in enumerate(at_s)]
    write = lambda m: m.strftime("%Y-%m-%d %H:%M:%S.") + f"{m.microsecond // 1000:03d}"
    c.case("at_milliseconds", [moment("at", fine, write=write), v])
    c.case("at_midnight", [moment("at", [m.replace(hour=0, minute=0) for m in at]), v])
    noon = [m.replace(hour=[0, 12, 1, 13][i % 4], minute=30) for i, m in enumerate(at)]
    c.case("at_noon_and_midnight", [moment("at", noon, "%m/%d/%Y %I:%M %p"), v])
    one = lambda m: f"{m.month}/{m.day}/{m.year} {m.hour}:{m.minute:02d}"
    c.case("at_unpadded", [moment("at", at, write=one), v])
    named = lambda m: long_name("{dd}-{short}-{y} ")(m) + m.strftime("%H:%M:%S")
    column = moment("at", at_s, write=named)
    c.case("at_month_names", [column, v], [Reading([column, v]), Reading([column.kept(), v])])
    apart = [day("day", [m.date() for m in at], "%d.%m.%Y"), text("time", [m.strftime("%H:%M") for m in at]), v]
    c.wear("day_and_time_apart", apart, "semicolon comma")


def zones(c, v):
    utc = moments("2024-03-30 09:00", N, 300)
    local = [m + datetime.timedelta(hours=1 if m < datetime.datetime(2024, 3, 31, 1) else 2) for m in utc]
    offsets = [(l - u).seconds // 3600 for l, u in zip(local, utc)]
    index = {m: i for i, m in enumerate(local)}

    def zoned(form, between=" "):
        return lambda m: m.strftime(f"%Y-%m-%d{between}%H:%M:%S") + form.format(h=offsets[index[m]])

    forms = {
        "postgres": zoned("+{h:02d}"),
        "colon": zoned("+{h:02d}:00"),
        "basic": zoned("+{h:02d}00"),
        "iso": zoned("+{h:02d}:00", "T"),
        "space": zoned(" +{h:02d}00"),
    }
    for i, (name, write) in enumerate(forms.items()):
        c.wear(
            f"zone_{name}",
            [moment("at", local, write=write, shown=utc), v],
            f"{SEPS[i % 4]} {SEPS[(i + 1) % 4]}",
            told="utc",
        )
    plain = {
        "utc": "%Y-%m-%d %H:%M:%S UTC",
        "gmt": "%Y-%m-%d %H:%M:%S GMT",
        "z": "%Y-%m-%dT%H:%M:%SZ",
        "z_space": "%Y-%m-%d %H:%M:%SZ",
        "zero": "%Y-%m-%d %H:%M:%S+00:00",
    }
    for i, (name, form) in enumerate(plain.items()):
        c.wear(
            f"zone_{name}",
            [moment("at", utc, write=lambda m: m.strftime(form)), v],
            f"{SEPS[i % 4]} {SEPS[(i + 1) % 4]}",
        )
    half = [m + datetime.timedelta(hours=5, minutes=30) for m in utc]
    c.case("zone_india", [moment("at", half, write=lambda m: m.strftime("%Y-%m-%d %H:%M:%S+05:30"), shown=utc), v])
    west = [m - datetime.timedelta(hours=8) for m in utc]
    c.case("zone_west", [moment("at", west, write=lambda m: m.strftime("%Y-%m-%dT%H:%M:%S-08:00"), shown=utc), v])
    fine = [m.replace(microsecond=(i * 37 % 999 + 1) * 1000) for i, m in enumerate(utc)]
    c.case(
        "zone_milliseconds",
        [moment("at", fine, write=lambda m: m.strftime("%Y-%m-%dT%H:%M:%S.") + f"{m.microsecond // 1000:03d}Z"), v],
    )
    c.case(
        "zone_missing", [moment("at", [None, *utc[1:]], na="", write=lambda m: m.strftime("%Y-%m-%d %H:%M:%S UTC")), v]
    )
    gaps = [m.strftime("%Y-%m-%d %H:%M:%S") + ("+01:00" if i % 2 else "") for i, m in enumerate(utc)]
    c.case("zone_in_some", [text("at", gaps), v], told="zone")
    few = moment(
        "at", utc, write=lambda m: m.strftime("%Y-%m-%dT%H:%M:%S.000Z" if m == utc[4] else "%Y-%m-%d %H:%M:%S")
    )
    c.wear("zone_utc_in_one", [few, v], "comma semicolon", told="utc")
    at = moments("2024-03-20 00:00", N, 1440)
    at[6] = at[6].replace(hour=2, minute=58)
    one = moment("at", at, write=lambda m: m.strftime("%m/%d/%Y" if m.hour == 0 else "%Y-%m-%dT%H:%M:%SZ"))
    c.case("zone_utc_among_days", [one, v], told="utc")


def by_month(c, v):
    first = months("2022-03-01", N)
    c.wear("month", [day("month", first, "%Y-%m"), v], "comma semicolon tab")
    c.case("month_missing", [day("month", [None, *first[1:]], "%Y-%m", na="NA"), v])
    for name, form in {
        "month_slash": "%Y/%m",
        "month_behind": "%m/%Y",
        "month_dots": "%m.%Y",
        "month_short": "%b %Y",
        "month_long": "%B %Y",
        "month_yy": "%b-%y",
    }.items():
        column = day("month", first, form)
        readings = [Reading([column, v]), Reading([column.kept(), v])]
        if name == "month_dots":
            # 03.2022 is a decimal to any reader that knows no dates.
            as_number = Column("month", ["decimal"], [float(t) for t in column.texts], column.texts)
            readings = [*readings, Reading([as_number, v])]
        c.case(name, [column, v], readings)


    times = text("at", [f"{(i * 7) % 24:02d}:{(i * 11) % 60:02d}" for i in range(N)])
    c.wear("times_without_dates", [times, v], "comma semicolon", told="without a date")
    left = dates("1977-01-20", 60, 41)
    w = whole("v", [i % 7 for i in range(60)])
    some = [0, 1, 29, 30, 59]
    one = day("left", left, write=lambda d: d.strftime("%m/%d/%Y"))
    month = one.with_cell(30, "Aug. 1981", "1981-08-01")
    c.case("month_in_one", [month, w], some=some, told="only a month")
    many = one
    for row in range(0, 60, 8):
        many = many.with_cell(row, "still there")
    c.case("dates_in_most", [many.kept(), w], some=some, told="are dates")


def far(c, v):
    old = [datetime.date(1899 - 13 * i, 1 + i % 12, 28) for i in range(N)]
    c.case("before_1900", [day("when", old, write=lambda d: d.isoformat()), v])
    c.case("before_1970", [day("when", dates("1931-01-25", N, 55), "%d/%m/%Y"), v])
    leap = [datetime.date(1904 + 4 * i, 2, 29) for i in range(N)]
    c.case("leap_days", [day("when", leap, "%d.%m.%Y"), v])
    ends = [datetime.date(2000 + i, [1, 3, 5, 7, 8, 10, 12][i % 7], 31) for i in range(N)]
    c.case("ends_of_months", [day("when", ends, "%m/%d/%Y"), v])
    c.case("far_ahead", [day("when", dates("2199-01-20", N, 31)), v])
    wrong = day("when", spread()).with_cell(5, "2023-02-30")
    told = "2023-02-30"
    c.case("no_such_day", [wrong, v], [Reading([wrong, v], told=told), Reading([wrong.kept(), v], told=told)])


def mixed(c, v):
    at = moments("2024-01-20 22:15", N, 1501)
    some = [m.strftime("%Y-%m-%d") if i % 2 else m.strftime("%Y-%m-%d %H:%M:%S") for i, m in enumerate(at)]
    cells = [canonical(m.replace(hour=0, minute=0) if i % 2 else m) for i, m in enumerate(at)]
    column = Column("at", ["date_time"], cells, some)
    c.case("some_with_time", [column, v], [Reading([column, v]), Reading([column.kept(), v])])
    forms = ["%Y-%m-%d", "%d.%m.%Y"]
    two = Column(
        "when", ["date"], [d.isoformat() for d in spread()], [d.strftime(forms[i % 2]) for i, d in enumerate(spread())]
    )
    c.case("two_forms", [two, v], [Reading([two, v]), Reading([two.kept(), v])])
    c.case(
        "two_columns",
        [day("a", spread(), "%d.%m.%Y"), day("b", spread()), moment("c", at, "%d.%m.%Y %H:%M"), v],
        sep=";",
    )
