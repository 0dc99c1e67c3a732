//! Scales numbers by a power of two to about 1, which does not round them, before they are multiplied and summed.

/// Returns the power of two that scales a number to at least 1 and below 2, or as near as a normal number can; 1 for 0.
pub fn power_of_two(largest: f64) -> f64 {
    const BIAS: u64 = 1023;
    let exponent = (largest.abs().to_bits() >> 52).clamp(1, 2 * BIAS - 1);
    if largest == 0.0 {
        1.0
    } else {
        f64::from_bits((2 * BIAS - exponent) << 52)
    }
}

#[cfg(test)]
mod tests {
    use super::power_of_two;

    #[test]
    fn every_number_comes_to_about_one() {
        for value in [f64::MAX, 1e300, 3.0, 1.0, 0.7, 1e-300, f64::MIN_POSITIVE] {
            let scaled = value * power_of_two(value);
            assert!((1.0..4.0).contains(&scaled), "{value} became {scaled}");
        }
        assert_eq!(power_of_two(0.0), 1.0);
        assert!(power_of_two(5e-324).is_finite());
    }
}
