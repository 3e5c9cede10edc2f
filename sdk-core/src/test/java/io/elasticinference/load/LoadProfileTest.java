package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.scaling.TrafficTrace;
import java.net.URI;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadProfileTest {
  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void then_keepsTheFirstOnesRequestAndLimits_andAddsThePhases() {
    LoadProfile profile =
        LoadProfile.constant(35)
            .during(Duration.ofSeconds(40))
            .maxRate(90)
            .poisson(7)
            .then(LoadProfile.ramp(1, 80.5).during(Duration.ofMinutes(2)).maxRate(500));

    assertThat(profile)
        .hasToString("constant 35/s for 40s, then ramp 1 to 80.5/s in 2m, poisson(7)");
    assertThat(profile.duration()).isEqualTo(Duration.ofSeconds(160));
    assertThat(profile.limits().maxRate()).isEqualTo(90);
    assertThat(profile.closedLoop()).isFalse();
    assertThat(LoadProfile.connections(8)).hasToString("8 connections for 1m");
  }

  @Test
  void toString_saysWhatEachPhaseDoes() {
    assertThat(
            LoadProfile.steps(10, 80, 8)
                .then(LoadProfile.spike(5, 500).during(Duration.ofSeconds(30)))
                .then(LoadProfile.sine(1, 9, Duration.ofHours(24))))
        .hasToString(
            "8 steps from 10 to 80/s in 1m, then spike of 500/s on 5/s in 30s, "
                + "then sine 1 to 9/s every 24h for 24h");
    assertThat(
            LoadProfile.replay(TrafficTrace.poisson(2, Duration.ofMinutes(10), 1))
                .speed(10)
                .times(0.5))
        .asString()
        .matches("replay of \\d{4} requests in 1m, 10 times as fast, 0.5 times as many");
  }

  @Test
  void speed_keepsTheRequests_andTimesKeepsTheTime() {
    LoadProfile day = LoadProfile.sine(1, 9, Duration.ofHours(24)).speed(24).times(2);

    assertThat(day).hasToString("sine 48 to 432/s every 1h for 1h");
    assertThat(LoadProfile.ramp(0, 30).speed(0.5)).hasToString("ramp 0 to 15/s in 2m");
    assertThat(LoadProfile.constant(5).then(LoadProfile.spike(1, 8)).times(3))
        .hasToString("constant 5/s for 1m, then spike of 24/s on 3/s in 1m");
    assertRefused(
        () -> LoadProfile.connections(3).speed(2),
        "factor: 2.0 for 3 connections for 1m (expected: an open loop, which has a rate)");
    assertRefused(
        () -> LoadProfile.constant(3).times(0),
        "requestsPerSecond: 0.0 (expected: requests per second, 0.001 to 1000000)");
    assertRefused(() -> LoadProfile.constant(3).speed(0), "factor: 0.0 (expected: above 0)");
    assertRefused(
        () -> LoadProfile.spike(9, 3), "peak: 3.0 (expected: requests per second, 9.0 to 1000000)");
  }

  @Test
  void methods_changeACopy_andNotTheProfile() {
    LoadProfile profile = LoadProfile.constant(35);
    profile.during(Duration.ofSeconds(1)).poisson(1).maxConnections(3).request(LoadRequest.get());

    assertThat(profile.duration()).isEqualTo(Duration.ofMinutes(1));
    assertThat(profile.poissonSeed()).isEmpty();
    assertThat(profile.limits()).isEqualTo(LoadLimits.DEFAULT);
    assertThat(profile.request()).isEmpty();
  }

  @Test
  void methods_nameTheArgument_whenItIsOutOfRange() {
    assertRefused(
        () -> LoadProfile.constant(0),
        "requestsPerSecond: 0.0 (expected: requests per second, 0.001 to 1000000)");
    assertRefused(
        () -> LoadProfile.constant(Double.NaN),
        "requestsPerSecond: NaN (expected: requests per second, 0.001 to 1000000)");
    assertRefused(
        () -> LoadProfile.ramp(-1, 5),
        "from: -1.0 (expected: requests per second, 0.0 to 1000000)");
    assertRefused(
        () -> LoadProfile.ramp(0, 0), "to: 0.0 (expected: a ramp with an end above 0.001)");
    assertRefused(
        () -> LoadProfile.constant(1).during(Duration.ZERO),
        "duration: PT0S (expected: above zero and at most PT168H)");
    assertRefused(() -> LoadProfile.connections(0), "connections: 0 (expected: 1 to 10000)");
    assertRefused(
        () -> LoadProfile.constant(1).maxConnections(0),
        "maxConnections: 0 (expected: 1 to 10000)");
    assertRefused(
        () -> LoadProfile.constant(1).then(LoadProfile.connections(1)),
        "next: 1 connections for 1m (expected: a profile that is an open loop, as this one)");
    assertRefused(
        () -> LoadRequest.get().timeout(Duration.ofHours(1)),
        "timeout: PT1H (expected: above zero and at most PT30M)");
    assertRefused(() -> LoadRequest.get().expectStatus(100), "status: 100 (expected: 200 to 599)");
    assertRefused(
        () -> StopCondition.errorRatioOver(1, Duration.ofSeconds(1)),
        "ratio: 1.0 (expected: 0 to 1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "a..b", "a[", "a[x]", "a[-1]", "[0]b", "a]"})
  void expectJson_refuses_whenThePathCannotBeRead(String path) {
    assertRefused(
        () -> LoadRequest.get().expectJson(path), "jsonField: " + path + " (expected: a.b[0].c)");
  }

  @Test
  void header_refuses_whenARequestCouldBeSmuggled() {
    assertThatThrownBy(() -> LoadRequest.get().header("A", "secret\r\nB: c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header A: 12 characters (expected: one line of Latin-1 text)");
    assertThatThrownBy(() -> LoadRequest.get().header("A\r\nB", "c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LoadRequest.get().header("content-LENGTH", "5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header: content-LENGTH");
    assertThatThrownBy(() -> LoadRequest.get().path("/a b HTTP/1.1\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LoadRequest.post("{}").contentType("a\r\nb: c"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_hidesHeaderValuesAndBodies() {
    LoadRequest request =
        LoadRequest.post("{\"secret\": 1}").path("/x").header("Authorization", "Bearer secret");

    assertThat(request)
        .hasToString("POST /x, body of 13 bytes, headers [Authorization], timeout PT10S");
  }

  @Test
  void header_replaces_whateverTheCase() {
    assertThat(LoadRequest.get().header("X-a", "1").header("x-A", "2").headers())
        .containsOnlyKeys("x-A");
  }

  @Test
  void bodies_areCopies_inAndOut() {
    byte[] body = {1, 2};
    LoadRequest request = LoadRequest.post(body);
    body[0] = 9;
    request.bodies().get(0)[1] = 9;

    assertThat(request.bodies()).containsExactly(new byte[] {1, 2});
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example,a.example,80,/,a.example,false",
    "http://a.example:81/x?y=z,a.example,81,/x?y=z,a.example:81,false",
    "https://a.example/x%20y,a.example,443,/x%20y,a.example,true",
    "http://[::1]:81/,::1,81,/,[::1]:81,false",
  })
  void of_takesTheUrlApart(
      String url, String host, int port, String path, String hostHeader, boolean tls) {
    assertThat(LoadTarget.of(URI.create(url)))
        .isEqualTo(new LoadTarget(host, port, path, hostHeader, tls));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a.example/", "/x", "http:///x", "http://u:p@a.example/"})
  void of_refuses_whenTheUrlIsOfAnotherKind(String url) {
    assertThatThrownBy(() -> LoadTarget.of(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("u:p");
  }

  @Test
  void toString_showsTheAddress_whenItIsNotTheHost() {
    assertThat(LoadTarget.of(URI.create("http://127.0.0.1:81/v1?token=x")))
        .hasToString("http://127.0.0.1:81/v1?…");
    assertThat(LoadTarget.of(URI.create("http://127.0.0.1:81/v1")).hostHeader("test.example.com"))
        .hasToString("http://test.example.com/v1 at 127.0.0.1:81");
    assertThat(LoadTarget.of(URI.create("https://a.example/"))).hasToString("https://a.example/");
  }
}
