package io.elasticinference.k8s.internal.render;

import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.spi.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes objects as YAML for kubectl. */
final class YamlText {

  private static final String SECRET_NOTE =
      "# Values are left out: fill them in before applying this one.\n";

  private YamlText() {}

  static String of(List<Manifest> manifests) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    Yaml yaml = new Yaml(options);
    StringBuilder text = new StringBuilder();
    for (Manifest manifest : manifests) {
      text.append("---\n");
      if (manifest.secret()) {
        text.append(SECRET_NOTE);
      }
      text.append(yaml.dump(manifest.secret() ? hidden(manifest.body()) : manifest.body()));
    }
    return text.toString();
  }

  private static Map<String, Object> hidden(Map<String, Object> body) {
    Map<String, Object> data = new LinkedHashMap<>();
    Tree.map(body, "data").keySet().forEach(key -> data.put(key, ""));
    Map<String, Object> hidden = new LinkedHashMap<>(body);
    hidden.put("data", data);
    return hidden;
  }
}
