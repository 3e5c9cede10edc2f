package io.elasticinference.internal.load.distributed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.internal.load.Check;
import io.elasticinference.internal.load.report.Json;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.spi.PodJob;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What all workers are told.
 *
 * @param target where to send
 * @param profile what all send together
 * @param workers how many they are
 * @param startWithin how long after the making of the job they begin at the latest
 * @param trusted whose certificates they trust; none for those that their Java trusts
 */
public record WorkerTask(
    LoadTarget target,
    LoadProfile profile,
    int workers,
    Duration startWithin,
    List<X509Certificate> trusted) {
  private static final int MOST_PARTS = 16;

  /**
   * The task in parts that each fit where they are kept.
   *
   * @throws IllegalArgumentException when there are too many
   */
  List<byte[]> parts() {
    byte[] bytes = zipped(json());
    Check.argument(
        bytes.length <= MOST_PARTS * PodJob.PART_BYTES,
        "request bodies and traces",
        bytes.length + " bytes compressed",
        "at most "
            + MOST_PARTS * PodJob.PART_BYTES
            + ", to be carried to the pods by the cluster's API");
    List<byte[]> parts = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += PodJob.PART_BYTES) {
      parts.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PodJob.PART_BYTES)));
    }
    return parts;
  }

  static WorkerTask of(List<byte[]> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    parts.forEach(bytes::writeBytes);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return read(Fields.read(new String(in.readAllBytes(), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Load worker: its task cannot be read (expected: what the Job's ConfigMap holds). Use the"
              + " same version of the SDK in the image and in the program.",
          e);
    }
  }

  private String json() {
    Json json = new Json().begin('{');
    json.member("host", target.host()).member("port", target.port());
    json.member("path", target.path()).member("hostHeader", target.hostHeader());
    json.member("tls", target.tls() ? 1 : 0).member("workers", workers);
    json.member("startWithin", startWithin.toNanos());
    ProfileCodec.write(json.name("profile"), profile);
    json.name("trusted").begin('[');
    trusted.forEach(authority -> json.value(Trust.encode(authority)));
    json.end(']');
    return json.end('}').toString();
  }

  private static WorkerTask read(Fields fields) {
    return new WorkerTask(
        new LoadTarget(
            fields.text("host"),
            (int) fields.whole("port"),
            fields.text("path"),
            fields.text("hostHeader"),
            fields.whole("tls") == 1),
        ProfileCodec.read(fields.object("profile")),
        (int) fields.whole("workers"),
        fields.nanos("startWithin"),
        fields.texts("trusted").stream().map(Trust::decode).toList());
  }

  private static byte[] zipped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Which task it is, without what is sent. */
  @Override
  public String toString() {
    return workers + " workers on " + target;
  }
}
