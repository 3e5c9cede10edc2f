package io.elasticinference.aliyun.internal.sls;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.MetricsUnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * No label of a selector bends the adapter's query, which does not quote: it is refused, or it is a
 * word that stands in its place and changes nothing else.
 */
class MetricLabelsPropertyTest {

  private static final String CHARACTERS = "ab1-_. \"'|*():\\;=\n%ü";

  @Test
  void labels_areRefused_orStandInTheirPlaceAlone() {
    Random random = new Random(15);
    int taken = 0;
    for (int i = 0; i < 50_000; i++) {
      String route = text(random);
      Map<String, String> selector = new HashMap<>();
      selector.put("sls.project", "k8s-log-c1");
      selector.put("sls.logstore", "nginx-ingress");
      selector.put("sls.ingress.route", route);
      MetricLabels labels;
      try {
        labels = MetricLabels.of(selector);
      } catch (MetricsUnavailableException e) {
        continue;
      }
      taken++;
      assertThat(route).matches("[A-Za-z0-9][-A-Za-z0-9_.]*");
      assertThat(AdapterQuery.of("sls_ingress_qps", labels, 1000).text())
          .isEqualTo(
              "* and proxy_upstream_name: "
                  + route
                  + " | SELECT count(1) / 15 as value from log WHERE __time__ >= 975  and"
                  + " __time__ < 990");
    }
    assertThat(taken).isBetween(1_000, 40_000);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = 1 + random.nextInt(6); left > 0; left--) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }
}
