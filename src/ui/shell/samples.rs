//! The data sets that come with the page.

use yew::{Callback, Html, MouseEvent, html};

use crate::ui::page::Page;

/// A sample's card.
pub struct SampleCard {
    /// The file name without its ending.
    pub name: &'static str,
    pub title: &'static str,
    /// Its rows and columns, and its target in two or three words.
    pub facts: &'static str,
    pub line: &'static str,
    pub source: &'static str,
}

pub const SAMPLES: [SampleCard; 5] = [
    SampleCard {
        name: "iris",
        title: "Iris",
        facts: "150 × 5, 3 classes",
        line: "Which of three iris species is this flower, by its petals and sepals?",
        source: "Fisher 1936; scikit-learn’s copy",
    },
    SampleCard {
        name: "wine",
        title: "Wine",
        facts: "178 × 14, 3 classes",
        line: "Which of three growers made this wine, by its chemistry?",
        source: "Forina et al. 1988; scikit-learn’s copy",
    },
    SampleCard {
        name: "breast_cancer",
        title: "Breast cancer",
        facts: "569 × 31, 2 classes",
        line: "Is this tumour malignant or benign, by the shapes of its cell nuclei?",
        source: "Street, Wolberg & Mangasarian 1993; scikit-learn’s copy",
    },
    SampleCard {
        name: "diabetes",
        title: "Diabetes",
        facts: "442 × 11, a number",
        line: "How far will diabetes have progressed in a year, by ten measures of today?",
        source: "Efron et al. 2004; scikit-learn’s copy",
    },
    SampleCard {
        name: "messy",
        title: "Messy",
        facts: "400 × 11, 3 classes",
        line: "What happened to an animal in a shelter? Gaps, stray spaces, dates and duplicates.",
        source: "made for Grove",
    },
];

impl SampleCard {
    /// Shows the sample, which a click opens.
    pub fn card(&'static self, page: &Page, drawn: bool) -> Html {
        let page = page.clone();
        let onclick = move |_| page.open_sample(self.name);
        sample(
            self.name,
            self.title,
            self.facts,
            self.line,
            self.source,
            drawn,
            onclick.into(),
        )
    }
}

/// Shows data to start with, with its picture of `www/pictures.svg` if it has one.
pub fn sample(
    name: &'static str,
    title: &'static str,
    facts: &'static str,
    line: &'static str,
    source: &'static str,
    drawn: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <li>
            <button type="button" class="sample" data-testid={["sample-", name].concat()} title={source} {onclick}>
                if drawn {
                    <svg class="sample-picture" viewBox="0 0 160 64" aria-hidden="true"><use href={["./pictures.svg#sample-", name].concat()} /></svg>
                }
                <span class="sample-title">{ title }</span>
                <span class="sample-facts">{ facts }</span>
                <span class="sample-line">{ line }</span>
            </button>
        </li>
    }
}

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
