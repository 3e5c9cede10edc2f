package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.ClientException;
import io.elasticinference.aliyun.internal.credentials.TestChains;
import io.elasticinference.spi.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OssRetryTest {

  private static final Environment KEYS =
      Environment.of(
          Map.of(
              "ALIBABA_CLOUD_ACCESS_KEY_ID", "a",
              "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "b"));

  private static final OssCall CALL =
      new OssCall(OssCall.Operation.GET_OBJECT, "models", "bert/1/saved_model.pb");

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger tries = new AtomicInteger();

  private OssRetry retry(int concurrency, int attempts) {
    Duration second = Duration.ofSeconds(1);
    return new OssRetry(
        new UploadTuning(1, concurrency, attempts, Duration.ofMillis(1), second, second),
        stopped::get,
        TestChains.settingsOnly(KEYS),
        new OssEndpoint(URI.create("http://127.0.0.1:9"), "cn-beijing", "oss"));
  }

  private Object fail() {
    tries.incrementAndGet();
    throw new ClientException("x", "SocketException", "r");
  }

  @Test
  void call_triesAsOftenAsItIsSaid() {
    assertThatThrownBy(() -> retry(4, 3).call(CALL, this::fail))
        .isInstanceOf(ClientException.class);

    assertThat(tries).hasValue(3);
  }

  @Test
  void call_sharesABudgetOfRetries_amongAllRequests() {
    OssRetry retry = retry(1, 3);

    for (int request = 0; request < 100; request++) {
      assertThatThrownBy(() -> retry.call(CALL, this::fail)).isInstanceOf(ClientException.class);
    }

    assertThat(tries.get()).isBetween(104, 110); // ten retries in all, in place of 200
  }

  @Test
  void call_triesNoMore_whenNobodyWaits() {
    stopped.set(true);

    assertThatThrownBy(() -> retry(4, 3).call(CALL, this::fail))
        .isInstanceOf(ClientException.class);
    assertThat(tries).hasValue(1);
  }
}
