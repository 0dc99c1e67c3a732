//! The data sets that come with the page.

/// A sample's card.
pub struct SampleCard {
    /// The file name without its ending.
    pub name: &'static str,
    pub title: &'static str,
    pub size: &'static str,
    pub task: &'static str,
    pub line: &'static str,
    pub source: &'static str,
}

pub const SAMPLES: [SampleCard; 5] = [
    SampleCard {
        name: "iris",
        title: "Iris",
        size: "150 × 5",
        task: "3 classes",
        line: "Which of three species is a flower, by the length and width of its petals and sepals?",
        source: "Fisher 1936; scikit-learn’s copy",
    },
    SampleCard {
        name: "wine",
        title: "Wine",
        size: "178 × 14",
        task: "3 classes",
        line: "Which of three growers made a wine, by its chemistry?",
        source: "Forina et al. 1988; scikit-learn’s copy",
    },
    SampleCard {
        name: "breast_cancer",
        title: "Breast cancer",
        size: "569 × 31",
        task: "2 classes",
        line: "Is a tumour malignant or benign, by the shapes of its cell nuclei?",
        source: "Street, Wolberg & Mangasarian 1993; scikit-learn’s copy",
    },
    SampleCard {
        name: "diabetes",
        title: "Diabetes",
        size: "442 × 11",
        task: "a number",
        line: "How far will diabetes have progressed in a year, by ten measures of today?",
        source: "Efron et al. 2004; scikit-learn’s copy",
    },
    SampleCard {
        name: "messy",
        title: "Messy",
        size: "400 × 11",
        task: "3 classes",
        line: "What happened to an animal in a shelter? Missing values, stray spaces, dates, duplicates: data before cleaning.",
        source: "made for Grove",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_know_the_same_samples() {
        assert_eq!(
            SAMPLES.map(|sample| sample.name),
            grove_recipe::link::SAMPLES
        );
    }
}
