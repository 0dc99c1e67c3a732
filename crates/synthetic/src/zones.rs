//! The zones of an invented city: their positions, and how many trips start and end there.

/// Boroughs: name, centre in kilometres, and zones. The zones lie on a spiral around the centre, the first in the middle.
const BOROUGHS: [(&str, f64, f64, [&str; 12]); 5] = [
    (
        "Midriver",
        0.0,
        0.0,
        [
            "Market Square",
            "Opera",
            "Central Station",
            "Old Mint",
            "Museum Row",
            "Guildhall",
            "Silver Street",
            "Cathedral Close",
            "Bankside",
            "Theatre Yard",
            "Lantern Quay",
            "Garden Court",
        ],
    ),
    (
        "Northbank",
        1.0,
        6.0,
        [
            "Canal Basin",
            "University",
            "Foundry Lane",
            "Linden Park",
            "Brewery Yard",
            "Observatory",
            "Mill Bridge",
            "Heron Fields",
            "Upper Ferry",
            "Chapel Green",
            "Stonegate",
            "Kiln Road",
        ],
    ),
    (
        "Hillside",
        -6.5,
        1.5,
        [
            "Terrace Walk",
            "Vineyard",
            "Belvedere",
            "Villa Park",
            "Crescent",
            "Cedar Hill",
            "Orchard Rise",
            "Queen’s Steps",
            "Fountain Gate",
            "Larkspur",
            "Summit Road",
            "Quarry View",
        ],
    ),
    (
        "Eastmarsh",
        7.0,
        -1.0,
        [
            "Tannery",
            "Dockside",
            "Ropewalk",
            "Saltworks",
            "Reed Lane",
            "Goods Yard",
            "Fishmarket",
            "Long Causeway",
            "Pumping Station",
            "Gasworks",
            "Sandpiper",
            "Marsh End",
        ],
    ),
    (
        "Airfield",
        5.0,
        -13.0,
        [
            "Terminal",
            "Cargo Gate",
            "Runway Hotel",
            "Hangar Park",
            "Control Tower",
            "Perimeter Road",
            "Windsock",
            "Fairground",
            "South Junction",
            "Poplar Estate",
            "Beacon",
            "Ring Road",
        ],
    ),
];

const HILLSIDE: usize = 2;
const AIRFIELD: usize = 4;

/// A zone.
pub struct Zone {
    pub name: &'static str,
    pub borough: &'static str,
    /// The position in kilometres.
    x: f64,
    y: f64,
    /// The borough's index.
    borough_index: usize,
}

impl Zone {
    pub fn is_airport(&self) -> bool {
        self.borough_index == AIRFIELD
    }

    pub fn is_well_off(&self) -> bool {
        self.borough_index == HILLSIDE
    }

    /// Returns the straight-line distance in kilometres.
    pub fn distance(&self, other: &Self) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }
}

/// Returns all zones, and for each its relative number of trips: 1, 1/2, 1/3 and so on, as in Zipf's law.
pub fn zones() -> (Vec<Zone>, Vec<f64>) {
    /// The golden angle in radians, which spreads points evenly over a disc.
    const GOLDEN: f64 = 2.399_963_229_728_653;
    let mut zones = Vec::new();
    let mut weights = Vec::new();
    for place in 0..12_u32 {
        for (borough_index, (borough, x, y, names)) in BOROUGHS.iter().enumerate() {
            let around = f64::from(place) * GOLDEN;
            let radius = 0.85 * f64::from(place).sqrt();
            zones.push(Zone {
                name: names[place as usize],
                borough,
                x: x + radius * libm::cos(around),
                y: y + radius * libm::sin(around),
                borough_index,
            });
            weights.push(1.0 / zones.len() as f64);
        }
    }
    (zones, weights)
}
