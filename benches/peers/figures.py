"""Figures as a reader sees them. What nobody could tell is None, and a dash."""

import math
import statistics

DASH = "–"


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def number(value, unit=1.0, digits=3):
    """Three significant digits."""
    if value is None:
        return DASH
    value = value / unit
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{places}f}"


def ratio(over, under):
    return over / under if over and under else None


def mean_and_error(values):
    """Mean ± standard error."""
    if len(values) < 2:
        return DASH
    error = statistics.stdev(values) / math.sqrt(len(values))
    return f"{statistics.mean(values):.4f} ± {error:.4f}"


def n_log_n(few, many):
    """How many times as long `many` rows take as `few` where the time grows as n log n."""
    return many * math.log(many) / (few * math.log(few))
