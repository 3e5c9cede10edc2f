package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
)

const longAgo = "Thu, 01 Jan 2015 00:00:00 GMT"

func (p *peer) conditions() {
	head := must(p.HeadObject(p.ctx, &oss.HeadObjectRequest{Bucket: p.bucket, Key: oss.Ptr("plain")}))
	modified := oss.Ptr(head.Headers.Get("Last-Modified"))
	get := func(change func(*oss.GetObjectRequest)) error {
		request := &oss.GetObjectRequest{Bucket: p.bucket, Key: oss.Ptr("plain")}
		change(request)
		result, err := p.GetObject(p.ctx, request)
		if err == nil {
			result.Body.Close()
		}
		return err
	}
	for _, holds := range []func(*oss.GetObjectRequest){
		func(r *oss.GetObjectRequest) { r.IfMatch = head.ETag },
		func(r *oss.GetObjectRequest) { r.IfUnmodifiedSince = modified },
		func(r *oss.GetObjectRequest) { r.IfNoneMatch = oss.Ptr("\"other\"") },
		func(r *oss.GetObjectRequest) { r.IfModifiedSince = oss.Ptr(longAgo) },
	} {
		p.check(get(holds) == nil, "a condition that holds was refused")
	}
	p.refused(get(func(r *oss.GetObjectRequest) { r.IfUnmodifiedSince = oss.Ptr(longAgo) }), "PreconditionFailed", 412)
	for _, unchanged := range []func(*oss.GetObjectRequest){
		func(r *oss.GetObjectRequest) { r.IfNoneMatch = head.ETag },
		func(r *oss.GetObjectRequest) { r.IfModifiedSince = modified },
	} {
		var answer *oss.ServiceError
		p.check(errors.As(get(unchanged), &answer), "an unchanged object was sent")
		p.equal(answer.StatusCode, 304, "status of an unchanged object")
	}
	_, err := p.CopyObject(p.ctx, &oss.CopyObjectRequest{Bucket: p.bucket, Key: oss.Ptr("x"), SourceKey: oss.Ptr("plain"), IfMatch: oss.Ptr("\"other\"")})
	p.refused(err, "PreconditionFailed", 412)
}

func (p *peer) appends() {
	request := func(position int64, text string) *oss.AppendObjectRequest {
		return &oss.AppendObjectRequest{Bucket: p.bucket, Key: oss.Ptr("appended"), Position: oss.Ptr(position), Body: bytes.NewReader([]byte(text))}
	}
	p.equal(must(p.AppendObject(p.ctx, request(0, "hello "))).NextPosition, int64(6), "the next position")
	p.equal(must(p.AppendObject(p.ctx, request(6, "world"))).NextPosition, int64(11), "the next position")
	p.equal(string(p.get("appended")), "hello world", "an appended object")
	head := must(p.HeadObject(p.ctx, &oss.HeadObjectRequest{Bucket: p.bucket, Key: oss.Ptr("appended")}))
	p.equal(*head.ObjectType, "Appendable", "its type")
	_, err := p.AppendObject(p.ctx, request(3, "x"))
	p.refused(err, "PositionNotEqualToLength", 409)
	_, err = p.AppendObject(p.ctx, &oss.AppendObjectRequest{Bucket: p.bucket, Key: oss.Ptr("plain"), Position: oss.Ptr(int64(0)), Body: bytes.NewReader(nil)})
	p.refused(err, "ObjectNotAppendable", 409)
	for _, text := range []string{"one ", "two"} {
		file := must(p.AppendFile(p.ctx, *p.bucket, "appended as a file"))
		must(file.Write([]byte(text)))
		p.check(file.Close() == nil, "the file was not closed")
	}
	p.equal(string(p.get("appended as a file")), "one two", "a file that was opened twice")
}

