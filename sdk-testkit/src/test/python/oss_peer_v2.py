"""Alibaba Cloud's second Python SDK (alibabacloud-oss-v2) as a judge of the local OSS: signatures of version 1 and 4."""
import datetime
import os

import alibabacloud_oss_v2 as oss

import peer
from peer import PART, check, content, equal


def client_of(key_id, secret, token=None):
    config = oss.config.load_default()
    config.credentials_provider = oss.credentials.StaticCredentialsProvider(key_id, secret, token or None)
    config.region = peer.REGION
    config.endpoint = peer.ENDPOINT
    config.use_path_style = not peer.PROXY
    config.proxy_host = {"http": peer.PROXY} if peer.PROXY else None  # as a text it would not be used
    config.signature_version = peer.SIGNATURE
    config.retry_max_attempts = 1
    return oss.Client(config)


client = client_of(peer.ACCESS_KEY_ID, peer.ACCESS_KEY_SECRET, peer.SECURITY_TOKEN)
bucket = f"v2-{peer.SIGNATURE}"


def refused(code, status, call, request, **kwargs):
    try:
        call(request, **kwargs)
    except oss.exceptions.OperationError as e:
        error = e.unwrap()
        check(isinstance(error, oss.exceptions.ServiceError), f"{call.__name__}: {error!r}")
        equal((error.code, error.status_code), (code, status), call.__name__)
        check(len(error.request_id) == 24, "the error has a request id")
        return error
    raise AssertionError(f"{call.__name__} was not refused with {code}")


def get(key, **kwargs):
    return client.get_object(oss.GetObjectRequest(bucket=bucket, key=key, **kwargs))


def put(key, body, **kwargs):
    return client.put_object(oss.PutObjectRequest(bucket=bucket, key=key, body=body, **kwargs))


def uploads():
    pages = client.list_multipart_uploads_paginator().iter_page(oss.ListMultipartUploadsRequest(bucket=bucket))
    return [(u.key, u.upload_id) for page in pages for u in page.uploads or []]


def listed(**kwargs):
    pages = client.list_objects_v2_paginator().iter_page(oss.ListObjectsV2Request(bucket=bucket, **kwargs))
    return [o.key for page in pages for o in page.contents or []]


def buckets():
    client.put_bucket(oss.PutBucketRequest(bucket=bucket))
    pages = client.list_buckets_paginator().iter_page(oss.ListBucketsRequest())
    check(bucket in [b.name for page in pages for b in page.buckets], "the bucket is listed")
    info = client.get_bucket_info(oss.GetBucketInfoRequest(bucket=bucket)).bucket_info
    equal((info.name, info.location, info.acl), (bucket, "oss-" + peer.REGION, "private"), "bucket info")
    equal(client.get_bucket_location(oss.GetBucketLocationRequest(bucket=bucket)).location, "oss-" + peer.REGION, "location")
    check(client.is_bucket_exist(bucket), "the bucket exists")
    check(not client.is_bucket_exist("no-such-bucket"), "another bucket does not exist")
    error = refused("NoSuchBucket", 404, client.list_objects_v2, oss.ListObjectsV2Request(bucket="no-such-bucket"))
    equal(error.ec, "0015-00000101", "EC")


