// Command oss-peer lets Alibaba Cloud's Go SDK judge the local OSS. Its address, credentials and signature version come from the
// environment; it says of each step whether it found a difference, and ends with status 0 when none did.
package main

import (
	"bytes"
	"crypto/md5"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
)

func main() {
	p := newPeer()
	failures := 0
	for _, step := range []struct {
		name string
		run  func()
	}{
		{"buckets", p.buckets}, {"objects", p.objects}, {"conditions", p.conditions}, {"listing", p.listing},
		{"appends", p.appends}, {"tagging", p.tagging}, {"acls", p.acls}, {"copies", p.copies}, {"multipart", p.multipart},
		{"markers", p.markers}, {"resume", p.resume}, {"downloads", p.downloads}, {"urls", p.urls},
		{"strangers", p.strangers}, {"unsupported", p.unsupported}, {"deletes", p.deletes},
	} {
		if failure := attempt(step.run); failure != nil {
			failures++
			fmt.Printf("step %s: FAILED %v\n", step.name, failure)
		} else {
			fmt.Printf("step %s: ok\n", step.name)
		}
	}
	fmt.Printf("%d checks\n", p.checks)
	if failures > 0 {
		os.Exit(1)
	}
}

// attempt runs a step, and gives what ended it before its end.
func attempt(step func()) (failure any) {
	defer func() { failure = recover() }()
	step()
	return nil
}

func (p *peer) buckets() {
	must(p.PutBucket(p.ctx, &oss.PutBucketRequest{Bucket: p.bucket}))
	var names []string
	pages := p.NewListBucketsPaginator(&oss.ListBucketsRequest{})
	for pages.HasNext() {
		for _, bucket := range must(pages.NextPage(p.ctx)).Buckets {
			names = append(names, *bucket.Name)
		}
	}
	p.check(slices.Contains(names, *p.bucket), "the bucket is not listed: %v", names)
	info := must(p.GetBucketInfo(p.ctx, &oss.GetBucketInfoRequest{Bucket: p.bucket})).BucketInfo
	p.equal(*info.Location, "oss-"+os.Getenv("OSS_REGION"), "location")
	p.equal(*must(p.GetBucketLocation(p.ctx, &oss.GetBucketLocationRequest{Bucket: p.bucket})).LocationConstraint, *info.Location, "location")
	p.check(must(p.IsBucketExist(p.ctx, *p.bucket)), "the bucket does not exist")
	p.check(!must(p.IsBucketExist(p.ctx, "no-such-bucket")), "another bucket exists")
	_, err := p.ListObjectsV2(p.ctx, &oss.ListObjectsV2Request{Bucket: oss.Ptr("no-such-bucket")})
	p.equal(p.refused(err, "NoSuchBucket", 404).EC, "0015-00000101", "EC")
}

func (p *peer) objects() {
	for _, key := range keys {
		data := []byte("content of " + key)
		request := &oss.PutObjectRequest{Bucket: p.bucket, Key: oss.Ptr(key), Body: bytes.NewReader(data),
			ContentType: oss.Ptr("text/plain"), Metadata: map[string]string{"owner": "me"}}
		put := must(p.PutObject(p.ctx, request))
		p.equal(*put.ETag, fmt.Sprintf("\"%X\"", md5.Sum(data)), "ETag of "+key)
		p.equal(p.get(key), data, key)
		head := must(p.HeadObject(p.ctx, &oss.HeadObjectRequest{Bucket: p.bucket, Key: oss.Ptr(key)}))
		p.equal([]any{head.ContentLength, *head.ETag, *head.ObjectType, *head.HashCRC64, head.Metadata["owner"]},
			[]any{int64(len(data)), *put.ETag, "Normal", *put.HashCRC64, "me"}, "head of "+key)
		meta := must(p.GetObjectMeta(p.ctx, &oss.GetObjectMetaRequest{Bucket: p.bucket, Key: oss.Ptr(key)}))
		p.equal(meta.ContentLength, int64(len(data)), "meta of "+key)
		p.check(must(p.IsObjectExist(p.ctx, *p.bucket, key)), "%s does not exist", key)
	}
	p.check(!must(p.IsObjectExist(p.ctx, *p.bucket, "nothing")), "nothing exists")
	for _, asked := range []struct{ header, expected string }{{"bytes=2-4", "nte"}, {"bytes=-3", "ain"}, {"bytes=14-99", "in"}} {
		ranged := must(p.GetObject(p.ctx, &oss.GetObjectRequest{Bucket: p.bucket, Key: oss.Ptr("plain"),
			Range: oss.Ptr(asked.header), RangeBehavior: oss.Ptr("standard")}))
		p.equal(string(must(io.ReadAll(ranged.Body))), asked.expected, asked.header)
	}
	nothing := oss.Ptr("nothing")
	_, err := p.GetObject(p.ctx, &oss.GetObjectRequest{Bucket: p.bucket, Key: nothing})
	p.equal(p.refused(err, "NoSuchKey", 404).EC, "0026-00000001", "EC")
	_, err = p.HeadObject(p.ctx, &oss.HeadObjectRequest{Bucket: p.bucket, Key: nothing})
	p.equal(p.refused(err, "NoSuchKey", 404).EC, "0026-00000001", "EC of an error without a body")
	_, err = p.GetObject(p.ctx, &oss.GetObjectRequest{Bucket: p.bucket, Key: oss.Ptr("plain"), IfMatch: oss.Ptr("\"x\"")})
	p.refused(err, "PreconditionFailed", 412)
	_, err = p.PutObject(p.ctx, &oss.PutObjectRequest{Bucket: p.bucket, Key: oss.Ptr("plain"), ForbidOverwrite: oss.Ptr("true")})
	p.refused(err, "FileAlreadyExists", 409)
	_, err = p.PutObject(p.ctx, &oss.PutObjectRequest{Bucket: p.bucket, Key: oss.Ptr("/first")})
	p.refused(err, "InvalidObjectName", 400)
	p.put("empty", nil)
	p.equal(len(p.get("empty")), 0, "length of an empty object")
}

