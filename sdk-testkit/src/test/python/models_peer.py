"""Alibaba Cloud's Python SDK (oss2) as a judge of what lies in a bucket and of what was downloaded.

models_peer.py same FOLDER PREFIX    every file of the folder lies below the prefix with the same bytes, and no other but the manifest
models_peer.py upload FOLDER PREFIX  puts every file of the folder there, as somebody without this SDK would
models_peer.py gone PREFIX           nothing lies below the prefix, and no upload is open there
"""
import os
import sys

import oss2

auth = oss2.make_auth(os.environ["OSS_ACCESS_KEY_ID"], os.environ["OSS_ACCESS_KEY_SECRET"], "v4")
bucket = oss2.Bucket(auth, os.environ["OSS_ENDPOINT"], "models", region=os.environ["OSS_REGION"])


def files(folder):
    for path, _, names in os.walk(folder):
        for name in names:
            whole = os.path.join(path, name)
            yield os.path.relpath(whole, folder), whole


def same(folder, prefix):
    local = dict(files(folder))
    stored = {o.key[len(prefix):] for o in oss2.ObjectIteratorV2(bucket, prefix=prefix)}
    stored.discard(".elastic-inference-manifest.json")
    assert set(local) == stored, f"only here {set(local) - stored}, only there {stored - set(local)}"
    for name, path in local.items():
        got = bucket.get_object(prefix + name)
        with open(path, "rb") as f:
            assert got.read() == f.read(), name
        assert got.client_crc == got.server_crc, name
    print("ok:", len(local), "files")


def upload(folder, prefix):
    for name, path in files(folder):
        bucket.put_object_from_file(prefix + name, path)
    print("ok: uploaded")


def gone(prefix):
    left = [o.key for o in oss2.ObjectIteratorV2(bucket, prefix=prefix)]
    assert not left, left
    parts = [u.key for u in oss2.MultipartUploadIterator(bucket, prefix=prefix)]
    assert not parts, parts
    print("ok: gone")


{"same": same, "upload": upload, "gone": gone}[sys.argv[1]](*sys.argv[2:])