def objects():
    for key in peer.KEYS:
        data = f"content of {key}".encode()
        result = put(key, data, content_type="text/plain", metadata={"owner": "me"})
        equal(result.etag, f'"{peer.md5_hex(data)}"', f"ETag of {key}")
        got = get(key)
        equal(got.body.content, data, key)
        equal((got.content_type, got.metadata.get("owner")), ("text/plain", "me"), f"headers of {key}")
        equal(got.hash_crc64, result.hash_crc64, f"CRC64 of {key}")
        head = client.head_object(oss.HeadObjectRequest(bucket=bucket, key=key))
        equal((head.content_length, head.etag, head.object_type, head.storage_class),
              (len(data), result.etag, "Normal", "Standard"), f"head of {key}")
        meta = client.get_object_meta(oss.GetObjectMetaRequest(bucket=bucket, key=key))
        equal((meta.content_length, meta.hash_crc64), (len(data), result.hash_crc64), f"meta of {key}")
        check(client.is_object_exist(bucket, key), f"{key} exists")
    equal(get("plain", range_header="bytes=2-4").body.content, b"nte", "a range")
    size = len("content of plain")
    equal(get("plain", range_header=f"bytes={size - 3}-999", range_behavior="standard").body.content, b"ain", "a range beyond the end")
    refused("InvalidRange", 416, client.get_object,
            oss.GetObjectRequest(bucket=bucket, key="plain", range_header=f"bytes={size}-", range_behavior="standard"))
    equal(get("plain", range_header=f"bytes={size}-").status_code, 200, "an invalid range that OSS forgives")
    error = refused("NoSuchKey", 404, client.get_object, oss.GetObjectRequest(bucket=bucket, key="nothing"))
    equal(error.ec, "0026-00000001", "EC")
    error = refused("NoSuchKey", 404, client.head_object, oss.HeadObjectRequest(bucket=bucket, key="nothing"))
    equal(error.ec, "0026-00000001", "EC of an error without a body")
    check(not client.is_object_exist(bucket, "nothing"), "nothing does not exist")
    refused("PreconditionFailed", 412, client.get_object, oss.GetObjectRequest(bucket=bucket, key="plain", if_match='"other"'))
    refused("FileAlreadyExists", 409, client.put_object,
            oss.PutObjectRequest(bucket=bucket, key="plain", body=b"x", forbid_overwrite=True))
    refused("InvalidDigest", 400, client.put_object,
            oss.PutObjectRequest(bucket=bucket, key="digest", body=b"x", content_md5="1B2M2Y8AsgTpgAmY7PhCfg=="))
    put("empty", b"")
    equal(get("empty").body.content, b"", "an empty object")


def listing():
    found = listed(max_keys=3)
    equal(found, sorted(found, key=lambda k: k.encode()), "the order of keys")
    check(set(peer.KEYS) <= set(found), "all keys are listed")
    pages = client.list_objects_paginator().iter_page(oss.ListObjectsRequest(bucket=bucket, max_keys=2))
    equal([o.key for page in pages for o in page.contents], found, "list v1")
    page = client.list_objects_v2(oss.ListObjectsV2Request(bucket=bucket, delimiter="/", fetch_owner=True))
    equal([p.prefix for p in page.common_prefixes], ["tail/", "with space/", "模型/"], "common prefixes")
    equal(page.key_count, len(page.contents) + 3, "the count of keys")
    check(page.contents[0].owner.id, "owners are told when they are asked for")
    equal(listed(prefix="模型/"), ["模型/变量.data"], "a prefix")
    equal(listed(start_after="tail/", max_keys=1)[:1], ["with space/and+plus"], "start-after")


def copies():
    for key in peer.KEYS:
        client.copy_object(oss.CopyObjectRequest(bucket=bucket, key="copy of " + key, source_key=key))
        equal(get("copy of " + key).body.content, f"content of {key}".encode(), f"copy of {key}")
    client.copy_object(oss.CopyObjectRequest(bucket=bucket, key="plain", source_key="plain", metadata_directive="REPLACE",
                                             content_type="application/json", metadata={"a": "b"}))
    head = client.head_object(oss.HeadObjectRequest(bucket=bucket, key="plain"))
    equal((head.content_type, head.metadata), ("application/json", {"a": "b"}), "new metadata")
    refused("NoSuchKey", 404, client.copy_object, oss.CopyObjectRequest(bucket=bucket, key="x", source_key="nothing"))


