//! The exponential and the logarithm, with the same bits on every platform.

/// Above this the exponential is infinite here.
const LARGEST: f64 = 709.0;

/// Below this the exponential is 0 here: the least normal numbers end there.
const LEAST: f64 = -708.0;

/// Adding it rounds to a whole number, which is then in the lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// 1 / k!, from k = 13 down to 0.
const TAYLOR: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// Returns eˣ with an error below 2 units in the last place: 2ᵏ eʳ with the whole k that makes r least, and eʳ by its
/// Taylor series. Infinite from 709, and 0 up to -708. Without branches and calls, so that compilers compute several at
/// a time; additions and products alone have the same bits everywhere.
#[inline(always)]
pub(super) fn exp(x: f64) -> f64 {
    // ln 2, whose first 32 bits times k is exact, and the rest.
    const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
    const LN_2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
    let inside = x.clamp(LEAST, LARGEST);
    let shifted = inside * std::f64::consts::LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (inside - k * LN_2_HIGH) - k * LN_2_LOW;
    let mut series = TAYLOR[0];
    for coefficient in &TAYLOR[1..] {
        series = series * r + coefficient;
    }
    // The lowest bits of `shifted` are k; 1023 more make them the exponent of 2ᵏ.
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    let result = series * power;
    let result = if x > LARGEST { f64::INFINITY } else { result };
    if x < LEAST { 0.0 } else { result }
}

/// Returns the natural logarithm.
#[inline(always)]
pub(super) fn log(x: f64) -> f64 {
    libm::log(x)
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, LEAST, exp};
    use grove_forest::Stream;

    #[test]
    fn exponentials_are_right_to_two_units_in_the_last_place() {
        let mut random = Stream::new(0, "exp", 0);
        let mut numbers = vec![
            0.0,
            -0.0,
            1.0,
            -1.0,
            LARGEST,
            LEAST,
            1e-300,
            0.34657359,
            -0.34657360,
        ];
        numbers.extend((0..200_000).map(|_| (random.unit() - 0.5) * 1416.0));
        numbers.extend((0..200_000).map(|_| (random.unit() - 0.5) * 4.0));
        for x in numbers {
            let (ours, theirs) = (exp(x), libm::exp(x));
            let apart = ours.to_bits().abs_diff(theirs.to_bits());
            assert!(
                apart <= 2,
                "exp({x}) is {ours}, {apart} units from {theirs}"
            );
        }
    }

    #[test]
    fn extremes_are_0_and_infinite() {
        for x in [709.1, 1e10, f64::MAX, f64::INFINITY] {
            assert_eq!(exp(x), f64::INFINITY);
            assert_eq!(exp(-x), 0.0);
        }
    }
}
