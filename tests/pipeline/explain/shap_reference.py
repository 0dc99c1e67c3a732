"""Makes shap_reference.json: shap's interventional values for a forest of Grove, whose trees are read from its ONNX file.

python3 tests/pipeline/explain/shap_reference.py target/release/grove     with shap 0.49.1, onnx and numpy
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import shap

HERE = pathlib.Path(__file__).parent
SAMPLE = HERE.parents[2] / "www/samples/breast_cancer.csv"
ROWS = [3, 20, 101, 300]
BACKGROUND = 30


def forest(model):
    """The trees of the ONNX file in the form that shap takes, without the division by their number."""
    node = next(n for n in model.graph.node if n.op_type == "TreeEnsemble")
    has = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    arrays = {name: onnx.numpy_helper.to_array(has[name]) for name in ["nodes_splits", "leaf_weights"]}
    for root in has["tree_roots"]:
        nodes = []

        def add(place, is_leaf):
            at = len(nodes)
            value = np.zeros(has["n_targets"])
            nodes.append([-1, -1, -1, -2, -2.0, value])
            if is_leaf:
                value[has["leaf_targetids"][place]] = arrays["leaf_weights"][place]
                return at
            yes = add(has["nodes_truenodeids"][place], has["nodes_trueleafs"][place])
            no = add(has["nodes_falsenodeids"][place], has["nodes_falseleafs"][place])
            feature, split = has["nodes_featureids"][place], arrays["nodes_splits"][place]
            nodes[at] = [yes, no, yes, feature, split, value]
            return at

        add(root, False)
        left, right, default, features, thresholds, values = zip(*nodes)
        yield {
            "children_left": np.array(left),
            "children_right": np.array(right),
            "children_default": np.array(default),
            "features": np.array(features),
            "thresholds": np.array(thresholds, dtype=np.float64),
            "values": np.array(values),
            "node_sample_weight": np.ones(len(nodes)),
        }


def main(grove):
    rows = ",".join(map(str, ROWS))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        recipe = folder / "recipe.yaml"
        recipe.write_text("target: diagnosis\ntrain:\n  n_estimators: 10\n")
        run = [grove, "run", recipe, SAMPLE, "--out", folder, "--export", "onnx"]
        subprocess.run(run, check=True)
        told = folder / "explain.json"
        explain = [grove, "explain", folder / "model.grove", SAMPLE, "--rows", rows]
        subprocess.run([*explain, "--background", str(BACKGROUND), "--out", told], check=True)
        explained = json.loads(told.read_text())
        trees = list(forest(onnx.load(folder / "model.onnx")))
    table = list(csv.DictReader(SAMPLE.open()))
    cells = lambda number: [float(table[number - 1][name]) for name in explained["columns"]]
    background = np.array([cells(number) for number in explained["background_rows"]])
    asked = np.array([cells(number) for number in ROWS])
    model = {
        "trees": trees,
        "internal_dtype": np.float64,
        "input_dtype": np.float64,
    }
    explainer = shap.TreeExplainer(model, background, feature_perturbation="interventional")
    values = np.asarray(explainer.shap_values(asked, check_additivity=False))
    # The file has an output for each tree: its share of the second class. The forest's answer is their mean.
    values = values.sum(axis=-1) / len(trees)
    found = [[row["contributions"][name][1] for name in explained["columns"]] for row in explained["rows"]]
    print("largest difference", np.abs(values - np.array(found)).max(), "of", np.abs(values).max())
    reference = {
        "made_by": f"shap {shap.__version__}, TreeExplainer, feature_perturbation interventional",
        "columns": explained["columns"],
        "background_rows": explained["background_rows"],
        "rows": [{"row": row, "values": values[place].tolist()} for place, row in enumerate(ROWS)],
    }
    (HERE / "shap_reference.json").write_text(json.dumps(reference, indent=1) + "\n")


main(sys.argv[1])
