//! Splits a text into terms: words or characters, and n-grams of them.

use serde::{Deserialize, Serialize};

use grove_recipe::parameters as p;
use grove_recipe::{Analyzer, Plan};

/// How texts are split: as by scikit-learn's `CountVectorizer`, except that vowel signs, which Unicode counts as
/// letters, are parts of words.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tokens {
    analyzer: Analyzer,
    ngram_min: u32,
    ngram_max: u32,
}

impl Tokens {
    pub fn new(plan: &Plan) -> Self {
        Self {
            analyzer: plan.own.analyzer,
            ngram_min: plan.own.ngram_min,
            ngram_max: plan.own.ngram_max,
        }
    }

    pub fn is_sound(&self) -> bool {
        p::NGRAM_MIN.check(self.ngram_min).is_ok() && p::NGRAM_MAX.check(self.ngram_max).is_ok()
    }

    /// Calls `tell` with every term of a text, as often as it occurs. O(letters × lengths of terms).
    pub fn each(&self, text: &str, tell: &mut dyn FnMut(&str)) {
        let text = text.to_lowercase();
        let lengths = self.ngram_min as usize..=self.ngram_max as usize;
        match self.analyzer {
            Analyzer::Word => {
                let words: Vec<&str> = text
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .filter(|word| word.chars().nth(1).is_some())
                    .collect();
                for length in lengths {
                    if length == 1 {
                        words.iter().for_each(|word| tell(word));
                    } else {
                        words.windows(length).for_each(|run| tell(&run.join(" ")));
                    }
                }
            }
            Analyzer::CharWb => {
                for word in text.split_whitespace() {
                    pieces(&format!(" {word} "), lengths.clone(), tell);
                }
            }
        }
    }
}

/// Calls `tell` with the n-grams of a padded word; with the word itself if it is shorter.
fn pieces(word: &str, lengths: std::ops::RangeInclusive<usize>, tell: &mut dyn FnMut(&str)) {
    let starts = word.char_indices().map(|(at, _)| at);
    let bounds: Vec<usize> = starts.chain([word.len()]).collect();
    for length in lengths {
        if bounds.len() <= length + 1 {
            tell(word);
            return;
        }
        for ends in bounds.windows(length + 1) {
            tell(&word[ends[0]..ends[length]]);
        }
    }
}

/// Computes MurmurHash3 for 32 bits with the seed 0, as scikit-learn's `HashingVectorizer` does. The algorithm is by
/// Austin Appleby and in the public domain.
pub fn murmur3(bytes: &[u8]) -> u32 {
    let mix = |block: u32| {
        block
            .wrapping_mul(0xcc9e_2d51)
            .rotate_left(15)
            .wrapping_mul(0x1b87_3593)
    };
    let mut hash = 0u32;
    let (blocks, rest) = bytes.as_chunks::<4>();
    for block in blocks {
        hash ^= mix(u32::from_le_bytes(*block));
        hash = hash
            .rotate_left(13)
            .wrapping_mul(5)
            .wrapping_add(0xe654_6b64);
    }
    let tail = rest
        .iter()
        .rev()
        .fold(0, |tail, byte| tail << 8 | u32::from(*byte));
    hash ^= mix(tail);
    hash ^= bytes.len() as u32;
    hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

#[cfg(test)]
mod tests {
    use super::{Tokens, murmur3};
    use grove_recipe::Analyzer;

    fn terms(analyzer: Analyzer, ngram_min: u32, ngram_max: u32, text: &str) -> Vec<String> {
        let tokens = Tokens {
            analyzer,
            ngram_min,
            ngram_max,
        };
        let mut terms = Vec::new();
        tokens.each(text, &mut |term| terms.push(term.to_owned()));
        terms
    }

    #[test]
    fn words_have_two_letters_and_stand_side_by_side() {
        let text = "It's a Dog-eared, ΣΟΦΌΣ 42_book!";
        let words = ["it", "dog", "eared", "σοφός", "42_book"];
        assert_eq!(terms(Analyzer::Word, 1, 1, text), words);
        let pairs = ["it dog", "dog eared", "eared σοφός", "σοφός 42_book"];
        assert_eq!(terms(Analyzer::Word, 2, 2, text), pairs);
        assert!(terms(Analyzer::Word, 1, 6, " a , 7 ").is_empty());
    }

    #[test]
    fn pieces_stay_within_words() {
        let pieces = [" ab", "abé", "bé ", " abé", "abé ", " x "];
        assert_eq!(terms(Analyzer::CharWb, 3, 4, "ABÉ x"), pieces);
    }

    #[test]
    fn murmur_gives_its_published_numbers() {
        assert_eq!(murmur3(b""), 0);
        assert_eq!(murmur3(b"test"), 0xba6b_d213);
        assert_eq!(murmur3(b"Hello, world!"), 0xc036_3e43);
        assert_eq!(
            murmur3(b"The quick brown fox jumps over the lazy dog"),
            0x2e4f_f723
        );
    }
}
