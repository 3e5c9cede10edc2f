"""gRPC's own Python library judges the local model server: grpcio, with messages encoded by hand.

    python grpc_peer.py HOST:PORT MODEL INPUT OUTPUT

The model takes floats x of any number and answers x / 2 + 2.
"""
import struct
import sys
import threading

import grpc

address, model, input_name, output_name = sys.argv[1:]


def varint(value):
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def fields(data):
    """The fields of a message: number and value, an int or bytes."""
    at = 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        tag = number()
        if tag & 7 == 0:
            yield tag >> 3, number()
        else:
            assert tag & 7 == 2, "wire type %d" % (tag & 7)
            size = number()
            yield tag >> 3, data[at:at + size]
            at += size


def one(data, wanted):
    found = [value for number, value in fields(data) if number == wanted]
    assert len(found) == 1, "field %d: %d times (expected: once)" % (wanted, len(found))
    return found[0]


def spec(name, version=None, signature=None):
    return (field(1, name) + (b"" if version is None else field(2, field(1, version)))
            + (b"" if signature is None else field(3, signature)))


def floats(values, content):
    shape = field(2, field(1, len(values)))
    data = struct.pack("<%df" % len(values), *values)
    return field(1, 1) + field(2, shape) + field(4 if content else 5, data)


def request(values, content=True, name=model, version=None, signature=None, key=input_name, filters=()):
    return (field(1, spec(name, version, signature)) + field(2, field(1, key) + field(2, floats(values, content)))
            + b"".join(field(3, each) for each in filters))


def outputs(reply):
    found = {}
    for number, entry in fields(reply):
        if number == 1:
            tensor = one(entry, 2)
            assert one(tensor, 1) == 1, "dtype %r (expected: DT_FLOAT)" % one(tensor, 1)
            size = one(one(one(tensor, 2), 2), 1)
            values = one(tensor, 5)
            assert len(values) == 4 * size, "%d bytes for %d values" % (len(values), size)
            found[one(entry, 1).decode()] = list(struct.unpack("<%df" % size, values))
    return found


def equal(actual, expected, what):
    if actual != expected:
        raise AssertionError("%s: %r (expected: %r)" % (what, actual, expected))
    print("ok: %s = %r" % (what, expected))


def refused(code, text, call, what):
    try:
        call()
    except grpc.RpcError as error:
        equal(error.code(), code, what)
        if text not in error.details():
            raise AssertionError("%s: %r (expected: with %r)" % (what, error.details(), text))
        return
    raise AssertionError("%s: no error (expected: %s)" % (what, code))


channel = grpc.insecure_channel(address)


def predict(message, method="Predict", service="tensorflow.serving.PredictionService", timeout=20):
    return channel.unary_unary("/%s/%s" % (service, method))(message, timeout=timeout)


reply = predict(request([1.0, 2.0, 5.0]))
equal(outputs(reply), {output_name: [2.5, 3.0, 4.5]}, "outputs of a tensor's content")
equal(one(one(reply, 2), 1).decode(), model, "model that answered")
equal(one(one(reply, 2), 3).decode(), "serving_default", "signature that answered")
version = one(one(one(reply, 2), 2), 1)
equal(outputs(predict(request([1.0], content=False))), {output_name: [2.5]}, "outputs of listed floats")
equal(outputs(predict(request([1.0], version=version))), {output_name: [2.5]}, "outputs of a version")
equal(outputs(predict(request([1.0], signature="serving_default"))), {output_name: [2.5]}, "outputs of a signature")
equal(outputs(predict(request([1.0], filters=[output_name]))), {output_name: [2.5]}, "outputs that were asked for")
many = [float(i) for i in range(100000)]
equal(outputs(predict(request(many)))[output_name] == [i / 2 + 2 for i in many], True, "a batch of 100,000")

invalid, missing = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND
refused(missing, "Servable not found for request: Latest(other)", lambda: predict(request([1.0], name="other")), "other model")
refused(missing, "Specific(%s, %d)" % (model, version + 1), lambda: predict(request([1.0], version=version + 1)), "other version")
refused(invalid, "Sent extra: {z}. Missing but required: {%s}." % input_name, lambda: predict(request([1.0], key="z")), "other input")
refused(invalid, "output tensor alias not found in signature: z", lambda: predict(request([1.0], filters=["z"])), "other output")
refused(invalid, "Missing ModelSpec", lambda: predict(b""), "no model")
refused(grpc.StatusCode.INTERNAL, "Error parsing request", lambda: predict(b"\xff\xff"), "no message")
refused(grpc.StatusCode.UNIMPLEMENTED, "", lambda: predict(b"", method="Regress"), "other method")
refused(grpc.StatusCode.UNIMPLEMENTED, "", lambda: predict(b"", service="other.Service"), "other service")

# Many calls at once on one connection, each with its own answer.
answers = {}


def ask(number):
    answers[number] = outputs(predict(request([float(number)])))[output_name]


threads = [threading.Thread(target=ask, args=(number,)) for number in range(64)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
equal(answers, {number: [number / 2 + 2] for number in range(64)}, "64 at once")
channel.close()
