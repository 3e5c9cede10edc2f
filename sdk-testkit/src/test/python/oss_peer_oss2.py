"""Alibaba Cloud's first Python SDK (oss2) as a judge of the local OSS: signatures of version 1 and 4."""
import os
import time

import oss2
import requests

import peer
from peer import PART, check, content, equal

if peer.SECURITY_TOKEN:
    auth = oss2.StsAuth(peer.ACCESS_KEY_ID, peer.ACCESS_KEY_SECRET, peer.SECURITY_TOKEN, auth_version=peer.SIGNATURE)
else:
    auth = oss2.make_auth(peer.ACCESS_KEY_ID, peer.ACCESS_KEY_SECRET, peer.SIGNATURE)
service = oss2.Service(auth, peer.ENDPOINT, region=peer.REGION)
bucket = oss2.Bucket(auth, peer.ENDPOINT, f"oss2-{peer.SIGNATURE}", region=peer.REGION)


def refused(code, status, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except oss2.exceptions.OssError as e:
        equal((e.code, e.status), (code, status), call.__name__)
        check(len(e.request_id) == 24, "the error has a request id")
        return e
    raise AssertionError(f"{call.__name__} was not refused with {code}")


def buckets():
    bucket.create_bucket()
    check(bucket.bucket_name in [b.name for b in oss2.BucketIterator(service)], "the bucket is listed")
    info = bucket.get_bucket_info()
    equal((info.name, info.location), (bucket.bucket_name, "oss-" + peer.REGION), "bucket info")
    equal(bucket.get_bucket_location().location, "oss-" + peer.REGION, "bucket location")
    missing = oss2.Bucket(auth, peer.ENDPOINT, "no-such-bucket", region=peer.REGION)
    refused("NoSuchBucket", 404, missing.list_objects)


def objects():
    for key in peer.KEYS:
        data = f"content of {key}".encode()
        put = bucket.put_object(key, data, headers={"Content-Type": "text/plain", "x-oss-meta-owner": "me"})
        equal(put.etag, peer.md5_hex(data), f"ETag of {key}")
        got = bucket.get_object(key)
        equal(got.read(), data, key)
        equal(got.client_crc, got.server_crc, f"CRC64 of {key}")
        equal((got.content_type, got.headers["x-oss-meta-owner"]), ("text/plain", "me"), f"headers of {key}")
        head = bucket.head_object(key)
        equal((head.content_length, head.etag, head.object_type), (len(data), put.etag, "Normal"), f"head of {key}")
        equal(bucket.get_object_meta(key).content_length, len(data), f"meta of {key}")
        check(bucket.object_exists(key), f"{key} exists")
    equal(bucket.get_object("plain", byte_range=(2, 4)).read(), b"nte", "a range")
    equal(bucket.get_object("plain", byte_range=(None, 3)).read(), b"ain", "the last bytes")
    refused("NoSuchKey", 404, bucket.get_object, "nothing")
    equal(refused("NoSuchKey", 404, bucket.head_object, "nothing").details.get("Key", "nothing"), "nothing", "key in error")
    check(not bucket.object_exists("nothing"), "nothing does not exist")
    etag = bucket.head_object("plain").etag
    refused("PreconditionFailed", 412, bucket.get_object, "plain", headers={"If-Match": "other"})
    try:
        bucket.get_object("plain", headers={"If-None-Match": etag})
        raise AssertionError("an unchanged object was sent")
    except oss2.exceptions.NotModified:
        pass
    refused("FileAlreadyExists", 409, bucket.put_object, "plain", b"x", headers={"x-oss-forbid-overwrite": "true"})
    refused("InvalidDigest", 400, bucket.put_object, "digest", b"x", headers={"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="})
    bucket.put_object("empty", b"")
    equal(bucket.get_object("empty").read(), b"", "an empty object")

    def stream():
        for _ in range(5):
            yield b"piece"

    bucket.put_object("chunked", stream())
    equal(bucket.get_object("chunked").read(), b"piece" * 5, "a chunked upload")


def listing():
    found = [o.key for o in oss2.ObjectIterator(bucket, max_keys=3)]
    equal(found, sorted(found, key=lambda k: k.encode()), "the order of keys")
    check(set(peer.KEYS) <= set(found), "all keys are listed")
    equal([o.key for o in oss2.ObjectIteratorV2(bucket, max_keys=2)], found, "list v2")
    page = bucket.list_objects(delimiter="/")
    equal(page.prefix_list, ["tail/", "with space/", "模型/"], "common prefixes")
    equal([o.key for o in bucket.list_objects(prefix="模型/").object_list], ["模型/变量.data"], "a prefix")
    equal([o.key for o in bucket.list_objects_v2(start_after="tail/", max_keys=1).object_list], ["with space/and+plus"], "start-after")


def copies():
    for key in peer.KEYS:
        bucket.copy_object(bucket.bucket_name, key, "copy of " + key)
        equal(bucket.get_object("copy of " + key).read(), f"content of {key}".encode(), f"copy of {key}")
    bucket.update_object_meta("plain", {"Content-Type": "application/json", "x-oss-meta-a": "b"})
    head = bucket.head_object("plain")
    equal((head.content_type, head.headers.get("x-oss-meta-a"), head.headers.get("x-oss-meta-owner")),
          ("application/json", "b", None), "new metadata")


def multipart():
    key = "multi part/模型"
    data = content(3 * PART + 17)
    upload = bucket.init_multipart_upload(key, headers={"x-oss-meta-owner": "me"}).upload_id
    equal([(u.key, u.upload_id) for u in oss2.MultipartUploadIterator(bucket)], [(key, upload)], "uploads")
    parts = []
    for number in (1, 2, 3, 4):
        piece = data[(number - 1) * PART:number * PART]
        put = bucket.upload_part(key, upload, number, piece)
        equal(put.etag, peer.md5_hex(piece), f"ETag of part {number}")
        parts.append(oss2.models.PartInfo(number, put.etag, size=len(piece), part_crc=put.crc))
    equal([(p.part_number, p.size) for p in oss2.PartIterator(bucket, key, upload, max_parts=2)],
          [(1, PART), (2, PART), (3, PART), (4, 17)], "parts")
    forged = [oss2.models.PartInfo(1, "0" * 32, size=PART, part_crc=parts[0].part_crc)] + parts[1:]
    refused("InvalidPart", 400, bucket.complete_multipart_upload, key, upload, forged)
    swapped = [parts[3]] + [oss2.models.PartInfo(5, parts[0].etag, size=PART, part_crc=parts[0].part_crc)]
    bucket.upload_part(key, upload, 5, data[:PART])
    refused("EntityTooSmall", 400, bucket.complete_multipart_upload, key, upload, swapped)
    completed = bucket.complete_multipart_upload(key, upload, parts)
    check(completed.etag.endswith("-4"), "the ETag of a multipart object counts its parts")
    got = bucket.get_object(key)
    equal(got.read(), data, "the whole of the parts")
    equal(got.server_crc, got.client_crc, "the combined CRC64")
    equal((got.object_type, got.headers["x-oss-meta-owner"]), ("Multipart", "me"), "type and metadata")
    refused("NoSuchUpload", 404, bucket.upload_part, key, upload, 1, b"late")

    upload = bucket.init_multipart_upload("copied").upload_id
    copied = [bucket.upload_part_copy(bucket.bucket_name, key, (0, 2 * PART - 1), "copied", upload, 1),
              bucket.upload_part_copy(bucket.bucket_name, key, (2 * PART, None), "copied", upload, 2)]
    bucket.complete_multipart_upload("copied", upload, [oss2.models.PartInfo(i + 1, c.etag) for i, c in enumerate(copied)])
    equal(bucket.get_object("copied").read(), data, "parts by copy")

    upload = bucket.init_multipart_upload("aborted").upload_id
    bucket.upload_part("aborted", upload, 1, b"x")
    bucket.abort_multipart_upload("aborted", upload)
    equal(list(oss2.MultipartUploadIterator(bucket)), [], "no upload is left")


def resume():
    path = peer.sample_file("resume", 10 * PART)
    store = oss2.ResumableStore(root=peer.WORK)
    options = dict(store=store, multipart_threshold=PART, part_size=PART, num_threads=1)
    original = bucket.upload_part
    bucket.upload_part = peer.FailingAfter(original, 4)
    try:
        oss2.resumable_upload(bucket, "resumed", path, **options)
        raise AssertionError("the upload was not interrupted")
    except peer.Interrupted:
        pass
    bucket.upload_part = peer.FailingAfter(original, 100)
    oss2.resumable_upload(bucket, "resumed", path, **options)
    equal(bucket.upload_part.calls, 6, "parts sent again")
    equal(list(oss2.MultipartUploadIterator(bucket)), [], "no upload is left")
    target = os.path.join(peer.WORK, "downloaded")
    oss2.resumable_download(bucket, "resumed", target, multiget_threshold=PART, part_size=3 * PART, num_threads=3,
                            store=oss2.ResumableDownloadStore(root=peer.WORK))
    with open(target, "rb") as file:
        equal(file.read(), content(10 * PART), "the resumed file")


def urls():
    for key in peer.KEYS[:5]:
        url = bucket.sign_url("GET", key, 60, slash_safe=True)
        answer = requests.get(url)
        equal((answer.status_code, answer.content), (200, f"content of {key}".encode()), f"URL of {key}")
    put = bucket.sign_url("PUT", "by url", 60, headers={"Content-Type": "text/plain"}, slash_safe=True)
    equal(requests.put(put, data=b"x", headers={"Content-Type": "text/plain"}).status_code, 200, "PUT by URL")
    equal(requests.put(put, data=b"x", headers={"Content-Type": "text/html"}).status_code, 403, "another type")
    expired = requests.get(bucket.sign_url("GET", "plain", -60, slash_safe=True))
    check(expired.status_code == 403 or expired.status_code == 400, "an expired URL is refused")
    named = requests.get(bucket.sign_url("GET", "by url", 60, slash_safe=True,
                                         params={"response-content-type": "text/x-asked"}))
    equal(named.headers["Content-Type"], "text/x-asked", "a header that was asked for")


def strangers():
    for key_id, secret, code in (("nobody", "x", "InvalidAccessKeyId"), (peer.ACCESS_KEY_ID, "x", "SignatureDoesNotMatch")):
        other = oss2.Bucket(oss2.make_auth(key_id, secret, peer.SIGNATURE), peer.ENDPOINT, bucket.bucket_name, region=peer.REGION)
        if peer.SECURITY_TOKEN and code == "SignatureDoesNotMatch":
            code = "InvalidAccessKeyId"
        refused(code, 403, other.get_object, "plain")
    refused("AccessDenied", 403, oss2.Bucket(oss2.AnonymousAuth(), peer.ENDPOINT, bucket.bucket_name).get_object, "plain")


def deletes():
    refused("BucketNotEmpty", 409, bucket.delete_bucket)
    keys = [o.key for o in oss2.ObjectIterator(bucket)]
    bucket.delete_object(keys[0])
    bucket.delete_object(keys[0])
    equal(sorted(bucket.batch_delete_objects(keys[1:]).deleted_keys), sorted(keys[1:]), "deleted keys")
    equal(list(oss2.ObjectIterator(bucket)), [], "nothing is left")
    bucket.delete_bucket()


for step in (buckets, objects, listing, copies, multipart, resume, urls, strangers, deletes):
    began = time.time()
    step()
    print(f"{step.__name__}: {time.time() - began:.2f} s")
peer.done()
