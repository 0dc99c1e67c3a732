"""Which number of a date is the day."""

import datetime

from writing import Column, Corpus, Reading, dates, day, moment, moments, months, slash, text, whole

D = datetime.date
DMY, MDY = slash("{d}/{m}/{y}"), slash("{m}/{d}/{y}")


def corpus():
    c = Corpus("order")
    by_a_day_above_12(c)
    by_steps(c)
    by_sorting(c)
    by_gaps(c)
    by_other_columns(c)
    undecided(c)
    return c


def mixed(n):
    """Days that allow both orders, in no order."""
    return [D(2020 + i * 7 % 4, 1 + i * 5 % 12, 1 + i * 7 % 12) for i in range(n)]


def by_a_day_above_12(c):
    n = 14
    v = whole("v", list(range(n)))
    for order, form in [("day_first", "%d/%m/%Y"), ("month_first", "%m/%d/%Y")]:
        for place, row in [("first", 0), ("last", n - 1), ("middle", 7)]:
            days = mixed(n)
            days[row] = D(2021, 5, 28)
            dress = {"first": "comma semicolon", "last": "tab crlf", "middle": "bar quoted"}[place]
            c.wear(f"{order}_{place}", [day("day", days, form), v], dress, doubt=False)
        long = [D(2020 + i % 4, 1 + i * 5 % 12, 1 + i * 7 % 12) for i in range(700)]
        long[600] = D(2021, 5, 28)
        c.case(
            f"{order}_row_600",
            [day("day", long, form), whole("v", [i % 9 for i in range(700)])],
            some=[0, 1, 2, 599, 600, 601, 699],
            doubt=False,
        )
    days = mixed(n)
    days[9] = D(2021, 5, 28)
    c.wear("day_first_dashes", [day("day", days, "%d-%m-%Y"), v], "comma semicolon", doubt=False)
    c.wear("month_first_dashes", [day("day", days, "%m-%d-%Y"), v], "comma tab", doubt=False)
    c.wear("day_first_unpadded", [day("day", days, write=DMY), v], "comma gzip", doubt=False)
    c.wear("month_first_unpadded", [day("day", days, write=MDY), v], "semicolon utf16", doubt=False)
    c.wear("dots", [day("day", days, "%d.%m.%Y"), v], "comma semicolon", doubt=False)
    c.case("dots_ambiguous", [day("day", mixed(n), "%d.%m.%Y"), v], sep=";")
    c.wear("iso", [day("day", mixed(n)), v], "comma semicolon", doubt=False)
    c.case("year_first_slashes", [day("day", mixed(n), "%Y/%m/%d"), v], doubt=False)
    both = text("day", ["13/01/2024", "01/13/2024", "14/02/2024", "02/14/2024", "15/03/2024", "03/15/2024"] * 3)
    c.case("both_orders_in_one_column", [both, whole("v", list(range(18)))])


def by_steps(c):
    start = months("2018-01-01", 36)
    v = whole("sales", [101 + i for i in range(36)])
    c.wear("monthly_month_first", [day("month", start, write=MDY), v], "comma semicolon tab")
    c.wear("monthly_month_first_padded", [day("month", start, "%m/%d/%Y"), v], "comma gzip")
    c.wear("monthly_day_first", [day("month", start, write=DMY), v], "comma semicolon")
    c.case("monthly_day_first_padded", [day("month", start, "%d/%m/%Y"), v])
    back = list(reversed(start))
    c.case("monthly_backwards", [day("month", back, write=MDY), v])
    gap = [None if i == 17 else d for i, d in enumerate(start)]
    c.case("monthly_with_a_gap", [day("month", gap, write=MDY, na="NA"), v])
    quarters = months("2010-01-01", 40, 3)
    w = whole("sales", [7 * i % 41 for i in range(40)])
    c.wear("quarterly_month_first", [day("quarter", quarters, write=MDY), w], "comma bar")
    c.case("quarterly_day_first", [day("quarter", quarters, "%d/%m/%Y"), w])
    fifth = months("2018-01-05", 24)
    c.case("fifth_of_each_month", [day("month", fifth, "%m/%d/%Y"), whole("sales", list(range(24)))])
    at = moments("2024-01-02 00:00", 288, 10)
    u = whole("v", [i % 8 for i in range(288)])
    some = [0, 1, 143, 144, 287]
    c.case("ten_minutes_month_first", [moment("at", at, "%m/%d/%Y %H:%M"), u], some=some)
    c.case("ten_minutes_day_first", [moment("at", at, "%d/%m/%Y %H:%M"), u], sep=";", some=some)
    hours = moments("2024-03-01 00:00", 240, 60)
    h = whole("v", [i % 8 for i in range(240)])
    c.case("hourly_month_first", [moment("at", hours, "%m/%d/%Y %H:%M"), h], some=[0, 23, 24, 239])
    daily = dates("2024-05-01", 12)
    x = whole("v", list(range(12)))
    # Twelve days in a row under one order, twelve months in a row under the other.
    by_months = [D(d.year, d.day, d.month) for d in daily]
    for name, form in [("month_first", "%m/%d/%Y"), ("day_first", "%d/%m/%Y")]:
        columns = [day("day", daily, form), x]
        other = Column("day", ["date"], [d.isoformat() for d in by_months], columns[0].texts)
        c.case(f"daily_{name}", columns, [Reading(columns), Reading([other, x], told="month", doubt=True)])
    noon = [datetime.datetime(2024, 1 + i * 5 % 12, 1 + i * 7 % 12, 1 + i * 5 % 23, 15) for i in range(12)]
    c.wear("am_pm", [moment("at", noon, "%m/%d/%Y %I:%M %p"), x], "comma semicolon tab")
    c.case("am_pm_seconds", [moment("at", noon, "%m/%d/%Y %I:%M:%S %p"), x])
    low = moment("at", noon, write=lambda d: d.strftime("%m/%d/%Y %I:%M ") + ("am" if d.hour < 12 else "pm"))
    c.case("am_pm_low", [low, x])
    sure = [d.replace(day=28) if i == 5 else d for i, d in enumerate(noon)]
    c.case("am_pm_day_first", [moment("at", sure, "%d/%m/%Y %I:%M %p"), x], doubt=False)


