"""Alibaba Cloud's first Python SDK (oss2) as a judge of the local OSS: signatures of version 1 and 4."""
import os

import oss2

import peer
from peer import PART, check, content, equal

if peer.SECURITY_TOKEN:
    auth = oss2.StsAuth(peer.ACCESS_KEY_ID, peer.ACCESS_KEY_SECRET, peer.SECURITY_TOKEN, auth_version=peer.SIGNATURE)
else:
    auth = oss2.make_auth(peer.ACCESS_KEY_ID, peer.ACCESS_KEY_SECRET, peer.SIGNATURE)
proxies = {"http": peer.PROXY} if peer.PROXY else None
service = oss2.Service(auth, peer.ENDPOINT, region=peer.REGION, proxies=proxies)


def bucket_of(name, auth=auth):
    return oss2.Bucket(auth, peer.ENDPOINT, name, region=peer.REGION, proxies=proxies)


bucket = bucket_of(f"oss2-{peer.SIGNATURE}")


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
    missing = bucket_of("no-such-bucket")
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
        answer = peer.http.get(url)
        equal((answer.status_code, answer.content), (200, f"content of {key}".encode()), f"URL of {key}")
    put = bucket.sign_url("PUT", "by url", 60, headers={"Content-Type": "text/plain"}, slash_safe=True)
    equal(peer.http.put(put, data=b"x", headers={"Content-Type": "text/plain"}).status_code, 200, "PUT by URL")
    equal(peer.http.put(put, data=b"x", headers={"Content-Type": "text/html"}).status_code, 403, "another type")
    expired = peer.http.get(bucket.sign_url("GET", "plain", -60, slash_safe=True))
    check(expired.status_code == 403 or expired.status_code == 400, "an expired URL is refused")
    named = peer.http.get(bucket.sign_url("GET", "by url", 60, slash_safe=True,
                                         params={"response-content-type": "text/x-asked"}))
    equal(named.headers["Content-Type"], "text/x-asked", "a header that was asked for")


def strangers():
    for key_id, secret, code in (("nobody", "x", "InvalidAccessKeyId"), (peer.ACCESS_KEY_ID, "x", "SignatureDoesNotMatch")):
        other = bucket_of(bucket.bucket_name, oss2.make_auth(key_id, secret, peer.SIGNATURE))
        if peer.SECURITY_TOKEN and code == "SignatureDoesNotMatch":
            code = "InvalidAccessKeyId"
        refused(code, 403, other.get_object, "plain")
    refused("AccessDenied", 403, bucket_of(bucket.bucket_name, oss2.AnonymousAuth()).get_object, "plain")


def deletes():
    refused("BucketNotEmpty", 409, bucket.delete_bucket)
    keys = [o.key for o in oss2.ObjectIterator(bucket)]
    bucket.delete_object(keys[0])
    bucket.delete_object(keys[0])
    equal(sorted(bucket.batch_delete_objects(keys[1:]).deleted_keys), sorted(keys[1:]), "deleted keys")
    equal(list(oss2.ObjectIterator(bucket)), [], "nothing is left")
    bucket.delete_bucket()



def conditions():
    head = bucket.head_object("plain")
    modified = head.headers["Last-Modified"]
    for name, good, bad in (("If-Match", f'"{head.etag}"', '"other"'), ("If-Unmodified-Since", modified, "Thu, 01 Jan 2015 00:00:00 GMT")):
        equal(bucket.get_object("plain", headers={name: good}).read(), b"content of plain", name)
        refused("PreconditionFailed", 412, bucket.get_object, "plain", headers={name: bad})
        refused("PreconditionFailed", 412, bucket.copy_object, bucket.bucket_name, "plain", "x", headers={"x-oss-copy-source-" + name.lower(): bad})
    for name, unchanged, changed in (("If-None-Match", head.etag, "other"), ("If-Modified-Since", modified, "Thu, 01 Jan 2015 00:00:00 GMT")):
        equal(bucket.get_object("plain", headers={name: changed}).read(), b"content of plain", name)
        try:
            bucket.get_object("plain", headers={name: unchanged})
            raise AssertionError(f"{name}: an unchanged object was sent")
        except oss2.exceptions.NotModified as e:
            equal(e.status, 304, name)
    whole = bucket.get_object("plain", byte_range=(5, 999))
    equal((whole.status, whole.read()), (200, b"content of plain"), "a range beyond the end, which OSS forgives")
    refused("InvalidRange", 416, bucket.get_object, "plain", byte_range=(999, None), headers={"x-oss-range-behavior": "standard"})