func (p *peer) tagging() {
	read := func(key string) map[string]string {
		tags := map[string]string{}
		for _, tag := range must(p.GetObjectTagging(p.ctx, &oss.GetObjectTaggingRequest{Bucket: p.bucket, Key: oss.Ptr(key)})).Tags {
			tags[*tag.Key] = *tag.Value
		}
		return tags
	}
	must(p.PutObjectTagging(p.ctx, &oss.PutObjectTaggingRequest{Bucket: p.bucket, Key: oss.Ptr("plain"),
		Tagging: &oss.Tagging{TagSet: &oss.TagSet{Tags: []oss.Tag{{Key: oss.Ptr("kind"), Value: oss.Ptr("模型 a+b")}}}}}))
	p.equal(read("plain"), map[string]string{"kind": "模型 a+b"}, "tags")
	p.equal(must(p.HeadObject(p.ctx, &oss.HeadObjectRequest{Bucket: p.bucket, Key: oss.Ptr("plain")})).TaggingCount, int32(1), "the count of tags")
	must(p.PutObject(p.ctx, &oss.PutObjectRequest{Bucket: p.bucket, Key: oss.Ptr("tagged"), Tagging: oss.Ptr("a=1&b=2%203")}))
	must(p.CopyObject(p.ctx, &oss.CopyObjectRequest{Bucket: p.bucket, Key: oss.Ptr("tagged copy"), SourceKey: oss.Ptr("tagged")}))
	p.equal(read("tagged copy"), map[string]string{"a": "1", "b": "2 3"}, "tags of a copy")
	must(p.DeleteObjectTagging(p.ctx, &oss.DeleteObjectTaggingRequest{Bucket: p.bucket, Key: oss.Ptr("plain")}))
	p.equal(read("plain"), map[string]string{}, "no tags")
}

func (p *peer) acls() {
	p.equal(*must(p.GetBucketAcl(p.ctx, &oss.GetBucketAclRequest{Bucket: p.bucket})).ACL, "private", "the bucket's ACL")
	p.equal(*must(p.GetObjectAcl(p.ctx, &oss.GetObjectAclRequest{Bucket: p.bucket, Key: oss.Ptr("plain")})).ACL, "default", "an object's ACL")
	must(p.PutObjectAcl(p.ctx, &oss.PutObjectAclRequest{Bucket: p.bucket, Key: oss.Ptr("plain"), Acl: oss.ObjectACLPrivate}))
	p.equal(*must(p.GetObjectAcl(p.ctx, &oss.GetObjectAclRequest{Bucket: p.bucket, Key: oss.Ptr("plain")})).ACL, "private", "an ACL that was set")
	_, err := p.PutObjectAcl(p.ctx, &oss.PutObjectAclRequest{Bucket: p.bucket, Key: oss.Ptr("plain"), Acl: oss.ObjectACLPublicRead})
	p.refused(err, "NotImplemented", 400)
}

func (p *peer) markers() {
	var begun, found []string
	ids := map[string][]string{}
	for _, key := range []string{"a/1", "a/2", "a/2", "b/1", "c 模型"} {
		id := *must(p.InitiateMultipartUpload(p.ctx, &oss.InitiateMultipartUploadRequest{Bucket: p.bucket, Key: oss.Ptr(key)})).UploadId
		ids[key] = append(ids[key], id)
	}
	for _, key := range []string{"a/1", "a/2", "b/1", "c 模型"} {
		slices.Sort(ids[key])
		begun = append(begun, ids[key]...)
	}
	folders := must(p.ListMultipartUploads(p.ctx, &oss.ListMultipartUploadsRequest{Bucket: p.bucket, Delimiter: oss.Ptr("/")}))
	p.equal(*folders.Uploads[0].Key, "c 模型", "an upload that is in no folder")
	pages := p.NewListMultipartUploadsPaginator(&oss.ListMultipartUploadsRequest{Bucket: p.bucket, MaxUploads: 2})
	for pages.HasNext() {
		for _, upload := range must(pages.NextPage(p.ctx)).Uploads {
			found = append(found, *upload.UploadId)
		}
	}
	p.equal(found, begun, "uploads in pages")
	key, id := oss.Ptr("a/1"), oss.Ptr(ids["a/1"][0])
	for _, number := range []int32{1, 3, 7} {
		must(p.UploadPart(p.ctx, &oss.UploadPartRequest{Bucket: p.bucket, Key: key, UploadId: id, PartNumber: number, Body: bytes.NewReader([]byte("x"))}))
	}
	page := must(p.ListParts(p.ctx, &oss.ListPartsRequest{Bucket: p.bucket, Key: key, UploadId: id, PartNumberMarker: 1, MaxParts: 1}))
	p.equal([]any{len(page.Parts), page.Parts[0].PartNumber, page.IsTruncated, page.NextPartNumberMarker}, []any{1, int32(3), true, int32(3)}, "parts after a marker")
	for key, uploads := range ids {
		for _, id := range uploads {
			must(p.AbortMultipartUpload(p.ctx, &oss.AbortMultipartUploadRequest{Bucket: p.bucket, Key: oss.Ptr(key), UploadId: oss.Ptr(id)}))
		}
	}
	_, err := p.ListParts(p.ctx, &oss.ListPartsRequest{Bucket: p.bucket, Key: key, UploadId: id})
	p.refused(err, "NoSuchUpload", 404)
	_, err = p.AbortMultipartUpload(p.ctx, &oss.AbortMultipartUploadRequest{Bucket: p.bucket, Key: key, UploadId: id})
	p.refused(err, "NoSuchUpload", 404)
}