func (p *peer) listing() {
	found := p.listed("", 3)
	p.check(slices.IsSorted(found), "not in order: %q", found)
	for _, key := range keys {
		p.check(slices.Contains(found, key), "%q is not listed", key)
	}
	var first []string
	pages := p.NewListObjectsPaginator(&oss.ListObjectsRequest{Bucket: p.bucket, MaxKeys: 2})
	for pages.HasNext() {
		for _, object := range must(pages.NextPage(p.ctx)).Contents {
			first = append(first, *object.Key)
		}
	}
	p.equal(first, found, "list v1")
	page := must(p.ListObjectsV2(p.ctx, &oss.ListObjectsV2Request{Bucket: p.bucket, Delimiter: oss.Ptr("/")}))
	var prefixes []string
	for _, prefix := range page.CommonPrefixes {
		prefixes = append(prefixes, *prefix.Prefix)
	}
	p.equal(prefixes, []string{"tail/", "with space/", "模型/"}, "common prefixes")
	p.equal(p.listed("模型/", 100), []string{"模型/变量.data"}, "a prefix")
}

func (p *peer) copies() {
	for _, key := range keys {
		must(p.CopyObject(p.ctx, &oss.CopyObjectRequest{Bucket: p.bucket, Key: oss.Ptr("copy of " + key), SourceKey: oss.Ptr(key)}))
		p.equal(string(p.get("copy of "+key)), "content of "+key, "copy of "+key)
	}
	_, err := p.CopyObject(p.ctx, &oss.CopyObjectRequest{Bucket: p.bucket, Key: oss.Ptr("x"), SourceKey: oss.Ptr("nothing")})
	p.refused(err, "NoSuchKey", 404)
}

func (p *peer) multipart() {
	key := oss.Ptr("multi part/模型")
	data := content(2*part + 17)
	id := must(p.InitiateMultipartUpload(p.ctx, &oss.InitiateMultipartUploadRequest{Bucket: p.bucket, Key: key})).UploadId
	p.equal(p.uploads(), []string{*key}, "uploads")
	var parts []oss.UploadPart
	for number := int32(1); number <= 3; number++ {
		piece := data[int(number-1)*part : min(int(number)*part, len(data))]
		put := must(p.UploadPart(p.ctx, &oss.UploadPartRequest{Bucket: p.bucket, Key: key, UploadId: id, PartNumber: number, Body: bytes.NewReader(piece)}))
		p.equal(*put.ETag, fmt.Sprintf("\"%X\"", md5.Sum(piece)), "ETag of a part")
		parts = append(parts, oss.UploadPart{PartNumber: number, ETag: put.ETag})
	}
	var sizes []int64
	pages := p.NewListPartsPaginator(&oss.ListPartsRequest{Bucket: p.bucket, Key: key, UploadId: id, MaxParts: 2})
	for pages.HasNext() {
		for _, each := range must(pages.NextPage(p.ctx)).Parts {
			sizes = append(sizes, each.Size)
		}
	}
	p.equal(sizes, []int64{part, part, 17}, "sizes of parts")
	complete := &oss.CompleteMultipartUploadRequest{Bucket: p.bucket, Key: key, UploadId: id,
		CompleteMultipartUpload: &oss.CompleteMultipartUpload{Parts: []oss.UploadPart{{PartNumber: 1, ETag: oss.Ptr("\"0\"")}}}}
	_, err := p.CompleteMultipartUpload(p.ctx, complete)
	p.refused(err, "InvalidPart", 400)
	complete.CompleteMultipartUpload.Parts = parts
	done := must(p.CompleteMultipartUpload(p.ctx, complete))
	p.check(strings.HasSuffix(*done.ETag, "-3\""), "ETag of a multipart object: %s", *done.ETag)
	p.equal(*done.Key, *key, "the key")
	p.check(bytes.Equal(p.get(*key), data), "the whole is not its parts")
	_, err = p.CompleteMultipartUpload(p.ctx, complete)
	p.refused(err, "NoSuchUpload", 404)
	gone := must(p.InitiateMultipartUpload(p.ctx, &oss.InitiateMultipartUploadRequest{Bucket: p.bucket, Key: key})).UploadId
	must(p.AbortMultipartUpload(p.ctx, &oss.AbortMultipartUploadRequest{Bucket: p.bucket, Key: key, UploadId: gone}))
	p.equal(len(p.uploads()), 0, "uploads left")
}

