package main

import (
	"context"
	"errors"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
)

// A dyingClient uploads so many parts and fails then, as a process would that is killed in the middle.
type dyingClient struct {
	*oss.Client
	left int
}

func (c *dyingClient) UploadPart(ctx context.Context, request *oss.UploadPartRequest, options ...func(*oss.Options)) (*oss.UploadPartResult, error) {
	if c.left == 0 {
		return nil, errors.New("interrupted")
	}
	c.left--
	return c.Client.UploadPart(ctx, request, options...)
}
