"""Makes the SavedModels that the model server's tests read, with TensorFlow's own answers: run in an environment
with tensorflow-cpu 2.x. Each is a folder of this one with its version `1`, and a golden JSON file beside it."""

import json
import os
import pathlib
import shutil

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf

HERE = pathlib.Path(__file__).parent
v1 = tf.compat.v1


def save(name, build, requests):
    folder = HERE / name / "1"
    shutil.rmtree(folder.parent, ignore_errors=True)
    graph = tf.Graph()
    with graph.as_default():
        inputs, outputs = build()
        signature = v1.saved_model.predict_signature_def(inputs, outputs)
    builder = v1.saved_model.Builder(str(folder))
    with v1.Session(graph=graph) as session:
        builder.add_meta_graph_and_variables(session, ["serve"], {"serving_default": signature}, strip_default_attrs=True)
        builder.save()
    shutil.rmtree(folder / "variables", ignore_errors=True)
    loaded = tf.saved_model.load(str(folder)).signatures["serving_default"]
    types = {key: tensor.dtype for key, tensor in inputs.items()}
    cases = []
    for request in requests:
        answer = loaded(**{key: tf.constant(value, types[key]) for key, value in request.items()})
        plain = {key: tensor.numpy().tolist() for key, tensor in answer.items()}
        text = lambda value: value.decode() if isinstance(value, bytes) else [text(v) for v in value] if isinstance(value, list) else value
        cases.append({"inputs": request, "outputs": {key: text(value) for key, value in plain.items()}})
    (HERE / f"{name}.golden.json").write_text("[" + ",\n ".join(json.dumps(case) for case in cases) + "]\n", "utf-8")


def half_plus_two():
    x = v1.placeholder(tf.float32, name="x")
    return {"x": x}, {"y": x * 0.5 + 2.0}


def many():
    """Two inputs, four outputs, each kind of number, and strings."""
    a = v1.placeholder(tf.float32, [None, 3], name="a")
    b = v1.placeholder(tf.int64, [None, 3], name="b")
    name = v1.placeholder(tf.string, [None], name="name")
    centred = a - tf.reduce_mean(a, axis=1, keepdims=True)
    joined = tf.concat([centred, tf.sigmoid(a)], axis=1)
    return {"a": a, "b": b, "name": name}, {
        "joined": tf.tanh(joined) / 2.0,
        "shifted": b * 3 + tf.constant([1, 2, 3], tf.int64),
        "best": tf.argmax(a, axis=1),
        "total": tf.reduce_sum(tf.maximum(a, tf.cast(b, tf.float32)), axis=1),
        "name": tf.identity(name),
        "flat": tf.reshape(tf.expand_dims(tf.transpose(a, [1, 0]), 0), [-1, 1]),
    }


def unknown_op():
    """An operation that the interpreter doesn't know."""
    x = v1.placeholder(tf.float32, [None, 2], name="x")
    return {"x": x}, {"y": tf.math.erfinv(x)}


save("half_plus_two", half_plus_two, [{"x": [1.0, 2.0, 5.0]}, {"x": [[0.1], [1e30]]}, {"x": 3.0}])
save("many", many, [
    {"a": [[1, 2, 3], [-1, 0.5, 9]], "b": [[1, -2, 9007199254740993], [0, 0, 4]], "name": ["a", "b\u00e9"]},
    {"a": [[0, 0, 0]], "b": [[5, 6, 7]], "name": [""]},
])
save("unknown_op", unknown_op, [])
