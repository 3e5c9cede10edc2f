package io.elasticinference.aliyun.internal.oss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.utils.CRC64;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.elasticinference.aliyun.internal.credentials.TestChains;
import io.elasticinference.spi.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads from a server that breaks each answer off after some bytes. */
class ObjectStreamTest {

  private static final byte[] BYTES = "0123456789abcdefghij".getBytes(UTF_8);
  private static final RemoteObject OBJECT =
      new RemoteObject("k", BYTES.length, Instant.EPOCH, "E1");

  private static final UploadTuning TUNING =
      new UploadTuning(
          1 << 20, 2, 4, Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private volatile int sentAtOnce = 7;
  private volatile int status = 206;
  private HttpServer server;
  private OssClients clients;
  private OSS client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Environment environment =
        Environment.of(
            Map.of(
                "OSS_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort(),
                "ALIBABA_CLOUD_REGION_ID", "cn-beijing",
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s"));
    clients =
        new OssClients(OssEndpoint.of(environment), TestChains.settingsOnly(environment), TUNING);
    client = clients.make();
  }

  @AfterEach
  void stop() {
    client.shutdown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range + " " + exchange.getRequestHeaders().getFirst("If-Match"));
    int dash = range.indexOf('-');
    int from = Integer.parseInt(range.substring("bytes=".length(), dash));
    int to = Integer.parseInt(range.substring(dash + 1)) + 1;
    if (status != 206) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(206, to - from);
      exchange.getResponseBody().write(BYTES, from, Math.min(sentAtOnce, to - from));
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }

  private ObjectStream stream(long from, long length) {
    return new ObjectStream(client, clients.retry(() -> false), "models", OBJECT, from, length);
  }

  @Test
  void read_goesOnWhereTheConnectionBroke_andOnlyOfTheSameBytes() throws IOException {
    try (ObjectStream in = stream(2, 17)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("23456789abcdefghi");
      assertThat(in.crc64())
          .isEqualTo(new CRC64("23456789abcdefghi".getBytes(UTF_8), 17).getValue());
    }

    assertThat(ranges).containsExactly("bytes=2-18 E1", "bytes=9-18 E1", "bytes=16-18 E1");
  }

  @Test
  void read_givesUp_whenNothingArrivesAnyMore() {
    sentAtOnce = 0;

    try (ObjectStream in = stream(0, 5)) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }

    assertThat(ranges).hasSize(TUNING.attempts());
  }

  @Test
  void read_failsAtOnce_whenTheObjectWasChanged() {
    status = 412;

    try (ObjectStream in = stream(0, 5)) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(OSSException.class);
    }

    assertThat(ranges).hasSize(1);
  }

  @Test
  void read_asksNothing_ofAnEmptyObject() throws IOException {
    try (ObjectStream in = stream(0, 0)) {
      assertThat(in.readAllBytes()).isEmpty();
    }
    assertThat(ranges).isEmpty();
  }
}
