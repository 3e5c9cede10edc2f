"""Tells what lies below prefixes of buckets, as the Python SDK sees it.

For each line of JSON that it reads, with endpoint and prefix, it writes one: names to SHA-256, and the keys of the open uploads.
"""
import hashlib
import json
import os
import sys

import oss2

keys = oss2.credentials.StaticCredentialsProvider(
    os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
)
for line in sys.stdin:
    question = json.loads(line)
    bucket = oss2.Bucket(oss2.ProviderAuthV4(keys), question["endpoint"], "models", region=os.environ["ALIBABA_CLOUD_REGION_ID"])
    files = {}
    for found in oss2.ObjectIteratorV2(bucket, prefix=question["prefix"]):
        name = found.key[len(question["prefix"]) :]
        files[name] = hashlib.sha256(bucket.get_object(found.key).read()).hexdigest()
    uploads = [upload.key for upload in oss2.MultipartUploadIterator(bucket)]
    print(json.dumps({"files": files, "uploads": uploads}), flush=True)
