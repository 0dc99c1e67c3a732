//! Train: what each model does, in one sentence that a class can read along.

use grove_recipe::ModelName;

pub const fn what_it_does(model: ModelName) -> &'static str {
    match model {
        ModelName::RandomForest => {
            "Grows many decision trees, each from rows drawn anew and with a few features to choose from at each question. They vote, and what one gets wrong the others outvote."
        }
        ModelName::ExtraTrees => {
            "A forest that does not look for the best place to cut but draws a few at random and takes the best of those: its trees differ more, and grow faster."
        }
        ModelName::DecisionTree => {
            "Asks one question after another until the rows that are left are alike: easy to read, and quick to learn its rows by heart."
        }
        ModelName::LogisticRegression => {
            "Gives every feature a weight, adds up what they say, and turns the sum into a probability: hard to beat where each feature pushes in one direction."
        }
        ModelName::Ridge => {
            "Lays a straight line, or with more features a plane, through the rows, and holds large weights back so that no feature runs away with the answer."
        }
        ModelName::Lasso => {
            "A straight line like ridge regression, but held back so that many weights become exactly 0: it chooses its features, and does without the rest."
        }
        ModelName::KNeighbors => {
            "Remembers every train row and answers as the most similar ones did: nothing is learned in advance, and everything hangs on what counts as similar."
        }
        ModelName::GaussianNB => {
            "Draws a bell curve for each feature in each class, and asks which class explains the row best, as if the features knew nothing of each other."
        }
        ModelName::Dummy => {
            "Looks at no feature and always gives the same answer, the most frequent class or the mean. Whatever another model gains over it, it has learned."
        }
    }
}
