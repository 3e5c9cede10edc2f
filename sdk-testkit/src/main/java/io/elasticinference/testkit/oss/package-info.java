/**
 * The local OSS: a server of the Object Storage Service's protocol with its objects on disk.
 *
 * <p>{@link io.elasticinference.testkit.oss.OssServer} is the way in: the local cloud starts one,
 * and a test that needs nothing but a bucket may start its own. What it answers follows the OSS API
 * reference and what the SDKs of several languages expect. Its judges are those SDKs: {@code oss2}
 * and {@code alibabacloud-oss-v2} of Python and {@code alibabacloud-oss-go-sdk-v2}, each with
 * signature versions 1 and 4, with lasting and temporary keys, with buckets in the path and in the
 * host name ({@code OssForeignClientsTest}); and the OSS Java SDK.
 *
 * <table>
 * <caption>What is served</caption>
 * <tr><th>of</th><th>served</th><th>not served: fails with {@code NotImplemented}</th></tr>
 * <tr><td>requests</td><td>signatures 1 and 4 in headers and in URLs, STS tokens and their end,
 *   read-only keys, clocks off by more than 15 minutes, bodies with a length or in chunks, {@code
 *   Expect: 100-continue}, {@code Content-MD5}; errors with Code, Message, RequestId, HostId and EC,
 *   in {@code x-oss-err} where there is no body</td><td>anonymous access ({@code AccessDenied}), PostObject, CORS,
 *   {@code aws-chunked} bodies (refused in OSS's own words)</td></tr>
 * <tr><td>buckets</td><td>PutBucket, DeleteBucket, ListBuckets, GetBucketInfo, GetBucketLocation,
 *   GetBucketStat, GetBucketAcl and PutBucketAcl (private only), GetBucketVersioning (never
 *   versioned)</td><td>every other configuration, DescribeRegions</td></tr>
 * <tr><td>objects</td><td>PutObject, GetObject (ranges, conditions, {@code response-*}), HeadObject,
 *   GetObjectMeta, CopyObject (conditions, directives, up to 1 GiB), AppendObject, DeleteObject,
 *   DeleteMultipleObjects, tags, GetObjectAcl and PutObjectAcl (private and default); metadata, the
 *   storage class as a name, ETag, CRC64, object type, {@code x-oss-forbid-overwrite}</td>
 *   <td>versions, symbolic links, restoring, encryption, processing, callbacks, SelectObject, public
 *   ACLs</td></tr>
 * <tr><td>listings</td><td>ListObjects and ListObjectsV2: prefix, delimiter, markers and tokens,
 *   {@code start-after}, {@code max-keys}, {@code fetch-owner}, {@code encoding-type=url}</td>
 *   <td>ListObjectVersions</td></tr>
 * <tr><td>multipart</td><td>InitiateMultipartUpload, UploadPart, UploadPartCopy, ListParts,
 *   ListMultipartUploads (prefix, delimiter, markers), CompleteMultipartUpload (also {@code
 *   x-oss-complete-all}), AbortMultipartUpload; the SDKs' own resumable uploads, downloads and
 *   copies</td><td></td></tr>
 * </table>
 *
 * <p>An object is seen whole or not at all: a reader gets to its end what it opened, whoever writes
 * or deletes meanwhile. Objects and open multipart uploads are there after a restart, also after
 * the program was killed. No body is held in memory.
 */
@NullMarked
package io.elasticinference.testkit.oss;

import org.jspecify.annotations.NullMarked;
