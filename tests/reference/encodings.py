"""Writes encodings.json: scikit-learn's encoders for tests/pipeline/encodings.rs.

Each case has a column's train values and new ones (null: missing), and the features of the new ones.

Run it with the scikit-learn version in encodings.json to get the same file again.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import KBinsDiscretizer, RobustScaler, StandardScaler, TargetEncoder

HERE = pathlib.Path(__file__).parent
random = np.random.default_rng(5)


def gappy(values):
    return [None if np.isnan(v) else float(v) for v in values]


def numbers():
    skewed = np.round(random.lognormal(sigma=1.5, size=60), 3)
    skewed[[4, 17]] = np.nan
    ties = random.integers(0, 6, 50).astype(float)
    large = random.normal(size=30) * 1e200
    tables = {
        "skewed": (skewed, [0.0, -3.5, 1e9, np.nan, 1.25]),
        "ties": (ties, [2.0, 5.0, -1.0, 6.0, 3.0]),
        "large": (large, [0.0, 1e200, -1e290, 1e295]),
    }
    for name, (train, new) in tables.items():
        train, new = np.array(train)[:, None], np.array(new)[:, None]
        fill = SimpleImputer(strategy="median").fit(train)
        present = train[~np.isnan(train[:, 0])]
        encoders = {
            "log": None,
            "quantile_bins": KBinsDiscretizer(
                4, encode="ordinal", strategy="quantile", quantile_method="averaged_inverted_cdf"
            ),
            "standard": StandardScaler(),
            "robust": RobustScaler(),
        }
        for encoding, encoder in encoders.items():
            filled = fill.transform(new)
            if encoding == "log":
                features = np.sign(filled) * np.log1p(np.abs(filled))
            elif name == "large" and encoding == "standard":
                # Squares of such numbers are no numbers; in other units they are.
                features = encoder.fit(present / 1e200).transform(filled / 1e200)
            else:
                features = encoder.fit(present).transform(filled)
            yield {
                "name": name,
                "encoding": encoding,
                "parameters": {"n_bins": 4},
                "train": gappy(train[:, 0]),
                "new": gappy(new[:, 0]),
                "features": features.T.tolist(),
            }


def categories():
    zones = np.array(["north", "south", "east", "west", None, "rare"], dtype=object)
    train = zones[random.choice(6, 80, p=[0.3, 0.3, 0.2, 0.1, 0.08, 0.02])]
    new = np.array(["north", "rare", None, "nowhere", "west", "east"], dtype=object)
    signal = np.array([len(zone or "") for zone in train]) + random.normal(size=80)
    targets = {
        "value": np.round(signal, 3),
        "two classes": np.where(signal > 4.5, "yes", "no"),
        "three classes": np.array(["a", "b", "c"])[np.digitize(signal, [4.2, 5.2])],
    }
    kinds = {"value": "continuous", "two classes": "binary", "three classes": "multiclass"}
    for name, target in targets.items():
        for smoothing, smooth in [("auto", 0.0), ("fixed", 3.5), ("fixed", 0.0)]:
            encoder = TargetEncoder(
                target_type=kinds[name], smooth="auto" if smoothing == "auto" else smooth
            )
            features = encoder.fit(train[:, None], target).transform(new[:, None])
            yield {
                "name": name,
                "encoding": "target",
                "parameters": {"smoothing": smoothing, "smooth": smooth},
                "train": train.tolist(),
                "target": target.tolist(),
                "new": new.tolist(),
                "features": features.T.tolist(),
            }
    yield {
        "name": "shares",
        "encoding": "frequency",
        "parameters": {},
        "train": train.tolist(),
        "new": new.tolist(),
        "features": [[sum(t == n for t in train) / len(train) for n in new]],
    }


def texts():
    train = [
        "The sun rises; the sun sets.",
        "A river, a RIVER of words!",
        "l'été à la mer, le soleil d'été",
        "Σοφός ο ήλιος, ήλιος και θάλασσα",
        "",
        "sun sun sun river sea 42 2nd",
        "日本 の 海 と 太陽",
        None,
        "sea, sun and under_score",
    ]
    new = ["sun and sea and snow", "", None, "ΉΛΙΟΣ été 日本", "the the river sun sets"]
    filled = lambda column: [text or "" for text in column]
    for analyzer, low, high, most in [
        ("word", 1, 1, 1000),
        ("word", 1, 2, 1000),
        ("word", 2, 2, 1000),
        ("char_wb", 2, 4, 1000),
        ("word", 1, 1, 2),
    ]:
        shared = {"analyzer": analyzer, "ngram_range": (low, high)}
        parameters = {"analyzer": analyzer, "ngram_min": low, "ngram_max": high}
        limit = TfidfVectorizer(max_features=most, **shared).fit(filled(train))
        yield {
            "name": f"{analyzer} {low} to {high}, {most} at most",
            "encoding": "tf_idf",
            "parameters": {**parameters, "max_features": most},
            "train": train,
            "new": new,
            "terms": limit.get_feature_names_out().tolist(),
            "features": limit.transform(filled(new)).toarray().T.tolist(),
        }
        if most == 1000:
            hashing = HashingVectorizer(n_features=32, alternate_sign=False, **shared)
            yield {
                "name": f"{analyzer} {low} to {high}",
                "encoding": "hashed",
                "parameters": {**parameters, "n_features": 32},
                "train": train,
                "new": train,
                "features": hashing.transform(filled(train)).toarray().T.tolist(),
            }


def dates():
    train = ["2024-01-31", "2023-03-01", None, "2023-07-02", "2024-12-31"]
    new = ["2023-02-28", "2024-02-29", "2022-12-31"]
    days = np.array(new, dtype="datetime64[D]")
    months = days.astype("datetime64[M]")
    month = months.astype(int) % 12
    of_year = (days - days.astype("datetime64[Y]")).astype(int)
    weekday = (days.astype(int) + 3) % 7
    phases = [month / 12, of_year / 365.25, weekday / 7]
    waves = [wave(2 * np.pi * phase).tolist() for phase in phases for wave in (np.sin, np.cos)]
    elapsed = [(days - np.datetime64("2023-03-01")).astype(float).tolist()]
    for encoding, features in [("cyclic", waves), ("elapsed", elapsed)]:
        yield {
            "name": "days",
            "encoding": encoding,
            "parameters": {},
            "train": train,
            "new": new,
            "features": features,
        }


def main():
    cases = [*numbers(), *categories(), *texts(), *dates()]
    reference = {"scikit_learn": sklearn.__version__, "cases": cases}
    text = json.dumps(reference, ensure_ascii=False, separators=(",", ":"))
    (HERE / "encodings.json").write_text(text.replace('{"name"', '\n{"name"') + "\n")


main()
