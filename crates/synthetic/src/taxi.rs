//! Taxi trips of one year in an invented city, in the order of their departures: was the tip 20 % of the fare or more?
//!
//! The rule is a score: evenings +1, weekend evenings another +0.5, a start at the airport +1, an arrival in Hillside
//! +0.7, and up to +1.4 for distance. The class balance decides how many of the trips paid by card, those with the
//! highest scores, have a high tip. Cash trips have no recorded tip. The columns tip and total leak the target; passengers
//! and tolls have no effect.

use super::csv_writer::CsvWriter;
use super::sampler::Sampler;
use super::zones::{Zone, zones};
use super::{Column, blend, drift, is_late};
use grove_recipe::synthetic::SyntheticSpec;

pub const COLUMNS: [Column; 14] = [
    ("pickup_at", false),
    ("dropoff_at", false),
    ("pickup_borough", true),
    ("pickup_zone", true),
    ("dropoff_borough", true),
    ("dropoff_zone", true),
    ("passengers", true),
    ("distance_km", true),
    ("payment", true),
    ("fare", true),
    ("tolls", true),
    ("tip", false),
    ("total", false),
    ("high_tip", false),
];

/// By hour: how many trips start, relative to the other hours.
const DEMAND: [f64; 24] = [
    3.0, 2.0, 1.5, 1.0, 1.0, 1.5, 3.0, 5.0, 6.0, 5.0, 4.5, 4.5, 5.0, 5.0, 5.0, 5.5, 5.5, 6.5, 8.0,
    8.0, 7.0, 6.0, 5.5, 4.5,
];
const MINUTES_A_DAY: u32 = 1440;
/// 2024, which began on a Monday.
const YEAR: u32 = 2024;
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_A_YEAR: f64 = 366.0;
/// In cents, for trips between the airport's borough and the others.
const TOLL: u64 = 650;
/// The standard deviation of the noise in the score, about twice the rule's own.
const NOISE_DEVIATION: f64 = 1.5;

/// Writes all rows.
pub fn fill(spec: &SyntheticSpec, csv: &mut CsvWriter) {
    let city = City::new();
    let thresholds = [false, true].map(|late| city.threshold(spec, late));
    for row in 0..spec.rows {
        let trip = city.trip(spec, row);
        let above = trip.score - thresholds[usize::from(is_late(spec, row))];
        write(csv, &trip, above);
    }
}

struct City {
    zones: Vec<Zone>,
    weights: Vec<f64>,
}

struct Trip<'a> {
    /// In minutes since the start of the year.
    pickup: u32,
    minutes: u32,
    from: &'a Zone,
    to: &'a Zone,
    passengers: u32,
    /// In kilometres.
    distance: f64,
    by_card: bool,
    /// In cents.
    fare: u64,
    score: f64,
}

impl City {
    fn new() -> Self {
        let (zones, weights) = zones();
        Self { zones, weights }
    }

    fn trip(&self, spec: &SyntheticSpec, row: u32) -> Trip<'_> {
        let mut random = Sampler::new(spec.seed, "taxi-trips", row);
        let drift = drift(spec, row);
        let days = (f64::from(row) + random.unit()) / f64::from(spec.rows) * DAYS_A_YEAR;
        let pickup = days as u32 * MINUTES_A_DAY + time_of_day(days.fract());
        let from = &self.zones[random.weighted(&self.weights)];
        let to = &self.zones[random.weighted(&self.weights)];
        let detour = random.between(1.15, 1.45);
        let distance = (0.5 + random.unit() + detour * from.distance(to)) * (1.0 + 0.2 * drift);
        let hour = pickup / 60 % 24;
        let speed = if (7..19).contains(&hour) { 19.0 } else { 30.0 } * random.between(0.8, 1.2);
        let minutes = (2.0 + distance / speed * 60.0).round();
        let fare = (300.0 + 175.0 * distance + 45.0 * minutes).round();
        let passengers = 1 + random.weighted(&[0.68, 0.18, 0.07, 0.04, 0.02, 0.01]) as u32;
        let by_card = random.chance(0.75 + 0.15 * drift);