def multipart():
    key = "multi part/模型"
    data = content(3 * PART + 17)
    upload = client.initiate_multipart_upload(
        oss.InitiateMultipartUploadRequest(bucket=bucket, key=key, metadata={"owner": "me"})).upload_id
    equal(uploads(), [(key, upload)], "uploads")
    parts = []
    for number in (1, 2, 3, 4):
        piece = data[(number - 1) * PART:number * PART]
        result = client.upload_part(oss.UploadPartRequest(bucket=bucket, key=key, upload_id=upload, part_number=number, body=piece))
        equal(result.etag, f'"{peer.md5_hex(piece)}"', f"ETag of part {number}")
        parts.append(oss.UploadPart(part_number=number, etag=result.etag))
    pages = client.list_parts_paginator().iter_page(oss.ListPartsRequest(bucket=bucket, key=key, upload_id=upload, max_parts=2))
    equal([(p.part_number, p.size) for page in pages for p in page.parts], [(1, PART), (2, PART), (3, PART), (4, 17)], "parts")

    def complete(chosen, **kwargs):
        body = oss.CompleteMultipartUpload(parts=chosen) if chosen else None
        return oss.CompleteMultipartUploadRequest(bucket=bucket, key=key, upload_id=upload, complete_multipart_upload=body, **kwargs)

    refused("InvalidPartOrder", 400, client.complete_multipart_upload, complete(parts[::-1]))
    refused("InvalidPart", 400, client.complete_multipart_upload, complete([oss.UploadPart(part_number=1, etag='"0"')]))
    client.upload_part(oss.UploadPartRequest(bucket=bucket, key=key, upload_id=upload, part_number=5, body=data[:PART]))
    last = client.upload_part(oss.UploadPartRequest(bucket=bucket, key=key, upload_id=upload, part_number=5, body=data[:PART]))
    refused("EntityTooSmall", 400, client.complete_multipart_upload,
            complete([parts[3], oss.UploadPart(part_number=5, etag=last.etag)]))
    result = client.complete_multipart_upload(complete(parts, encoding_type="url"))
    equal((result.bucket, result.key), (bucket, key), "what was completed")
    check(result.etag.endswith('-4"'), "the ETag of a multipart object counts its parts")
    check(peer.http.get(result.location).status_code == 403, "the location is the object's")
    got = get(key)
    equal(got.body.content, data, "the whole of the parts")
    equal((got.object_type, got.metadata, got.hash_crc64), ("Multipart", {"owner": "me"}, result.hash_crc64), "the object")
    refused("NoSuchUpload", 404, client.upload_part,
            oss.UploadPartRequest(bucket=bucket, key=key, upload_id=upload, part_number=1, body=b"late"))

    copy = client.initiate_multipart_upload(oss.InitiateMultipartUploadRequest(bucket=bucket, key="copied")).upload_id
    for number, asked in ((1, f"bytes=0-{2 * PART - 1}"), (2, f"bytes={2 * PART}-{len(data) - 1}")):
        client.upload_part_copy(oss.UploadPartCopyRequest(
            bucket=bucket, key="copied", upload_id=copy, part_number=number, source_key=key, source_range=asked))
    client.complete_multipart_upload(oss.CompleteMultipartUploadRequest(
        bucket=bucket, key="copied", upload_id=copy, complete_all="yes"))
    equal(get("copied").body.content, data, "parts by copy")

    gone = client.initiate_multipart_upload(oss.InitiateMultipartUploadRequest(bucket=bucket, key="aborted")).upload_id
    client.upload_part(oss.UploadPartRequest(bucket=bucket, key="aborted", upload_id=gone, part_number=1, body=b"x"))
    client.abort_multipart_upload(oss.AbortMultipartUploadRequest(bucket=bucket, key="aborted", upload_id=gone))
    equal(uploads(), [], "no upload is left")


