package io.elasticinference.k8s.internal.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML as maps, lists and strings, by SnakeYAML's parser alone: what it has to tell numbers,
 * times and classes apart costs two thirds of reading a kubeconfig, which has none of them.
 */
public final class PlainYaml {

  private static final int DEEPEST = 50;

  private PlainYaml() {}

  /**
   * Reads the one document of a text.
   *
   * @return null for an empty one
   * @throws YAMLException where it is none
   */
  public static @Nullable Object read(String yaml) {
    LoaderOptions options = new LoaderOptions();
    Composer composer =
        new Composer(new ParserImpl(new StreamReader(yaml), options), new Untyped(), options);
    Node node = composer.getSingleNode();
    return node == null ? null : value(node, 0);
  }

  private static Object value(Node node, int depth) {
    if (depth > DEEPEST) {
      throw new YAMLException("nested deeper than " + DEEPEST);
    }
    if (node instanceof MappingNode mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (NodeTuple entry : mapping.getValue()) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
          throw new YAMLException("a key that is no word");
        }
        map.put(key.getValue(), value(entry.getValueNode(), depth + 1));
      }
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        list.add(value(item, depth + 1));
      }
      return list;
    }
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Takes every word for a word. */
  private static final class Untyped extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      // None: each would bring a regular expression.
    }
  }
}