func (p *peer) resume() {
	path := p.file("resume", 10*part)
	key := oss.Ptr("resumed 模型")
	options := func(o *oss.UploaderOptions) {
		o.PartSize, o.ParallelNum, o.EnableCheckpoint, o.CheckpointDir = part, 1, true, p.work
	}
	request := &oss.PutObjectRequest{Bucket: p.bucket, Key: key}
	dying := &dyingClient{Client: p.Client, left: 4}
	_, err := oss.NewUploader(dying, options).UploadFile(p.ctx, request, path)
	p.check(err != nil, "the upload was not interrupted")
	counting := &dyingClient{Client: p.Client, left: 100}
	must(oss.NewUploader(counting, options).UploadFile(p.ctx, request, path))
	p.equal(100-counting.left, 6, "parts sent again")
	p.equal(len(p.uploads()), 0, "uploads left")
	target := filepath.Join(p.work, "downloaded")
	must(p.NewDownloader(func(o *oss.DownloaderOptions) { o.PartSize, o.ParallelNum = 3*part, 3 }).
		DownloadFile(p.ctx, &oss.GetObjectRequest{Bucket: p.bucket, Key: key}, target))
	p.check(bytes.Equal(must(os.ReadFile(target)), content(10*part)), "the resumed file differs")
	must(p.NewCopier(func(o *oss.CopierOptions) {
		o.PartSize, o.MultipartCopyThreshold, o.DisableShallowCopy = 3*part, part, true
	}).Copy(p.ctx, &oss.CopyObjectRequest{Bucket: p.bucket, Key: oss.Ptr("copied in parts"), SourceKey: key}))
	p.check(bytes.Equal(p.get("copied in parts"), content(10*part)), "the copy in parts differs")
}

func (p *peer) urls() {
	for _, key := range keys[:5] {
		signed := must(p.Presign(p.ctx, &oss.GetObjectRequest{Bucket: p.bucket, Key: oss.Ptr(key)}, oss.PresignExpires(time.Minute)))
		answer := must(p.http.Get(signed.URL))
		p.equal(answer.StatusCode, 200, "status of the URL of "+key)
		p.equal(string(must(io.ReadAll(answer.Body))), "content of "+key, "URL of "+key)
		forged := must(p.http.Get(strings.Replace(signed.URL, "=", "=1", 1)))
		p.equal(forged.StatusCode/100, 4, "a forged URL")
	}
}

func (p *peer) strangers() {
	wrong := "SignatureDoesNotMatch"
	if p.token != "" {
		wrong = "InvalidAccessKeyId"
	}
	for id, code := range map[string]string{"nobody": "InvalidAccessKeyId", os.Getenv("OSS_ACCESS_KEY_ID"): wrong} {
		stranger := newClient(os.Getenv("OSS_SIGNATURE"), id, "x", "")
		_, err := stranger.GetObject(p.ctx, &oss.GetObjectRequest{Bucket: p.bucket, Key: oss.Ptr("plain")})
		p.refused(err, code, 403)
	}
}

func (p *peer) deletes() {
	_, err := p.DeleteBucket(p.ctx, &oss.DeleteBucketRequest{Bucket: p.bucket})
	p.refused(err, "BucketNotEmpty", 409)
	found := p.listed("", 100)
	must(p.DeleteObject(p.ctx, &oss.DeleteObjectRequest{Bucket: p.bucket, Key: oss.Ptr(found[0])}))
	var rest []oss.DeleteObject
	for _, key := range found[1:] {
		rest = append(rest, oss.DeleteObject{Key: oss.Ptr(key)})
	}
	result := must(p.DeleteMultipleObjects(p.ctx, &oss.DeleteMultipleObjectsRequest{Bucket: p.bucket, Objects: rest, EncodingType: oss.Ptr("url")}))
	var deleted []string
	for _, each := range result.DeletedObjects {
		deleted = append(deleted, *each.Key)
	}
	p.equal(deleted, found[1:], "deleted keys")
	p.equal(len(p.listed("", 100)), 0, "objects left")
	must(p.DeleteBucket(p.ctx, &oss.DeleteBucketRequest{Bucket: p.bucket}))
}