def resume():
    path = peer.sample_file("resume", 10 * PART)
    options = dict(part_size=PART, parallel_num=1, enable_checkpoint=True, checkpoint_dir=peer.WORK)
    request = oss.PutObjectRequest(bucket=bucket, key="resumed 模型")
    original = client.upload_part
    client.upload_part = peer.FailingAfter(original, 4)
    try:
        client.uploader(**options).upload_file(request, path)
        raise AssertionError("the upload was not interrupted")
    except oss.UploadError as e:
        check(isinstance(e.unwrap(), peer.Interrupted), f"interrupted: {e!r}")
    client.upload_part = peer.FailingAfter(original, 100)
    client.uploader(**options).upload_file(request, path)
    equal(client.upload_part.calls, 6, "parts sent again")
    client.upload_part = original
    equal(uploads(), [], "no upload is left")
    target = os.path.join(peer.WORK, "downloaded")
    client.downloader(part_size=3 * PART, parallel_num=3).download_file(
        oss.GetObjectRequest(bucket=bucket, key="resumed 模型"), target)
    with open(target, "rb") as file:
        equal(file.read(), content(10 * PART), "the resumed file")
    client.copier(part_size=3 * PART, multipart_copy_threshold=PART, disable_shallow_copy=True).copy(
        oss.CopyObjectRequest(bucket=bucket, key="copied in parts", source_key="resumed 模型"))
    equal(get("copied in parts").body.content, content(10 * PART), "a copy in parts")