def by_sorting(c):
    within = [(1, 5, 2, 1), (6, 8, 5, 7), (10, 11, 12, 9)]
    days = [D(2024, 1 + i // 3, within[i % 3][i * 7 % 4]) for i in range(36)]
    v = whole("v", list(range(36)))
    c.case("sorted_month_first", [day("day", days, "%m/%d/%Y"), v])
    c.case("sorted_day_first", [day("day", days, "%d/%m/%Y"), v])
    c.case("sorted_backwards_month_first", [day("day", days[::-1], "%m/%d/%Y"), v])


def by_gaps(c):
    """Moments of two days in no order, which are a month apart in the other order."""
    at = [datetime.datetime(2014, 7, 9, 18, 1) + datetime.timedelta(minutes=i * i * 37 % 1999) for i in range(60)]
    v = whole("v", [i % 7 for i in range(60)])
    some = [0, 1, 29, 30, 59]
    for name, form in [("month_first", "%m/%d/%y %H:%M"), ("day_first", "%d/%m/%Y %H:%M")]:
        c.wear(f"two_days_{name}", [moment("at", at, form), v], "comma semicolon", some=some, told="gap", doubt=False)


def by_other_columns(c):
    n = 14
    v = whole("v", list(range(n)))
    sure = [d.replace(day=28) if i == 8 else d for i, d in enumerate(mixed(n))]
    for order, form in [("day_first", "%d/%m/%Y"), ("month_first", "%m/%d/%Y")]:
        other = [D(d.year, d.day % 12 + 1, d.month) for d in mixed(n)]
        c.case(f"other_column_{order}", [day("start", sure, form), day("end", other, form), v])
        c.case(f"other_column_before_{order}", [day("end", other, form), v, day("start", sure, form)], sep=";")
    first, second = day("eu", sure, "%d/%m/%Y"), day("us", sure, "%m/%d/%Y")
    told = {"told": ["order"], "doubt": True}
    c.case("columns_of_both_orders", [first, second, v], [Reading([first, second, v]), Reading([first, second.kept(), v], **told)])


def undecided(c):
    n = 14
    v = whole("v", list(range(n)))
    days = mixed(n)
    right = [day("day", days, "%d/%m/%Y"), v]
    c.wear("undecided", right, "comma semicolon tab bar", told="month", doubt=True)
    c.case("undecided_dashes", [day("day", days, "%d-%m-%Y"), v], told="month", doubt=True)
    at = [datetime.datetime(d.year, d.month, d.day, 3 + i % 9, 10) for i, d in enumerate(days)]
    c.case("undecided_times", [moment("at", at, "%d/%m/%Y %H:%M"), v], told="month", doubt=True)
    few = days[:4]
    c.case("undecided_few", [day("day", few, "%d/%m/%Y"), whole("v", list(range(4)))], told="month", doubt=True)
    same = [D(2020 + i % 3, 1 + i % 12, 1 + i % 12) for i in range(n)]
    c.case("order_of_no_matter", [day("day", same, "%d/%m/%Y"), v])
