//! The data sets that come with the page.

/// A sample's card.
pub struct Sample {
    /// File name without its ending.
    pub name: &'static str,
    pub title: &'static str,
    pub size: &'static str,
    pub task: &'static str,
    pub line: &'static str,
    pub source: &'static str,
}

pub const SAMPLES: [Sample; 5] = [
    Sample {
        name: "iris",
        title: "Iris",
        size: "150 × 5",
        task: "3 classes",
        line: "Which of three species is a flower, by the length and width of its petals and sepals?",
        source: "Fisher 1936, as in scikit-learn",
    },
    Sample {
        name: "wine",
        title: "Wine",
        size: "178 × 14",
        task: "3 classes",
        line: "Which of three growers made a wine, by its chemical analysis?",
        source: "Forina et al. 1988, as in scikit-learn",
    },
    Sample {
        name: "breast_cancer",
        title: "Breast cancer",
        size: "569 × 31",
        task: "2 classes",
        line: "Is a tumour malignant or benign, by the shapes of its cell nuclei?",
        source: "Wolberg, Street & Mangasarian 1995, as in scikit-learn",
    },
    Sample {
        name: "diabetes",
        title: "Diabetes",
        size: "442 × 11",
        task: "a number",
        line: "How far will diabetes have progressed in a year, by ten measures of today?",
        source: "Efron et al. 2004, as in scikit-learn",
    },
    Sample {
        name: "messy",
        title: "Messy",
        size: "",
        task: "as in real life",
        line: "Missing values, stray spaces, duplicates, dates, a running number: what data looks like before anyone tidied it.",
        source: "made for Grove",
    },
];
