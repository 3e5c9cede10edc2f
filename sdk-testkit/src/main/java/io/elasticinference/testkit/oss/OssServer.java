package io.elasticinference.testkit.oss;

import io.elasticinference.testkit.fault.FaultHandler;
import io.elasticinference.testkit.fault.Faults;
import io.elasticinference.testkit.oss.internal.api.OssHandler;
import io.elasticinference.testkit.oss.internal.auth.Authenticator;
import io.elasticinference.testkit.oss.internal.auth.Credentials;
import io.elasticinference.testkit.oss.internal.protocol.OssException;
import io.elasticinference.testkit.oss.internal.store.Store;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A local OSS on loopback. Its objects lie in a directory and survive it, even when it is killed.
 *
 * <pre>{@code
 * try (OssServer oss =
 *     OssServer.builder(directory).credential(OssCredential.of("id", "secret")).bucket("models").start()) {
 *   OSS client = new OSSClientBuilder().build(oss.uri().toString(), "id", "secret");
 *   oss.faults().next(1).when(r -> r.method().equals("PUT")).status(503);
 * }
 * }</pre>
 *
 * <p>Buckets are addressed by path at the server's address ({@code
 * http://127.0.0.1:port/bucket/key}), or by host under {@code localhost} ({@code
 * http://bucket.localhost:port/key}). Signatures of version 1 and 4 are checked, in headers and in
 * URLs, as are clocks, tokens and, for version 4, the region.
 *
 * <p>What is served and what is not stands in the description of this package; what is not served
 * fails with {@code NotImplemented}. Thread-safe.
 */
public final class OssServer implements AutoCloseable {

  private static final int WORKERS = 32;

  private final Store store;
  private final Credentials credentials;
  private final Faults faults;
  private final Undertow server;
  private final Clock clock;
  private final String region;

  private OssServer(Builder builder, Store store) throws IOException {
    this.store = store;
    this.clock = builder.clock;
    this.region = builder.region;
    this.faults = new Faults();
    this.credentials = new Credentials();
    builder.credentials.forEach(credentials::accept);
    for (String bucket : builder.buckets) {
      createBucket(bucket);
    }
    OssHandler handler =
        new OssHandler(new Authenticator(credentials, region, clock), store, region, clock);
    this.server =
        Undertow.builder()
            .addHttpListener(builder.port, "127.0.0.1")
            .setIoThreads(2)
            .setWorkerThreads(WORKERS)
            .setServerOption(UndertowOptions.DECODE_URL, false)
            // Undertow's own limit is 2 MiB; OSS's is checked where the body is received.
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
            .setHandler(new FaultHandler(faults, handler, OssHandler::injected))
            .build();
    server.start();
  }

  /**
   * Begins to describe a server.
   *
   * @param directory where its objects are kept; it is made if it is missing, and held alone
   * @return a description to complete
   */
  public static Builder builder(Path directory) {
    return new Builder(Objects.requireNonNull(directory, "directory"));
  }

  /**
   * Gives the server's endpoint.
   *
   * @return the address, for example {@code http://127.0.0.1:34567}
   */
  public URI uri() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /**
   * Gives the region that the server plays.
   *
   * @return the region's id, for example {@code cn-beijing}
   */
  public String region() {
    return region;
  }

  /**
   * Gives the faults of this server. Injected statuses are worded as OSS words errors.
   *
   * @return the faults, none of which is injected at the start
   */
  public Faults faults() {
    return faults;
  }

  /**
   * Lets a credential in from now on, in place of an earlier one of the same id.
   *
   * @param credential the credential
   */
  public void accept(OssCredential credential) {
    credentials.accept(credential);
  }

  /**
   * Lets an access key in no more.
   *
   * @param accessKeyId the access key's id
   */
  public void revoke(String accessKeyId) {
    credentials.revoke(accessKeyId);
  }

  /**
   * Makes a bucket; one that is there already stays as it is.
   *
   * @param name 3 to 63 lower-case letters, digits and hyphens
   * @throws IllegalArgumentException if the name is none of a bucket
   * @throws IOException if it cannot be written
   */
  public void createBucket(String name) throws IOException {
    try {
      store.create(name, "Standard", clock.instant());
    } catch (OssException e) {
      throw new IllegalArgumentException("name: " + name + " (expected: a bucket's name)", e);
    }
  }

  /**
   * Deletes a bucket with all that is in it, which OSS itself never does; one that is not there is
   * no error.
   *
   * @param name the bucket's name
   * @throws IOException if it cannot be deleted
   */
  public void discardBucket(String name) throws IOException {
    store.discard(name);
  }

  /** Ends the server; its objects stay on disk. */
  @Override
  public void close() throws IOException {
    server.stop();
    store.close();
  }

  /** Describes a server to start. Single use, not thread-safe. */
  public static final class Builder {

    private final Path directory;
    private final List<OssCredential> credentials = new ArrayList<>();
    private final List<String> buckets = new ArrayList<>();
    private String region = "cn-beijing";
    private Clock clock = Clock.systemUTC();
    private int port;
    private boolean md5 = true;

    private Builder(Path directory) {
      this.directory = directory;
    }

    /**
     * Lets a credential in.
     *
     * @param credential the credential
     * @return this
     */
    public Builder credential(OssCredential credential) {
      credentials.add(Objects.requireNonNull(credential, "credential"));
      return this;
    }

    /**
     * Makes a bucket at the start, unless it is there.
     *
     * @param name 3 to 63 lower-case letters, digits and hyphens
     * @return this
     */
    public Builder bucket(String name) {
      buckets.add(Objects.requireNonNull(name, "name"));
      return this;
    }

    /**
     * Sets the region, {@code cn-beijing} by default.
     *
     * @param id the region's id, which signatures of version 4 must name
     * @return this
     */
    public Builder region(String id) {
      this.region = Objects.requireNonNull(id, "id");
      return this;
    }

    /**
     * Sets the port, a free one by default.
     *
     * @param number the port on loopback, 0 for a free one
     * @return this
     */
    public Builder port(int number) {
      this.port = number;
      return this;
    }

    /**
     * Sets the clock, the system's by default.
     *
     * @param clock tells the time to the server
     * @return this
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Leaves MD5 out, which costs the server more than all else: tags are then made of checksum and
     * size, and digests are not answered, but still checked where a request sends one. OSS itself
     * never does so; this is for measurements of clients, which the server's MD5 would hold back.
     *
     * @return this
     */
    public Builder withoutMd5() {
      this.md5 = false;
      return this;
    }

    /**
     * Starts the server.
     *
     * @return a server that accepts requests
     * @throws IOException if the directory cannot be used, also if another server holds it
     * @throws IllegalArgumentException if the name of a bucket is none
     */
    public OssServer start() throws IOException {
      Store store = Store.open(directory, md5);
      try {
        return new OssServer(this, store);
      } catch (IOException | RuntimeException e) {
        store.close();
        throw e;
      }
    }
  }
}