def urls():
    for key in peer.KEYS[:5]:
        signed = client.presign(oss.GetObjectRequest(bucket=bucket, key=key), expires=datetime.timedelta(seconds=60))
        answer = peer.http.get(signed.url)
        equal((answer.status_code, answer.content), (200, f"content of {key}".encode()), f"URL of {key}")
        equal(peer.http.get(signed.url.replace("=", "=1", 1)).status_code // 100, 4, "a forged URL")
    signed = client.presign(oss.PutObjectRequest(bucket=bucket, key="by url", content_type="text/plain"))
    equal(peer.http.put(signed.url, data=b"x", headers=signed.signed_headers).status_code, 200, "PUT by URL")
    named = client.presign(oss.GetObjectRequest(bucket=bucket, key="by url", response_content_type="text/x-asked"))
    equal(peer.http.get(named.url).headers["Content-Type"], "text/x-asked", "a header that was asked for")


def strangers():
    wrong = "InvalidAccessKeyId" if peer.SECURITY_TOKEN else "SignatureDoesNotMatch"
    for key_id, code in (("nobody", "InvalidAccessKeyId"), (peer.ACCESS_KEY_ID, wrong)):
        refused(code, 403, client_of(key_id, "x").get_object, oss.GetObjectRequest(bucket=bucket, key="plain"))
    if peer.SECURITY_TOKEN:
        refused("InvalidSecurityToken", 403, client_of(peer.ACCESS_KEY_ID, peer.ACCESS_KEY_SECRET, "x").get_object,
                oss.GetObjectRequest(bucket=bucket, key="plain"))


def deletes():
    refused("BucketNotEmpty", 409, client.delete_bucket, oss.DeleteBucketRequest(bucket=bucket))
    keys = listed()
    for _ in range(2):
        equal(client.delete_object(oss.DeleteObjectRequest(bucket=bucket, key=keys[0])).status_code, 204, "a delete")
    result = client.delete_multiple_objects(oss.DeleteMultipleObjectsRequest(
        bucket=bucket, encoding_type="url", objects=[oss.DeleteObject(key=k) for k in keys[1:]]))
    equal([d.key for d in result.deleted_objects], keys[1:], "deleted keys")
    equal(listed(), [], "nothing is left")
    client.delete_bucket(oss.DeleteBucketRequest(bucket=bucket))



def conditions():
    head = client.head_object(oss.HeadObjectRequest(bucket=bucket, key="plain"))
    modified = head.headers["Last-Modified"]
    long_ago = "Thu, 01 Jan 2015 00:00:00 GMT"
    for name, good, bad in (("if_match", head.etag, '"other"'), ("if_unmodified_since", modified, long_ago)):
        equal(len(get("plain", **{name: good}).body.content), head.content_length, name)
        refused("PreconditionFailed", 412, client.get_object, oss.GetObjectRequest(bucket=bucket, key="plain", **{name: bad}))
        refused("PreconditionFailed", 412, client.copy_object, oss.CopyObjectRequest(bucket=bucket, key="x", source_key="plain", **{name: bad}))
    for name, unchanged, changed in (("if_none_match", head.etag, '"other"'), ("if_modified_since", modified, long_ago)):
        equal(len(get("plain", **{name: changed}).body.content), head.content_length, name)
        try:
            get("plain", **{name: unchanged})
            raise AssertionError(f"{name}: an unchanged object was sent")
        except oss.exceptions.OperationError as e:
            equal(e.unwrap().status_code, 304, name)


def markers():
    ids = {}
    for key in ("a/1", "a/2", "a/2", "b/1", "c 模型"):
        ids.setdefault(key, []).append(client.initiate_multipart_upload(oss.InitiateMultipartUploadRequest(bucket=bucket, key=key)).upload_id)
    page = client.list_multipart_uploads(oss.ListMultipartUploadsRequest(bucket=bucket, delimiter="/"))
    equal([u.key for u in page.uploads], ["c 模型"], "uploads that are in no folder")
    page = client.list_multipart_uploads(oss.ListMultipartUploadsRequest(bucket=bucket, prefix="a/"))
    equal([u.key for u in page.uploads], ["a/1", "a/2", "a/2"], "uploads of a prefix")
    pages = client.list_multipart_uploads_paginator(limit=2).iter_page(oss.ListMultipartUploadsRequest(bucket=bucket))
    equal([u.upload_id for page in pages for u in page.uploads],
          ids["a/1"] + sorted(ids["a/2"]) + ids["b/1"] + ids["c 模型"], "uploads in pages")
    upload = ids["a/1"][0]
    for number in (1, 3, 7):
        client.upload_part(oss.UploadPartRequest(bucket=bucket, key="a/1", upload_id=upload, part_number=number, body=b"x"))
    page = client.list_parts(oss.ListPartsRequest(bucket=bucket, key="a/1", upload_id=upload, part_number_marker=1, max_parts=1))
    equal(([p.part_number for p in page.parts], page.is_truncated, page.next_part_number_marker), ([3], True, 3), "parts after a marker")
    for key in ids:
        for upload in ids[key]:
            client.abort_multipart_upload(oss.AbortMultipartUploadRequest(bucket=bucket, key=key, upload_id=upload))
    refused("NoSuchUpload", 404, client.list_parts, oss.ListPartsRequest(bucket=bucket, key="a/1", upload_id=upload))
    refused("NoSuchUpload", 404, client.abort_multipart_upload, oss.AbortMultipartUploadRequest(bucket=bucket, key="a/1", upload_id=upload))


def appends():
    first = client.append_object(oss.AppendObjectRequest(bucket=bucket, key="appended", position=0, body=b"hello ", metadata={"owner": "me"}))
    equal(first.next_position, 6, "the next position")
    second = client.append_object(oss.AppendObjectRequest(bucket=bucket, key="appended", position=6, body=b"world", init_hash_crc64=first.hash_crc64))
    got = get("appended")
    equal((second.next_position, got.body.content, got.object_type, got.metadata, got.hash_crc64),
          (11, b"hello world", "Appendable", {"owner": "me"}, second.hash_crc64), "an appended object")
    refused("PositionNotEqualToLength", 409, client.append_object, oss.AppendObjectRequest(bucket=bucket, key="appended", position=3, body=b"x"))
    refused("ObjectNotAppendable", 409, client.append_object, oss.AppendObjectRequest(bucket=bucket, key="plain", position=0, body=b"x"))
    for text in (b"one ", b"two"):
        with client.append_file(bucket=bucket, key="appended as a file") as file:
            file.write(text)
    equal(get("appended as a file").body.content, b"one two", "a file that was opened twice")


def tagging():
    tags = oss.Tagging(tag_set=oss.TagSet(tags=[oss.Tag(key="kind", value="模型 a+b"), oss.Tag(key="other", value="1")]))
    client.put_object_tagging(oss.PutObjectTaggingRequest(bucket=bucket, key="plain", tagging=tags))

    def read(key):
        found = client.get_object_tagging(oss.GetObjectTaggingRequest(bucket=bucket, key=key)).tag_set.tags
        return {tag.key: tag.value for tag in found or []}

    equal(read("plain"), {"kind": "模型 a+b", "other": "1"}, "tags")
    equal(client.head_object(oss.HeadObjectRequest(bucket=bucket, key="plain")).tagging_count, 2, "the count of tags")
    put("tagged", b"x", tagging="a=1&b=2%203")
    equal(read("tagged"), {"a": "1", "b": "2 3"}, "tags of a put")
    client.copy_object(oss.CopyObjectRequest(bucket=bucket, key="tagged copy", source_key="tagged"))
    equal(read("tagged copy"), {"a": "1", "b": "2 3"}, "tags of a copy")
    client.delete_object_tagging(oss.DeleteObjectTaggingRequest(bucket=bucket, key="plain"))
    equal(read("plain"), {}, "no tags")


def acls():
    equal(client.get_bucket_acl(oss.GetBucketAclRequest(bucket=bucket)).acl, "private", "the bucket's ACL")
    equal(client.get_object_acl(oss.GetObjectAclRequest(bucket=bucket, key="plain")).acl, "default", "an object's ACL")
    client.put_object_acl(oss.PutObjectAclRequest(bucket=bucket, key="plain", acl="private"))
    equal(client.get_object_acl(oss.GetObjectAclRequest(bucket=bucket, key="plain")).acl, "private", "an ACL that was set")
    refused("NotImplemented", 400, client.put_object_acl, oss.PutObjectAclRequest(bucket=bucket, key="plain", acl="public-read"))


def downloads():
    target = os.path.join(peer.WORK, "broken off")
    options = dict(part_size=PART, parallel_num=1, enable_checkpoint=True, checkpoint_dir=peer.WORK)
    request = oss.GetObjectRequest(bucket=bucket, key="resumed 模型")
    original = client.get_object
    client.get_object = peer.FailingAfter(original, 4)
    try:
        client.downloader(**options).download_file(request, target)
        raise AssertionError("the download was not interrupted")
    except oss.DownloadError as e:
        check(isinstance(e.unwrap(), peer.Interrupted), f"interrupted: {e!r}")
    client.get_object = peer.FailingAfter(original, 100)
    client.downloader(**options).download_file(request, target)
    equal(client.get_object.calls, 6, "parts fetched again")
    client.get_object = original
    with open(target, "rb") as file:
        equal(file.read(), content(10 * PART), "the resumed download")
    with client.open_file(bucket, "resumed 模型") as file:
        file.seek(3 * PART)
        equal(file.read(10), content(10 * PART)[3 * PART:3 * PART + 10], "a piece of an object that was opened as a file")


def unsupported():
    refused("NotImplemented", 400, client.get_symlink, oss.GetSymlinkRequest(bucket=bucket, key="plain"))
    refused("NotImplemented", 400, client.restore_object, oss.RestoreObjectRequest(bucket=bucket, key="plain"))
    refused("NotImplemented", 400, client.get_bucket_lifecycle, oss.GetBucketLifecycleRequest(bucket=bucket))
    refused("NotImplemented", 400, client.list_object_versions, oss.ListObjectVersionsRequest(bucket=bucket))
    refused("NotImplemented", 400, client.describe_regions, oss.DescribeRegionsRequest())
    refused("NotImplemented", 400, client.get_object, oss.GetObjectRequest(bucket=bucket, key="plain", version_id="CAEQ"))


peer.run(buckets, objects, conditions, listing, appends, tagging, acls, copies, multipart, markers, resume, downloads, urls,
         strangers, unsupported, deletes)
