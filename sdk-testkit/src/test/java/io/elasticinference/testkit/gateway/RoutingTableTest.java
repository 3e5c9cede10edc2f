package io.elasticinference.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

  private static final ServicePort MAIN = new ServicePort("default", "bert", 8501);
  private static final ServicePort CANARY = new ServicePort("default", "bert-v2", 8501);

  private final List<Upstream> gone = new ArrayList<>();
  private final RoutingTable table = new RoutingTable(new Random(1)::nextInt, gone::add);

  private static IngressRule rule(String host, String path, PathType type, String service) {
    return IngressRule.of(host, path, type, new ServicePort("ns", service, 80));
  }

  private String route(String host, String path) {
    return table.route(host, path).map(Decision::name).orElse("404");
  }

  @Test
  void route_takesTheLongestPath_andTheExactOneFirst() {
    table.update(
        List.of(
            rule("a.com", "/", PathType.IMPLEMENTATION_SPECIFIC, "root"),
            rule("a.com", "/v1", PathType.PREFIX, "prefix"),
            rule("a.com", "/v1/models", PathType.PREFIX, "longer"),
            rule("a.com", "/v1/models", PathType.EXACT, "exact"),
            rule("a.com", "/im", PathType.IMPLEMENTATION_SPECIFIC, "characters"),
            rule("a.com", "/dir/", PathType.PREFIX, "slash")));

    assertThat(route("a.com", "/")).isEqualTo("ns-root-80");
    assertThat(route("A.COM", "/v1")).isEqualTo("ns-prefix-80");
    assertThat(route("a.com", "/v1/x")).isEqualTo("ns-prefix-80");
    assertThat(route("a.com", "/v1x")).isEqualTo("ns-root-80");
    assertThat(route("a.com", "/v1/models")).isEqualTo("ns-exact-80");
    assertThat(route("a.com", "/v1/models/")).isEqualTo("ns-longer-80");
    assertThat(route("a.com", "/v1/models/bert:predict")).isEqualTo("ns-longer-80");
    assertThat(route("a.com", "/image")).isEqualTo("ns-characters-80");
    assertThat(route("a.com", "/dir")).isEqualTo("ns-slash-80");
    assertThat(route("a.com", "/dir/x")).isEqualTo("ns-slash-80");
  }

  @Test
  void route_takesTheHostsOwnServer_thenTheWildcard_thenAny() {
    table.update(
        List.of(
            rule("", "/", PathType.PREFIX, "any"),
            rule("*.example.com", "/", PathType.PREFIX, "wild"),
            rule("a.example.com", "/only", PathType.PREFIX, "own")));

    assertThat(route("a.example.com", "/only")).isEqualTo("ns-own-80");
    assertThat(route("a.example.com", "/else")).isEqualTo("404");
    assertThat(route("b.example.com", "/")).isEqualTo("ns-wild-80");
    assertThat(route("b.c.example.com", "/")).isEqualTo("ns-any-80");
    assertThat(route("example.com", "/")).isEqualTo("ns-any-80");
    assertThat(route("127.0.0.1", "/")).isEqualTo("ns-any-80");
    assertThat(route("", "/")).isEqualTo("ns-any-80");
  }

  @Test
  void route_keepsTheFirstRule_whenTwoClaimTheSamePath() {
    table.update(
        List.of(
            rule("a", "/", PathType.PREFIX, "first"), rule("a", "/", PathType.PREFIX, "second")));
    assertThat(route("a", "/")).isEqualTo("ns-first-80");
  }

  @Test
  void route_answersNothing_whenThereIsNoRule() {
    assertThat(route("a", "/")).isEqualTo("404");
    table.update(List.of(IngressRule.canary("a", "/", PathType.PREFIX, CANARY, 100)));
    assertThat(route("a", "/")).isEqualTo("404");
  }

  private void mainAndCanary(int weight) {
    table.update(
        List.of(
            IngressRule.canary("a", "/", PathType.PREFIX, CANARY, weight),
            IngressRule.of("a", "/", PathType.PREFIX, MAIN)));
    table.endpoints(MAIN, List.of(Upstream.of("127.0.0.1", 1)));
    table.endpoints(CANARY, List.of(Upstream.of("127.0.0.1", 2)));
  }

  private long canaries(int requests) {
    long canaries = 0;
    for (int i = 0; i < requests; i++) {
      Decision decision = table.route("a", "/").orElseThrow();
      assertThat(decision.name()).isEqualTo("default-bert-8501");
      boolean canary = Objects.requireNonNull(decision.group()).next().address().getPort() == 2;
      assertThat(decision.alternativeName()).isEqualTo(canary ? "default-bert-v2-8501" : "");
      canaries += canary ? 1 : 0;
    }
    return canaries;
  }

  @Test
  void route_givesTheCanaryItsShare_butKeepsTheRoutesName() {
    mainAndCanary(20);
    assertThat(canaries(10_000)).isBetween(1_850L, 2_150L);
    mainAndCanary(0);
    assertThat(canaries(1_000)).isZero();
    mainAndCanary(100);
    assertThat(canaries(1_000)).isEqualTo(1_000);
  }

  @Test
  void route_givesTheCanaryNothing_whenItHasNoPod_andNobody_whenTheMainHasNone() {
    mainAndCanary(100);
    table.endpoints(CANARY, List.of());
    assertThat(canaries(100)).isZero();
    mainAndCanary(100);
    table.endpoints(MAIN, List.of());
    assertThat(table.route("a", "/").orElseThrow().group()).isNull();
  }

  @Test
  void endpoints_takesPodsInTurn_andTellsWhichAreGone() {
    Upstream one = Upstream.of("127.0.0.1", 1);
    Upstream two = Upstream.of("127.0.0.1", 2);
    table.update(List.of(IngressRule.of("a", "/", PathType.PREFIX, MAIN)));
    table.endpoints(MAIN, List.of(one, two));
    UpstreamGroup group = Objects.requireNonNull(table.route("a", "/").orElseThrow().group());
    assertThat(List.of(group.next(), group.next(), group.next())).containsExactly(one, two, one);

    table.endpoints(MAIN, List.of(two));
    assertThat(gone).containsExactly(one);
    table.endpoints(MAIN, List.of());
    assertThat(gone).containsExactly(one, two);
  }

  @Test
  void rule_refuses_whenPathOrWeightMakeNoSense() {
    assertThatThrownBy(() -> rule("a", "x", PathType.PREFIX, "s")).hasMessageContaining("path");
    assertThatThrownBy(() -> IngressRule.canary("a", "/", PathType.PREFIX, MAIN, 101))
        .hasMessageContaining("weight");
  }
}