// A fadingClient answers so many reads of an object and fails then.
type fadingClient struct {
	*oss.Client
	left int
}

func (c *fadingClient) GetObject(ctx context.Context, request *oss.GetObjectRequest, options ...func(*oss.Options)) (*oss.GetObjectResult, error) {
	if c.left == 0 {
		return nil, errors.New("interrupted")
	}
	c.left--
	return c.Client.GetObject(ctx, request, options...)
}

func (p *peer) downloads() {
	key := oss.Ptr("resumed 模型")
	target := filepath.Join(p.work, "broken off")
	options := func(o *oss.DownloaderOptions) {
		o.PartSize, o.ParallelNum, o.EnableCheckpoint, o.CheckpointDir = part, 1, true, p.work
	}
	request := &oss.GetObjectRequest{Bucket: p.bucket, Key: key}
	_, err := oss.NewDownloader(&fadingClient{Client: p.Client, left: 4}, options).DownloadFile(p.ctx, request, target)
	p.check(err != nil, "the download was not interrupted")
	counting := &fadingClient{Client: p.Client, left: 100}
	must(oss.NewDownloader(counting, options).DownloadFile(p.ctx, request, target))
	p.equal(100-counting.left, 6, "parts fetched again")
	p.check(bytes.Equal(must(os.ReadFile(target)), content(10*part)), "the resumed download differs")
	file := must(p.OpenFile(p.ctx, *p.bucket, *key))
	defer file.Close()
	must(file.Seek(3*part, io.SeekStart))
	piece := make([]byte, 10)
	must(io.ReadFull(file, piece))
	p.equal(piece, content(10 * part)[3*part:3*part+10], "a piece of an object that was opened as a file")
	must(p.PutObjectFromFile(p.ctx, &oss.PutObjectRequest{Bucket: p.bucket, Key: oss.Ptr("from file")}, target))
	must(p.GetObjectToFile(p.ctx, &oss.GetObjectRequest{Bucket: p.bucket, Key: oss.Ptr("from file")}, target))
	p.check(bytes.Equal(must(os.ReadFile(target)), content(10*part)), "a file to an object and back differs")
}

func (p *peer) unsupported() {
	_, err := p.GetSymlink(p.ctx, &oss.GetSymlinkRequest{Bucket: p.bucket, Key: oss.Ptr("plain")})
	p.refused(err, "NotImplemented", 400)
	_, err = p.RestoreObject(p.ctx, &oss.RestoreObjectRequest{Bucket: p.bucket, Key: oss.Ptr("plain")})
	p.refused(err, "NotImplemented", 400)
	_, err = p.GetBucketLifecycle(p.ctx, &oss.GetBucketLifecycleRequest{Bucket: p.bucket})
	p.refused(err, "NotImplemented", 400)
	_, err = p.ListObjectVersions(p.ctx, &oss.ListObjectVersionsRequest{Bucket: p.bucket})
	p.refused(err, "NotImplemented", 400)
	_, err = p.DescribeRegions(p.ctx, &oss.DescribeRegionsRequest{})
	p.refused(err, "NotImplemented", 400)
}
