package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
)

const part = 100 * 1024

var keys = []string{
	"plain",
	"with space/and+plus",
	"per%cent %2F",
	"模型/变量.data",
	"tail/",
	"a;b=c?d&e#f",
	"quote'\"<>&",
	"emoji-\U0001f600",
	"control-\x07\n\v",
}

// A peer is a client of one signature version with a bucket of its own, and the checks that it made.
type peer struct {
	*oss.Client
	ctx    context.Context
	bucket *string
	work   string
	token  string
	http   *http.Client
	checks int
}

func newPeer() *peer {
	signature := os.Getenv("OSS_SIGNATURE")
	token := os.Getenv("OSS_SECURITY_TOKEN")
	return &peer{
		Client: newClient(signature, os.Getenv("OSS_ACCESS_KEY_ID"), os.Getenv("OSS_ACCESS_KEY_SECRET"), token),
		ctx:    context.Background(),
		bucket: oss.Ptr("go-" + signature),
		work:   os.Getenv("WORK"),
		token:  token,
		http:   &http.Client{Transport: &http.Transport{Proxy: proxied}},
	}
}

func newClient(signature, id, secret, token string) *oss.Client {
	version := oss.SignatureVersionV4
	if signature == "v1" {
		version = oss.SignatureVersionV1
	}
	config := oss.LoadDefaultConfig()
	if proxy := os.Getenv("OSS_PROXY"); proxy != "" {
		config = config.WithProxyHost(proxy)
	}
	return oss.NewClient(config.
		WithCredentialsProvider(credentials.NewStaticCredentialsProvider(id, secret, token)).
		WithRegion(os.Getenv("OSS_REGION")).
		WithEndpoint(os.Getenv("OSS_ENDPOINT")).
		WithUsePathStyle(os.Getenv("OSS_PROXY") == "").
		WithRetryMaxAttempts(1).
		WithSignatureVersion(version))
}

// proxied sends requests to the proxy by which buckets are reached at their host names, if there is one.
func proxied(*http.Request) (*url.URL, error) {
	if proxy := os.Getenv("OSS_PROXY"); proxy != "" {
		return url.Parse(proxy)
	}
	return nil, nil
}

// check ends the step when a condition does not hold.
func (p *peer) check(holds bool, format string, args ...any) {
	p.checks++
	if !holds {
		panic(fmt.Sprintf(format, args...))
	}
}

func (p *peer) equal(found, expected any, what string) {
	p.check(fmt.Sprintf("%#v", found) == fmt.Sprintf("%#v", expected), "%s: %#v (expected: %#v)", what, found, expected)
}

// refused checks that an error is the service's, with a code, a status and a request id.
func (p *peer) refused(err error, code string, status int) *oss.ServiceError {
	var refusal *oss.ServiceError
	p.check(errors.As(err, &refusal), "not refused with %s: %v", code, err)
	p.equal(refusal.Code, code, "code of "+refusal.Message)
	p.equal(refusal.StatusCode, status, "status of "+code)
	p.equal(len(refusal.RequestID), 24, "length of the request id")
	return refusal
}

// must gives a result, or ends the step on an error.
func must[T any](result T, err error) T {
	if err != nil {
		panic(err)
	}
	return result
}

func content(size int) []byte {
	bytes := make([]byte, size)
	rand.New(rand.NewSource(7)).Read(bytes)
	return bytes
}

func (p *peer) put(key string, body []byte) *oss.PutObjectResult {
	return must(p.PutObject(p.ctx, &oss.PutObjectRequest{Bucket: p.bucket, Key: oss.Ptr(key), Body: bytes.NewReader(body)}))
}

func (p *peer) get(key string) []byte {
	result := must(p.GetObject(p.ctx, &oss.GetObjectRequest{Bucket: p.bucket, Key: oss.Ptr(key)}))
	defer result.Body.Close()
	var all bytes.Buffer
	must(all.ReadFrom(result.Body))
	return all.Bytes()
}

func (p *peer) file(name string, size int) string {
	path := filepath.Join(p.work, name)
	if err := os.WriteFile(path, content(size), 0o600); err != nil {
		panic(err)
	}
	return path
}

func (p *peer) uploads() []string {
	var found []string
	pages := p.NewListMultipartUploadsPaginator(&oss.ListMultipartUploadsRequest{Bucket: p.bucket})
	for pages.HasNext() {
		for _, upload := range must(pages.NextPage(p.ctx)).Uploads {
			found = append(found, *upload.Key)
		}
	}
	return found
}

func (p *peer) listed(prefix string, perPage int32) []string {
	var found []string
	pages := p.NewListObjectsV2Paginator(&oss.ListObjectsV2Request{Bucket: p.bucket, Prefix: oss.Ptr(prefix), MaxKeys: perPage})
	for pages.HasNext() {
		for _, object := range must(pages.NextPage(p.ctx)).Contents {
			found = append(found, *object.Key)
		}
	}
	return found
}
