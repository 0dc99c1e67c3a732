//! Days as recipes write them: `2019-03-31`.

/// Returns the days since 1970-01-01 of a day in the years 0000 to 9999; `None` if the text is not such a day. O(1).
pub fn day(text: &str) -> Option<i32> {
    let digits = |from: usize, to: usize| -> Option<i32> {
        let part = text.get(from..to)?;
        let all_digits = part.bytes().all(|byte| byte.is_ascii_digit());
        if all_digits { part.parse().ok() } else { None }
    };
    let dashes = text.len() == 10 && text.get(4..5)? == "-" && text.get(7..8)? == "-";
    let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [
        31,
        28 + i32::from(leap),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let place = usize::try_from(month - 1).ok()?;
    let length = lengths.get(place)?;
    if !dashes || !(1..=*length).contains(&day) {
        return None;
    }
    let passed: i32 = lengths.iter().take(place).sum();
    // Leap years before a year, counted from the year 0, which is one.
    let leaps = |year: i32| {
        if year == 0 {
            0
        } else {
            (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1
        }
    };
    Some((year - 1970) * 365 + leaps(year) - leaps(1970) + passed + day - 1)
}

#[cfg(test)]
mod tests {
    use super::day;

    /// Compares with Python's `datetime.date.toordinal`, except for the year 0, which Python does not have.
    #[test]
    fn days_are_counted_from_1970() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11016),
            ("1900-03-01", -25508),
            ("2019-03-31", 17986),
            ("2024-12-31", 20088),
            ("0001-01-01", -719162),
            ("0000-12-31", -719163),
            ("9999-12-31", 2932896),
        ] {
            assert_eq!(day(text), Some(days), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "2019",
            "2019-3-31",
            "2019-03-32",
            "2019-02-29",
            "1900-02-29",
            "2019-00-10",
            "2019-13-01",
            "2019-03-00",
            "2019/03/31",
            "+019-03-31",
            "2019-03-31 ",
            "2019-03-3é",
            "２019-03-3",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
