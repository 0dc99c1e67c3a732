//! The genres of songs with their words.

/// A genre of songs.
pub struct Genre {
    pub name: &'static str,
    /// The mean, in beats per minute.
    pub tempo: f64,
    /// The mean, from 0 to 1.
    pub energy: f64,
    pub words: [&'static str; 16],
}

/// The class balance is the share of the first.
pub const GENRES: [Genre; 6] = [
    Genre {
        name: "lullaby",
        tempo: 70.0,
        energy: 0.15,
        words: [
            "blanket",
            "candle",
            "cradle",
            "dream",
            "drowsy",
            "feather",
            "hush",
            "lamb",
            "moon",
            "nightlight",
            "pillow",
            "pyjamas",
            "rocking",
            "sleep",
            "teddy",
            "yawn",
        ],
    },
    Genre {
        name: "metal",
        tempo: 150.0,
        energy: 0.85,
        words: [
            "anvil",
            "armour",
            "ashes",
            "dragon",
            "fire",
            "forge",
            "fortress",
            "hammer",
            "iron",
            "lightning",
            "raven",
            "steel",
            "stone",
            "storm",
            "thunder",
            "tower",
        ],
    },
    Genre {
        name: "country",
        tempo: 105.0,
        energy: 0.4,
        words: [
            "barn", "boots", "creek", "dusty", "fence", "gravel", "harvest", "hay", "horse",
            "porch", "prairie", "saddle", "supper", "tractor", "truck", "wagon",
        ],
    },
    Genre {
        name: "disco",
        tempo: 122.0,
        energy: 0.7,
        words: [
            "boogie", "chrome", "dancing", "fever", "floor", "glitter", "groove", "lights",
            "mirror", "neon", "platform", "saturday", "shimmer", "sparkle", "strobe", "velvet",
        ],
    },
    Genre {
        name: "techno",
        tempo: 135.0,
        energy: 0.45,
        words: [
            "binary",
            "cable",
            "circuit",
            "digital",
            "engine",
            "frequency",
            "grid",
            "laser",
            "machine",
            "modem",
            "pixel",
            "pulse",
            "robot",
            "signal",
            "static",
            "voltage",
        ],
    },
    Genre {
        name: "shanty",
        tempo: 90.0,
        energy: 0.65,
        words: [
            "anchor",
            "captain",
            "compass",
            "deck",
            "harbour",
            "haul",
            "island",
            "lighthouse",
            "mast",
            "oar",
            "ocean",
            "rope",
            "sail",
            "sailor",
            "tide",
            "whale",
        ],
    },
];

/// Words of all genres.
pub const COMMON: [&str; 16] = [
    "again", "always", "away", "day", "far", "heart", "home", "life", "light", "long", "road",
    "song", "summer", "time", "tonight", "world",
];
