// Command oss-uploader uploads a folder by the uploader of Alibaba Cloud's Go SDK, which checks CRC64 by default: one file in
// parallel parts, several in parallel. It prints the nanoseconds that took
// and the processor time used before, and waits until its standard input ends.
// Arguments: the folder, the bucket, a prefix, how many at once, and the size of parts.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
)

func main() {
	folder, bucket, prefix := os.Args[1], os.Args[2], os.Args[3]
	parallel := must(strconv.Atoi(os.Args[4]))
	partSize := must(strconv.ParseInt(os.Args[5], 10, 64))
	var before int64
	if warmUp := os.Getenv("UPLOAD_BENCHMARK_WARM_UP"); warmUp != "" {
		for range 3 {
			upload(warmUp, bucket, prefix+"2/", parallel, partSize)
		}
		var usage syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
			panic(err)
		}
		before = usage.Utime.Nano() + usage.Stime.Nano()
	}
	began := time.Now()
	upload(folder, bucket, prefix+"1/", parallel, partSize)
	fmt.Println("benchmark:", time.Since(began).Nanoseconds(), before)
	must(io.Copy(io.Discard, os.Stdin))
}

func upload(folder, bucket, prefix string, parallel int, partSize int64) {
	entries := must(os.ReadDir(folder))
	client := oss.NewClient(oss.LoadDefaultConfig().
		WithCredentialsProvider(credentials.NewStaticCredentialsProvider(
			os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"), os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))).
		WithRegion(os.Getenv("ALIBABA_CLOUD_REGION_ID")).
		WithEndpoint(os.Getenv("OSS_ENDPOINT")).
		WithUsePathStyle(true))
	uploader := client.NewUploader(func(o *oss.UploaderOptions) { o.PartSize, o.ParallelNum = partSize, parallel })
	names := make(chan string)
	var workers sync.WaitGroup
	for range min(parallel, len(entries)) {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for name := range names {
				request := &oss.PutObjectRequest{Bucket: oss.Ptr(bucket), Key: oss.Ptr(prefix + name)}
				must(uploader.UploadFile(context.Background(), request, filepath.Join(folder, name)))
			}
		}()
	}
	for _, entry := range entries {
		names <- entry.Name()
	}
	close(names)
	workers.Wait()
}

func must[T any](result T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, "oss-uploader:", err)
		os.Exit(1)
	}
	return result
}
