//! What is suggested to be predicted, tried on the columns of tables that many people know. Their values are made up, of
//! the kinds that they have.

use grove_recipe::columns::{DataSummary, Proposal};
use grove_recipe::link::{DataSource, SAMPLES};
use grove_recipe::synthetic::{DATA_SETS, SyntheticSpec};

use crate::tools::open;

/// A table's columns with the kind of their values, and what people predict of it.
const TABLES: [(&str, &str, &str); 48] = [
    (
        "titanic",
        "survived",
        "survived:2 pclass:3 sex:ab age:r sibsp:5 parch:5 fare:r embarked:abc class:abc who:abc adult_male:ab deck:abc embark_town:abc alive:ab alone:ab",
    ),
    (
        "titanic of a contest",
        "Survived",
        "PassengerId:c Survived:2 Pclass:3 Name:t Sex:ab Age:r SibSp:5 Parch:5 Ticket:u Fare:r Cabin:m Embarked:abc",
    ),
    (
        "penguins",
        "species",
        "species:abc island:abc bill_length_mm:r bill_depth_mm:r flipper_length_mm:i body_mass_g:i sex:ab",
    ),
    (
        "penguins with their years",
        "species",
        "species:abc island:abc bill_length_mm:r bill_depth_mm:r flipper_length_mm:i body_mass_g:i sex:ab year:3",
    ),
    (
        "mpg",
        "mpg",
        "mpg:r cylinders:5 displacement:r horsepower:i weight:i acceleration:r model_year:9 origin:abc name:t",
    ),
    (
        "auto",
        "price",
        "symboling:5 make:m fuel-type:ab num-of-doors:ab city-mpg:i highway-mpg:i price:i",
    ),
    (
        "tips",
        "tip",
        "total_bill:r tip:r sex:ab smoker:ab day:abc time:ab size:5",
    ),
    (
        "diamonds",
        "price",
        "carat:r cut:abc color:abc clarity:abc depth:r table:r price:i x:r y:r z:r",
    ),
    (
        "iris",
        "species",
        "sepal_length:r sepal_width:r petal_length:r petal_width:r species:abc",
    ),
    (
        "iris with numbers",
        "Species",
        "Id:c SepalLengthCm:r SepalWidthCm:r PetalLengthCm:r PetalWidthCm:r Species:abc",
    ),
    (
        "wine quality",
        "quality",
        "fixed_acidity:r volatile_acidity:r citric_acid:r chlorides:r density:r pH:r alcohol:r quality:5",
    ),
    (
        "wine",
        "class",
        "class:3 Alcohol:r Malic.acid:r Ash:r Mg:i Phenols:r Proline:i",
    ),
    (
        "adult",
        "income",
        "age:i workclass:abc fnlwgt:i education:abc education_num:9 marital_status:abc occupation:abc relationship:abc race:abc sex:ab capital_gain:i capital_loss:i hours_per_week:i native_country:m income:ab",
    ),
    (
        "adult, called otherwise",
        "salary",
        "age:i workclass:abc fnlwgt:i education:abc sex:ab capital-gain:i native-country:m salary:ab",
    ),
    (
        "california housing",
        "median_house_value",
        "longitude:r latitude:r housing_median_age:i total_rooms:i total_bedrooms:i population:i households:i median_income:r median_house_value:i ocean_proximity:abc",
    ),
    (
        "california housing of scikit-learn",
        "MedHouseVal",
        "MedInc:r HouseAge:i AveRooms:r AveBedrms:r Population:i AveOccup:r Latitude:r Longitude:r MedHouseVal:r",
    ),
    (
        "boston",
        "medv",
        "crim:r zn:r indus:r chas:2 nox:r rm:r age:r dis:r rad:9 tax:i ptratio:r b:r lstat:r medv:r",
    ),
    (
        "ames",
        "SalePrice",
        "Id:c MSSubClass:9 MSZoning:abc LotArea:i OverallQual:9 OverallCond:9 YearBuilt:i GrLivArea:i MoSold:9 YrSold:5 SaleType:abc SaleCondition:abc SalePrice:i",
    ),
    (
        "king county",
        "price",
        "id:u date:d price:i bedrooms:5 bathrooms:r sqft_living:i floors:3 condition:5 grade:9 yr_built:i zipcode:m lat:r long:r",
    ),
    (
        "bank",
        "y",
        "age:i job:abc marital:abc education:abc default:ab balance:i housing:ab loan:ab contact:abc day:i month:abc duration:i campaign:9 pdays:i previous:9 poutcome:abc y:ab",
    ),
    (
        "bank, called otherwise",
        "deposit",
        "age:i job:abc marital:abc education:abc default:ab balance:i housing:ab loan:ab day:i month:abc duration:i campaign:9 poutcome:abc deposit:ab",
    ),
    (
        "customers of a telephone",
        "Churn",
        "customerID:u gender:ab SeniorCitizen:2 Partner:ab tenure:i PhoneService:ab Contract:abc PaymentMethod:abc MonthlyCharges:r TotalCharges:r Churn:ab",
    ),
    (
        "customers of a bank",
        "Exited",
        "RowNumber:c CustomerId:u Surname:m CreditScore:i Geography:abc Gender:ab Age:i Tenure:9 Balance:r NumOfProducts:3 HasCrCard:2 IsActiveMember:2 EstimatedSalary:r Exited:2",
    ),
    (
        "employees",
        "Attrition",
        "Age:i Attrition:ab BusinessTravel:abc DailyRate:i Department:abc DistanceFromHome:i Education:5 Gender:ab JobLevel:5 MonthlyIncome:i PerformanceRating:2 YearsAtCompany:i",
    ),
    (
        "employees who left",
        "left",
        "satisfaction_level:r last_evaluation:r number_project:5 average_montly_hours:i time_spend_company:9 Work_accident:2 left:2 promotion_last_5years:2 Department:abc salary:abc",
    ),
    (
        "breast cancer",
        "diagnosis",
        "id:u diagnosis:ab radius_mean:r texture_mean:r perimeter_mean:r area_mean:r fractal_dimension_worst:r Unnamed_32:e",
    ),
    (
        "pima",
        "Outcome",
        "Pregnancies:9 Glucose:i BloodPressure:i SkinThickness:i Insulin:i BMI:r DiabetesPedigreeFunction:r Age:i Outcome:2",
    ),
    (
        "diabetes",
        "Diabetes_binary",
        "Diabetes_binary:2 HighBP:2 HighChol:2 BMI:i Smoker:2 Stroke:2 GenHlth:5 Sex:2 Age:9 Education:5 Income:9",
    ),
    (
        "heart",
        "target",
        "age:i sex:2 cp:5 trestbps:i chol:i fbs:2 restecg:3 thalach:i exang:2 oldpeak:r slope:3 ca:5 thal:3 target:2",
    ),
    (
        "heart disease",
        "HeartDisease",
        "Age:i Sex:ab ChestPainType:abc RestingBP:i Cholesterol:i FastingBS:2 MaxHR:i ExerciseAngina:ab Oldpeak:r ST_Slope:abc HeartDisease:2",
    ),
    (
        "heart failure",
        "DEATH_EVENT",
        "age:i anaemia:2 creatinine_phosphokinase:i diabetes:2 ejection_fraction:i high_blood_pressure:2 platelets:i sex:2 smoking:2 time:i DEATH_EVENT:2",
    ),
    (
        "stroke",
        "stroke",
        "id:u gender:ab age:i hypertension:2 heart_disease:2 ever_married:ab work_type:abc Residence_type:ab avg_glucose_level:r bmi:r smoking_status:abc stroke:2",
    ),
    (
        "cards",
        "Class",
        "Time:i V1:r V2:r V3:r V4:r Amount:r Class:2",
    ),
    (
        "payments",
        "isFraud",
        "step:i type:abc amount:r nameOrig:u oldbalanceOrg:r newbalanceOrig:r nameDest:u isFraud:2 isFlaggedFraud:2",
    ),
    (
        "credit card clients",
        "default.payment.next.month",
        "ID:c LIMIT_BAL:i SEX:2 EDUCATION:5 MARRIAGE:3 AGE:i PAY_0:9 BILL_AMT1:i PAY_AMT1:i default.payment.next.month:2",
    ),
    (
        "loans",
        "Loan_Status",
        "Loan_ID:u Gender:ab Married:ab Dependents:3 Education:ab Self_Employed:ab ApplicantIncome:i CoapplicantIncome:i LoanAmount:i Loan_Amount_Term:9 Credit_History:2 Property_Area:abc Loan_Status:ab",
    ),
    (
        "insurance",
        "charges",
        "age:i sex:ab bmi:r children:5 smoker:ab region:abc charges:r",
    ),
    (
        "mushrooms",
        "class",
        "class:ab cap-shape:abc cap-surface:abc cap-color:abc bruises:ab odor:abc habitat:abc",
    ),
    (
        "abalone",
        "Rings",
        "Sex:abc Length:r Diameter:r Height:r Whole_weight:r Shell_weight:r Rings:i",
    ),
    (
        "concrete",
        "strength",
        "cement:r slag:r ash:r water:r superplastic:r coarseagg:r fineagg:r age:9 strength:r",
    ),
    (
        "bicycles",
        "cnt",
        "instant:c dteday:d season:5 yr:2 mnth:9 holiday:2 weekday:5 workingday:2 temp:r hum:r windspeed:r casual:i registered:i cnt:i",
    ),
    (
        "advertising",
        "sales",
        "Unnamed:c TV:r radio:r newspaper:r sales:r",
    ),
    (
        "rain",
        "RainTomorrow",
        "Date:d Location:m MinTemp:r MaxTemp:r Rainfall:r WindDir9am:abc Humidity9am:i RainToday:ab RainTomorrow:ab",
    ),
    (
        "startups",
        "Profit",
        "R&D_Spend:r Administration:r Marketing_Spend:r State:abc Profit:r",
    ),
    (
        "cars for sale",
        "selling_price",
        "name:t year:i selling_price:i km_driven:i fuel:abc seller_type:abc transmission:ab owner:abc",
    ),
    (
        "passengers of an airline",
        "satisfaction",
        "id:u Gender:ab Customer_Type:ab Age:i Type_of_Travel:ab Class:abc Flight_Distance:i Inflight_wifi_service:5 Departure_Delay_in_Minutes:i satisfaction:ab",
    ),
    ("messages", "label", "label:ab text:t"),
    (
        "no name that says anything",
        "v9",
        "v1:r v2:r v3:i v4:abc v9:ab",
    ),
];