        let weekday = days as u32 % 7;
        let evening = f64::from(u8::from(!(4..18).contains(&hour)));
        let morning = f64::from(u8::from((6..11).contains(&hour)));
        let weekend = f64::from(u8::from(weekday >= 4));
        let rule = (1.0 - drift) * (evening + 0.5 * evening * weekend)
            + drift * 1.5 * morning
            + f64::from(u8::from(from.is_airport()))
            + 0.7 * f64::from(u8::from(to.is_well_off()))
            + 1.4 * distance / (distance + 5.0);
        Trip {
            pickup,
            minutes: minutes as u32,
            from,
            to,
            passengers,
            distance,
            by_card,
            fare: fare as u64,
            score: blend(spec.noise, rule, NOISE_DEVIATION * random.normal()),
        }
    }

    /// Returns the lowest score of a high tip in the earlier or the later half of the table, so that each half has the
    /// same share of high tips. Infinite if no trip is paid by card.
    fn threshold(&self, spec: &SyntheticSpec, late: bool) -> f64 {
        let rows = (0..spec.rows).filter(|row| is_late(spec, *row) == late);
        let high = (rows.clone().count() as f64 * spec.balance)
            .round()
            .max(1.0) as usize;
        let mut scores: Vec<f64> = rows
            .map(|row| self.trip(spec, row))
            .filter(|trip| trip.by_card)
            .map(|trip| trip.score)
            .collect();
        let Some(last) = high.min(scores.len()).checked_sub(1) else {
            return f64::INFINITY;
        };
        *scores.select_nth_unstable_by(last, |a, b| b.total_cmp(a)).1
    }
}

/// Returns the minute of the day by which this share of a day's trips has started.
fn time_of_day(share: f64) -> u32 {
    let mut left = share * DEMAND.iter().sum::<f64>();
    for (hour, demand) in (0..).zip(DEMAND) {
        if left < demand {
            return hour * 60 + (left / demand * 60.0) as u32;
        }
        left -= demand;
    }
    MINUTES_A_DAY - 1
}

/// Writes a trip. `above` is its score minus the lowest score of a high tip.
fn write(csv: &mut CsvWriter, trip: &Trip, above: f64) {
    let high = trip.by_card && above >= 0.0;
    let fare = trip.fare as f64;
    let tip = match high {
        true => fare * (0.20 + 0.05 * above).min(0.4),
        false => fare * (0.12 + 0.05 * above).max(0.0),
    };
    // Rounds high tips up, so that they stay at 20 % or more.
    let tip = if high { tip.ceil() } else { tip.floor() } as u64;
    let tip = if trip.by_card { tip } else { 0 };
    let crosses = trip.from.is_airport() != trip.to.is_airport();
    let tolls = if crosses { TOLL } else { 0 };

    moment(csv, trip.pickup);
    moment(csv, trip.pickup + trip.minutes);
    for zone in [trip.from, trip.to] {
        csv.text(zone.borough);
        csv.text(zone.name);
    }
    csv.whole(trip.passengers);
    csv.decimal(trip.distance, 2);
    csv.text(if trip.by_card { "card" } else { "cash" });
    csv.hundredths(trip.fare);
    csv.hundredths(tolls);
    match trip.by_card {
        true => csv.hundredths(tip),
        false => csv.empty(),
    }
    csv.hundredths(trip.fare + tolls + tip);
    csv.text(if high { "yes" } else { "no" });
}

/// Writes a time, given in minutes since the start of the year.
fn moment(csv: &mut CsvWriter, minutes: u32) {
    let (mut day, minute) = (minutes / MINUTES_A_DAY, minutes % MINUTES_A_DAY);
    let (mut year, mut month) = (YEAR, 0);
    while day >= DAYS[month] {
        day -= DAYS[month];
        month += 1;
        if month == DAYS.len() {
            (year, month) = (year + 1, 0);
        }
    }
    let (hour, minute) = (minute / 60, minute % 60);
    csv.text(&format!(
        "{year}-{:02}-{:02} {hour:02}:{minute:02}",
        month + 1,
        day + 1
    ));
}