def markers():
    ids = {}
    for key in ("a/1", "a/2", "a/2", "b/1", "c 模型"):
        ids.setdefault(key, []).append(bucket.init_multipart_upload(key).upload_id)
    page = bucket.list_multipart_uploads(delimiter="/")
    equal((page.prefix_list, [u.key for u in page.upload_list]), (["a/", "b/"], ["c 模型"]), "uploads by folder")
    equal([u.key for u in bucket.list_multipart_uploads(prefix="a/").upload_list], ["a/1", "a/2", "a/2"], "uploads of a prefix")
    first = bucket.list_multipart_uploads(max_uploads=2)
    check(first.is_truncated, "the first page says that there are more")
    second = bucket.list_multipart_uploads(key_marker=first.next_key_marker, upload_id_marker=first.next_upload_id_marker)
    equal([u.upload_id for u in first.upload_list + second.upload_list],
          ids["a/1"] + sorted(ids["a/2"]) + ids["b/1"] + ids["c 模型"], "uploads in pages")
    upload = ids["a/1"][0]
    for number in (1, 3, 7):
        bucket.upload_part("a/1", upload, number, b"x")
    page = bucket.list_parts("a/1", upload, marker="1", max_parts=1)
    equal(([p.part_number for p in page.parts], page.is_truncated, page.next_marker), ([3], True, "3"), "parts after a marker")
    for key in ids:
        for upload in ids[key]:
            bucket.abort_multipart_upload(key, upload)
    refused("NoSuchUpload", 404, bucket.list_parts, "a/1", upload)
    refused("NoSuchUpload", 404, bucket.abort_multipart_upload, "a/1", upload)


def appends():
    first = bucket.append_object("appended", 0, b"hello ", headers={"x-oss-meta-owner": "me"})
    equal(first.next_position, 6, "the next position")
    second = bucket.append_object("appended", 6, b"world", init_crc=first.crc)
    equal(second.next_position, 11, "the next position")
    got = bucket.get_object("appended")
    equal((got.read(), got.object_type, got.headers["x-oss-next-append-position"], got.headers["x-oss-meta-owner"]),
          (b"hello world", "Appendable", "11", "me"), "an appended object")
    equal(got.server_crc, got.client_crc, "its CRC64")
    equal(refused("PositionNotEqualToLength", 409, bucket.append_object, "appended", 3, b"x").next_position, 11, "where the end is")
    refused("ObjectNotAppendable", 409, bucket.append_object, "plain", 0, b"x")


def tagging():
    tags = oss2.models.Tagging()
    tags.tag_set.add("kind", "模型 a+b")
    tags.tag_set.add("empty", "")
    bucket.put_object_tagging("plain", tags)
    equal(bucket.get_object_tagging("plain").tag_set.tagging_rule, {"kind": "模型 a+b", "empty": ""}, "tags")
    equal(bucket.head_object("plain").headers["x-oss-tagging-count"], "2", "the count of tags")
    bucket.put_object("tagged", b"x", headers={"x-oss-tagging": "a=1&b=2%203"})
    equal(bucket.get_object_tagging("tagged").tag_set.tagging_rule, {"a": "1", "b": "2 3"}, "tags of a put")
    bucket.delete_object_tagging("plain")
    equal(bucket.get_object_tagging("plain").tag_set.tagging_rule, {}, "no tags")
    refused("NoSuchKey", 404, bucket.get_object_tagging, "nothing")


def acls():
    equal((bucket.get_bucket_acl().acl, bucket.get_object_acl("plain").acl), ("private", "default"), "ACLs")
    bucket.put_object_acl("plain", oss2.OBJECT_ACL_PRIVATE)
    equal(bucket.get_object_acl("plain").acl, "private", "an ACL that was set")
    bucket.put_bucket_acl(oss2.BUCKET_ACL_PRIVATE)
    refused("NotImplemented", 400, bucket.put_object_acl, "plain", oss2.OBJECT_ACL_PUBLIC_READ)
    equal(bucket.get_object("plain").read(), b"content of plain", "the content with another ACL")


def downloads():
    store = oss2.ResumableDownloadStore(root=peer.WORK)
    options = dict(store=store, multiget_threshold=PART, part_size=PART, num_threads=1)
    target = os.path.join(peer.WORK, "broken off")
    original = bucket.get_object
    bucket.get_object = peer.FailingAfter(original, 4)
    try:
        oss2.resumable_download(bucket, "resumed", target, **options)
        raise AssertionError("the download was not interrupted")
    except peer.Interrupted:
        pass
    bucket.get_object = peer.FailingAfter(original, 100)
    oss2.resumable_download(bucket, "resumed", target, **options)
    equal(bucket.get_object.calls, 6, "parts fetched again")
    bucket.get_object = original
    with open(target, "rb") as file:
        equal(file.read(), content(10 * PART), "the resumed download")
    bucket.put_object_from_file("from file", target)
    bucket.get_object_to_file("from file", target + " again")
    with open(target + " again", "rb") as file:
        equal(file.read(), content(10 * PART), "a file to an object and back")


def unsupported():
    refused("NotImplemented", 400, bucket.get_symlink, "plain")
    refused("NotImplemented", 400, bucket.get_bucket_lifecycle)
    refused("NotImplemented", 400, bucket.restore_object, "plain")
    refused("NotImplemented", 400, bucket.list_object_versions)
    refused("NotImplemented", 400, bucket.put_object, "plain", b"x", headers={"x-oss-server-side-encryption": "AES256"})
    equal(bucket.get_bucket_versioning().status, None, "a bucket that was never versioned")
    equal(bucket.get_object("plain").read(), b"content of plain", "what was left alone")


peer.run(buckets, objects, conditions, listing, appends, tagging, acls, copies, multipart, markers, resume, downloads, urls,
         strangers, unsupported, deletes)