/// Cells of a kind: a real number, an integer, so many whole numbers or letters, many categories, a counter, a text that
/// is its own, a sentence, a day, nothing.
fn cell(kind: &str, row: u32, column: u32) -> String {
    let chance = (row * 7919 + column * 104_729 + row * row * 31 + 17) % 9973;
    match kind {
        "r" => format!("{}.{}", chance % 97, chance % 10),
        "i" => (chance % 800).to_string(),
        "c" => (row + 1).to_string(),
        "u" => format!("X{}", 100_000 + row * 37),
        "t" => format!("the {chance} words of row {row}"),
        "m" => format!("place {}", chance % 45),
        "d" => format!("2024-{:02}-{:02}", row % 12 + 1, row / 12 + 1),
        "e" => String::new(),
        letters if letters.starts_with('a') => {
            let place = chance as usize % letters.len();
            letters[place..=place].to_uppercase()
        }
        count => (chance % count.parse::<u32>().unwrap()).to_string(),
    }
}

fn table(columns: &str) -> String {
    let columns: Vec<(&str, &str)> = columns
        .split(' ')
        .map(|column| column.rsplit_once(':').unwrap())
        .collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut csv = names.join(",") + "\n";
    for row in 0..300 {
        let cells = (0..).zip(&columns);
        let cells: Vec<String> = cells
            .map(|(place, (_, kind))| cell(kind, row, place))
            .collect();
        csv.push_str(&(cells.join(",") + "\n"));
    }
    csv
}

