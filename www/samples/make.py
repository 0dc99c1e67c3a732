#!/usr/bin/env python3
"""Makes the sample data sets in this folder.

Four are copies of the files inside the installed scikit-learn package, value for value, with a header and
class names added; `messy.csv` is made up here from a fixed seed. Run it again and nothing changes:

    python3 -m pip install scikit-learn && python3 www/samples/make.py
"""

import csv
import datetime
import gzip
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent


def write(name, header, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def labelled(path, header, label):
    """Rows of one of the package's files: its first line is `rows,columns,class names…`, its last column a class number."""
    with open(path, newline="", encoding="utf-8") as file:
        (_, _, *classes), *rows = csv.reader(file)
    return header + [label], [row[:-1] + [classes[int(row[-1])]] for row in rows]


def copies():
    import sklearn.datasets

    data = pathlib.Path(sklearn.datasets.__file__).parent / "data"

    write("iris.csv", *labelled(
        data / "iris.csv",
        ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"],
        "species",
    ))
    wine = sklearn.datasets.load_wine().feature_names
    write("wine.csv", *labelled(
        data / "wine_data.csv",
        [name.replace("od280/od315_of_diluted_wines", "od280_od315") for name in wine],
        "cultivar",
    ))
    cancer = sklearn.datasets.load_breast_cancer().feature_names
    write("breast_cancer.csv", *labelled(
        data / "breast_cancer.csv",
        [name.replace(" ", "_") for name in cancer],
        "diagnosis",
    ))

    with gzip.open(data / "diabetes_data_raw.csv.gz", "rt") as file:
        measured = [line.split() for line in file]
    with gzip.open(data / "diabetes_target.csv.gz", "rt") as file:
        # Whole numbers, written as 1.51e+02 in the package.
        progression = [str(int(float(line))) for line in file]
    write(
        "diabetes.csv",
        ["age", "sex", "bmi", "blood_pressure", "total_cholesterol", "ldl", "hdl", "cholesterol_hdl_ratio",
         "log_triglycerides", "blood_sugar", "progression"],
        [row + [target] for row, target in zip(measured, progression, strict=True)],
    )


NAMES = ["Luna", "Max", "Bella", "Charlie", "Zoë", "Milo", "Chloé", "Rocky", "Señor Whiskers", "Daisy", "Oscar",
         "Lily 🐾", "Jasper", "Nala", "Björn", "Pepper"]
BREEDS = {
    "dog": (["Mixed", "Labrador", "Terrier", "Shepherd"],
            ["Akita", "Basenji", "Borzoi", "Briard", "Great Dane", "Komondor", "Leonberger", "Saluki", "Vizsla",
             "Whippet", "Bouvier des Flandres", "Keeshond", "Kuvasz", "Otterhound"]),
    "cat": (["Domestic Shorthair", "Domestic Longhair", "Siamese"],
            ["Abyssinian", "Birman", "Bombay", "Burmese", "Chartreux", "Korat", "LaPerm", "Manx", "Ocicat", "Ragdoll",
             "Singapura", "Sphynx", "Tonkinese"]),
}
STREETS = ["Mill Lane", "Harbour Road", "Station Street", "Old Orchard", "King's Way"]
TOWNS = ["Ashford", "Brookfield", "Easton"]
MISSING = ["", "NA", "?"]


def outcome(rng, age, chipped, breed_is_rare, month):
    """Chipped animals find their way home, the young and the rare are adopted, the rest move on."""
    score = {
        "returned to owner": 2.6 if chipped else -1.6,
        "adopted": 1.9 - 0.55 * age + (1.2 if breed_is_rare else 0.0),
        "transferred": 0.25 * age - 0.6 + (1.0 if month in (5, 6, 7) else 0.0),
    }
    return max(score, key=lambda name: score[name] + rng.gauss(0.0, 0.7))


def untidy(rng, text):
    """The same word as different people type it."""
    return rng.choice([text] * 6 + [text.upper(), text.capitalize(), f" {text}", f"{text} "])


def animals(count=390, repeated=10):
    """A made-up shelter's year with the faults that tables have: see README.md for the list."""
    rng = random.Random(2024)
    rows = []
    for number in range(count):
        species = "dog" if rng.random() < 0.55 else "cat"
        common, rare = BREEDS[species]
        breed_is_rare = rng.random() < 0.2
        breed = rng.choice(rare if breed_is_rare else common)
        age = round(min(rng.expovariate(1 / 3.5), 17.0), 1)
        weight = round((4.2 if species == "cat" else 19.0) * rng.uniform(0.6, 1.5), 1)
        chipped = rng.random() < 0.35
        day = datetime.date(2023, 1, 1) + datetime.timedelta(days=rng.randrange(365))
        rows.append([
            f"A-{10400 + 7 * number}",
            rng.choice(NAMES) if rng.random() < 0.9 else rng.choice(MISSING),
            untidy(rng, species),
            breed,
            str(age) if rng.random() < 0.93 else rng.choice(MISSING),
            str(weight) if rng.random() < 0.9 else rng.choice(MISSING),
            "yes" if chipped else "no",
            day.isoformat(),
            f"{rng.choice(STREETS)} {rng.randrange(1, 90)}, {rng.choice(TOWNS)}",
            "Riverside",
            outcome(rng, age, chipped, breed_is_rare, day.month) if rng.random() < 0.97
            else rng.choice(MISSING),
        ])
    # A decimal point that slipped: a cat of more than four tonnes.
    rows[123][2], rows[123][3], rows[123][5] = "cat", "Domestic Shorthair", "4200"
    # The form was sent twice.
    for _ in range(repeated):
        rows.insert(rng.randrange(len(rows)), list(rng.choice(rows)))
    return rows


def messy():
    write(
        "messy.csv",
        ["animal_id", "name", "species", "breed", "age_years", "weight_kg", "microchipped", "intake_date", "found_at",
         "shelter", "outcome"],
        animals(),
    )


if __name__ == "__main__":
    messy()
    copies()
