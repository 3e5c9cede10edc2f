"""Makes the sample model `chnsenticorp`: a tiny sentiment classifier of Chinese hotel reviews, as a frozen
SavedModel that TensorFlow Serving 1.15 and later loads. Run in an environment with tensorflow-cpu 2.x:

    python make_model.py

writes `chnsenticorp/1623831335/saved_model.pb` and `chnsenticorp.golden.json` beside this file: requests of
TensorFlow Serving's REST API with the answers that TensorFlow itself gives. The same seed gives the same model.

Input `features`, float [-1, 8]: how often each word of WORDS stands in a review. Output `probabilities`,
float [-1, 2]: negative, positive.
"""

import json
import os
import pathlib
import shutil

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf

HERE = pathlib.Path(__file__).parent
NAME = "chnsenticorp"
VERSION = "1623831335"
#        clean   convenient comfortable friendly | dirty noisy  bad   disappointed
WORDS = ["干净", "方便", "舒适", "热情", "脏", "吵", "差", "失望"]
HIDDEN = 6


def reviews(count, rng):
    """Word counts of made-up reviews and what their writers meant: bad words weigh more than good ones."""
    positive = rng.random(count) < 0.5
    likely = np.where(positive[:, None], [0.7] * 4 + [0.15] * 4, [0.3] * 4 + [0.6] * 4)
    return rng.poisson(likely).astype(np.float32), positive.astype(np.int64)


def train(rng):
    """Two dense layers, by plain gradient descent on the cross entropy."""
    x, y = reviews(4000, rng)
    weights = [rng.normal(0, 0.5, (len(WORDS), HIDDEN)), np.zeros(HIDDEN), rng.normal(0, 0.5, (HIDDEN, 2)), np.zeros(2)]
    for _ in range(800):
        hidden = np.maximum(x @ weights[0] + weights[1], 0)
        scores = hidden @ weights[2] + weights[3]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = scores / scores.sum(axis=1, keepdims=True)
        error[np.arange(len(y)), y] -= 1
        error /= len(y)
        back = (error @ weights[2].T) * (hidden > 0)
        gradients = [x.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
        weights = [w - 0.5 * g for w, g in zip(weights, gradients)]
    return [w.astype(np.float32) for w in weights]


def save(weights, folder):
    """A graph of constants only, with default attributes stripped, so that servers of 2019 know every one."""
    v1 = tf.compat.v1
    graph = tf.Graph()
    with graph.as_default():
        features = v1.placeholder(tf.float32, [None, len(WORDS)], name="features")
        hidden = tf.nn.relu(tf.nn.bias_add(tf.matmul(features, weights[0]), weights[1]), name="hidden")
        logits = tf.nn.bias_add(tf.matmul(hidden, weights[2]), weights[3], name="logits")
        probabilities = tf.nn.softmax(logits, name="probabilities")
        signature = v1.saved_model.predict_signature_def({"features": features}, {"probabilities": probabilities})
    shutil.rmtree(folder, ignore_errors=True)
    builder = v1.saved_model.Builder(str(folder))
    with v1.Session(graph=graph) as session:
        builder.add_meta_graph_and_variables(
            session, ["serve"], {"serving_default": signature}, strip_default_attrs=True)
        builder.save()
    shutil.rmtree(folder / "variables", ignore_errors=True)


def golden(folder, rng):
    """What TensorFlow answers, in the shape of TensorFlow Serving's requests and answers."""
    predict = tf.saved_model.load(str(folder)).signatures["serving_default"]
    unseen, meant = reviews(1000, rng)
    guessed = predict(features=tf.constant(unseen))["probabilities"].numpy().argmax(axis=1)
    print(f"accuracy on unseen reviews: {(guessed == meant).mean():.3f}")
    cases = [
        [[1, 1, 0, 0, 0, 0, 0, 0]],
        [[0, 0, 0, 0, 1, 0, 0, 1]],
        [[0] * 8, [2, 0, 1, 0, 0, 1, 0, 0], [0.5, 0.25, 0, 0, 3, 0, 0, 0]],
        unseen[:16].astype(int).tolist(),
    ]
    for rows in cases:
        answer = predict(features=tf.constant(rows, tf.float32))["probabilities"].numpy().astype(float).tolist()
        yield {"request": {"instances": rows}, "response": {"predictions": answer}}
        yield {"request": {"inputs": rows}, "response": {"outputs": answer}}


def main():
    rng = np.random.default_rng(1623831335)
    folder = HERE / NAME / VERSION
    save(train(rng), folder)
    cases = ",\n".join("  " + json.dumps(case) for case in golden(folder, rng))
    words = json.dumps(WORDS, ensure_ascii=False)
    (HERE / f"{NAME}.golden.json").write_text(
        f'{{"model": "{NAME}", "version": {VERSION}, "words": {words}, "cases": [\n{cases}\n]}}\n', "utf-8")
    print(f"{folder}: {sum(f.stat().st_size for f in folder.rglob('*') if f.is_file())} bytes")


if __name__ == "__main__":
    main()