fn proposal(columns: &str) -> Proposal {
    let (_, summary, _) = open(table(columns).as_bytes()).unwrap();
    summary.proposal
}

#[test]
fn the_target_of_a_well_known_table_is_suggested_first() {
    let mut wrong = Vec::new();
    for (name, target, columns) in TABLES {
        let suggestions = proposal(columns).suggestions;
        let columns: Vec<&str> = suggestions.iter().map(|s| s.column.as_str()).collect();
        assert!(columns.len() <= Proposal::SUGGESTIONS, "{name}");
        assert!(
            columns.contains(&target),
            "{name}: {columns:?} instead of {target}"
        );
        if columns[0] != target {
            wrong.push(format!("{name}: {columns:?} instead of {target}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_suggestion_says_why_in_a_sentence() {
    let why = |columns: &str| {
        let suggestions = proposal(columns).suggestions;
        suggestions
            .into_iter()
            .map(|s| (s.column, s.why))
            .collect::<Vec<_>>()
    };
    let said = why("survived:2 age:r deck:abc");
    assert_eq!(said[0].0, "survived");
    assert_eq!(
        said[0].1,
        "Its name is one that is often predicted, it is the first column, and it has two values."
    );
    assert_eq!(
        said[1].1,
        "It is the last column, and it has 3 values of similar frequency."
    );
    assert_eq!(said[2].1, "It is a number that varies.");
}

#[test]
fn what_names_or_counts_rows_or_never_varies_is_no_target() {
    let columns = "id:u row:c text:t day:d nothing:e size:r";
    let proposal = proposal(columns);
    let suggested: Vec<&str> = proposal
        .suggestions
        .iter()
        .map(|s| s.column.as_str())
        .collect();
    assert_eq!(suggested, ["size"]);
    assert_eq!(proposal.leave_out, ["id", "row", "nothing"]);
    // Where there is nothing better, a text is better than nothing.
    let (_, summary, _) = open(table("note:t").as_bytes()).unwrap();
    assert_eq!(summary.proposal.likeliest(), Some("note"));
}

#[test]
fn data_of_ours_has_the_target_that_is_declared_for_it() {
    let check = |source: &DataSource, csv: &[u8]| {
        let (_, summary, _): (_, DataSummary, _) = open(csv).unwrap();
        let target = source.target().unwrap();
        assert!(summary.columns.iter().any(|c| c.name == target), "{target}");
        let mut suggestions = summary.proposal.suggestions.iter();
        assert!(suggestions.any(|s| s.column == target), "{target}");
    };
    let files: [&[u8]; SAMPLES.len()] = [
        include_bytes!("../../www/samples/iris.csv"),
        include_bytes!("../../www/samples/wine.csv"),
        include_bytes!("../../www/samples/breast_cancer.csv"),
        include_bytes!("../../www/samples/diabetes.csv"),
        include_bytes!("../../www/samples/messy.csv"),
    ];
    for (name, csv) in SAMPLES.into_iter().zip(files) {
        check(&DataSource::Sample { name: name.into() }, csv);
    }
    for set in &DATA_SETS {
        let spec = SyntheticSpec::new(set.name);
        let csv = grove_synthetic::make(&spec).unwrap();
        check(&DataSource::Synthetic(spec), &csv);
    }
    assert_eq!(DataSource::Own.target(), None);
}
