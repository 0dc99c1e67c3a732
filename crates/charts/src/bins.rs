//! Equal-width bins, drawn as bars or as an outline by the pictures of a distribution.

use crate::mark::px;
use crate::scale::Linear;

/// Equal-width bins from `min` to `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bins {
    /// Lower end of the first bin.
    pub min: f64,
    /// Upper end of the last bin.
    pub max: f64,
    /// The number of bins.
    pub count: u32,
}

impl Bins {
    /// Returns the ends of bin `i`.
    pub fn edges(&self, i: usize) -> (f64, f64) {
        let edge = |i: f64| {
            let part = i / f64::from(self.count.max(1));
            self.min * (1.0 - part) + self.max * part
        };
        (edge(i as f64), edge(i as f64 + 1.0))
    }

    /// Returns a path along the tops of the bins, closed along the base if `filled`.
    pub fn outline(&self, heights: &[f64], x: &Linear, y: &Linear, filled: bool) -> String {
        let base = px(y.at(0.0));
        let mut path = ["M", &px(x.at(self.edges(0).0)), " ", &base].concat();
        for (i, height) in heights.iter().enumerate() {
            let (up, right) = (px(y.at(*height)), px(x.at(self.edges(i).1)));
            path.extend(["V", &up, "H", &right]);
        }
        path.extend(["V", &base]);
        if filled {
            path.push('Z');
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_meet_at_their_edges() {
        let bins = Bins {
            min: -f64::MAX,
            max: f64::MAX,
            count: 4,
        };
        assert_eq!(bins.edges(0).0, -f64::MAX);
        assert_eq!(bins.edges(1), (bins.edges(0).1, bins.edges(2).0));
        assert_eq!(bins.edges(3).1, f64::MAX);
    }

    #[test]
    fn an_outline_starts_and_ends_at_the_base() {
        let bins = Bins {
            min: 0.0,
            max: 2.0,
            count: 2,
        };
        let x = Linear::new((0.0, 2.0), (0.0, 20.0));
        let y = Linear::new((0.0, 1.0), (10.0, 0.0));
        let path = bins.outline(&[1.0, 0.5], &x, &y, true);
        assert_eq!(path, "M0 10V0H10V5H20V10Z");
    }
}
