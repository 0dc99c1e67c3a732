//! Explains why each stage exists.

use grove_recipe::stage::Stage;

pub struct StagePurpose {
    /// The stage's name as a heading.
    pub title: &'static str,
    /// What it will do, on its card before it has run.
    pub short: &'static str,
    /// Why it exists, in one sentence.
    pub sentence: &'static str,
    /// For who wants to know more, in paragraphs.
    pub more: &'static [&'static str],
}

pub const fn why(stage: Stage) -> &'static StagePurpose {
    match stage {
        Stage::Load => &LOAD,
        Stage::Clean => &CLEAN,
        Stage::Check => &CHECK,
        Stage::Split => &SPLIT,
        Stage::Featurize => &FEATURIZE,
        Stage::Train => &TRAIN,
        Stage::Evaluate => &EVALUATE,
        Stage::Predict => &PREDICT,
    }
}

const LOAD: StagePurpose = StagePurpose {
    title: "Load",
    short: "Reads the file and finds out what its columns hold.",
    sentence: "Before anything can be learned from a table, someone has to look at it: what is in each column, how much is missing, what do we want to predict?",
    more: &[
        "A CSV file is only text. Loading decides what that text means: 5.1 is a measurement, 2024-03-01 a day, “red” one of a few categories. A wrong guess here spoils everything after it, so look at each tile and ask whether the column is what its name promises.",
        "The target is the column that the model shall predict. If it names a class (a species, yes or no) the task is a classification; if it is an amount (a price, a temperature) it is a regression. All other columns are what the model may look at.",
        "A column that names its rows, such as a customer number, should be left out. A model could learn it by heart and would know nothing about the next customer.",
    ],
};

const CLEAN: StagePurpose = StagePurpose {
    title: "Clean",
    short: "Repairs what can be repaired without learning from the data.",
    sentence: "“red” and “red ” are one colour to you and two to a machine, and “n/a” is a third: cleaning settles what is the same and what is missing.",
    more: &[
        "Only repairs that look at one row at a time, or compare rows for equality, are made here. Nothing is estimated from the data yet: filling a gap with an average is learning, and learning waits until the test rows have been put away.",
        "Duplicates deserve thought. If the same row appears twice, one copy may land among the rows to learn from and the other among the rows to judge by, and the model is praised for remembering. But two different flowers may honestly have equal measurements.",
        "In the picture the table is seen from far away, top to bottom, before and after. Coloured cells were changed, hatched ones are still missing.",
    ],
};

const CHECK: StagePurpose = StagePurpose {
    title: "Check",
    short: "Holds the data against what a model needs and what you expect.",
    sentence: "It is cheaper to find out now that a class has only one example than to wonder about a strange score later.",
    more: &[
        "Each line is an expectation: something that should be true of data that one can learn from. A warning does not stop the run, it is something to know when you read the results. Where no model is possible at all, the run stops here and says why.",
        "Expectations of your own say what you know of the data: that a fare is never negative, that nobody arrives before they have left. Proposals are read off the present rows, so they say what is, not what should be; keep those that you believe. They pay off with the next file, when someone has changed a unit or a column has gone empty.",
        "A remembered distribution is compared by a test: numbers by Kolmogorov and Smirnov’s, categories by χ². The p-value says how often two samples from one source would differ as much. With a level of 0.01 one honest file in a hundred fails.",
        "Watch for a column that predicts the target too well. Often it was written down after the outcome was known (“date of discharge” when predicting recovery), and will not be there when the model is used.",
    ],
};

const SPLIT: StagePurpose = StagePurpose {
    title: "Split",
    short: "Puts rows aside to judge the model by.",
    sentence: "A pupil who has seen the exam questions proves nothing, so some rows are locked away before anything is learned.",
    more: &[
        "The model learns from the train rows only. The test rows stay unseen until the last stage; what the model scores on them is an estimate of how it will do on rows that nobody has seen yet.",
        "If you try many settings and keep the one with the best test score, you have taught to the test yourself. A validation share is a second exam for that: compare settings on it, and look at the test score once, at the end.",
        "Chance is not always the right dealer. If several rows are of one patient, the model may know the patient from train and be praised for it: deal whole groups. If the model will be used on days to come, test it on days that came later.",
        "Stratifying keeps each class's share equal in all parts. Without it, a rare class may by bad luck have no row in one of them.",
    ],
};

const FEATURIZE: StagePurpose = StagePurpose {
    title: "Featurize",
    short: "Turns every column into numbers.",
    sentence: "A model reckons with numbers alone, so colours, dates and gaps have to become numbers first.",
    more: &[
        "A category becomes a 0/1 feature for each of its values (one-hot), or a number by alphabetical order (ordinal). A date becomes its parts: year, month, weekday. A gap is filled, for example with the median, or left to the trees, which learn to which side of a question the rows without an answer go.",
        "Each column can go its own way. A number can be scaled or sorted into bins; the hours of a day can lie on a circle, where 23 is next to 0; a text can be counted by its words, rare ones more (TF-IDF). A category with very many values can be replaced by the mean of the target in its rows. That is a strong hint and a dangerous one: each train row is told the mean of other rows only, never its own target.",
        "Everything that has to be found out for this, such as that median or the list of categories, is found out from the train rows alone and then applied to the test rows as it is. If the test rows had a say, the exam would leak into the lesson.",
        "A category that first turns up in the test rows, or in a file next year, is treated as “other” and never stops a prediction.",
    ],
};

const TRAIN: StagePurpose = StagePurpose {
    title: "Train",
    short: "Lets a model learn from the train rows.",
    sentence: "Now something learns: it looks for what in the features goes with the target, well enough to answer for rows that it has never seen, and not so well that it knows its rows by heart.",
    more: &[
        "No model is best for all data. Try several and compare them at evaluate: one that is simpler and scores as well is the better choice. The baseline shows what can be had for nothing.",
        "A decision tree asks a question such as “is the petal longer than 2.45 cm?”, and then another, until the rows that are left are all of one class. At each node it takes the question that separates the rows best.",
        "One tree that asks question after question learns its rows by heart; a hundred trees that each saw a little less, and then vote, do not. In a random forest every tree learns from rows drawn with replacement (the bootstrap), and at every node may look at a few features only, chosen at random. So the trees err in different places, and their vote is better than any one of them (Breiman, 2001).",
        "Each tree in the picture is as tall as it is deep and as wide as it has leaves. Click one to read its questions.",
    ],
};

const EVALUATE: StagePurpose = StagePurpose {
    title: "Evaluate",
    short: "Judges the model on rows that it has never seen.",
    sentence: "Now the locked-away rows come out: how often is the model right, where is it wrong, and is that any better than guessing?",
    more: &[
        "Every score stands beside a baseline: a model that always answers with the most frequent class, or with the mean. If 95 % of all mails are fine, “fine” is right 95 % of the time and useless.",
        "The confusion matrix counts which class was taken for which. The diagonal is what went right. Look at the largest number beside it first: those two classes are hard to tell apart, or someone labelled them wrongly.",
        "Importances say which columns a model of trees relied on. They do not say that a column is a cause, and of two columns that tell the same story each gets only a part.",
        "A score on few rows is a rough estimate. Cross-validation shows how much it moves by chance alone: the train rows are dealt to folds, and each is scored by a model that learned from the others. Compare settings by the mean over the folds, and look at the test score once, at the end.",
    ],
};

const PREDICT: StagePurpose = StagePurpose {
    title: "Predict",
    short: "Uses a model on new rows.",
    sentence: "A model is worth something when it meets rows whose answer nobody knows yet.",
    more: &[
        "A new row walks the same way that a test row walked: the same cleaning, the same fillings and categories as were learned from the train rows, then the model. The model file carries all of these steps, so that no one has to remember them.",
        "The order of the columns does not matter, and further columns are ignored. A column that the model needs and the file lacks is an error, told by name.",
        "A model knows the world that it was trained in. If the new rows come from another hospital or another year, its test score is no longer a promise.",
    ],
};
