package io.elasticinference.k8s.internal.connect;

import io.elasticinference.k8s.internal.api.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One or more kubeconfigs, merged as kubectl merges them: what an earlier one names wins, and paths
 * are relative to the file that they stand in.
 */
final class Kubeconfig {

  private static final List<String> CLUSTER_FILES = List.of("certificate-authority");
  private static final List<String> USER_FILES =
      List.of("client-certificate", "client-key", "tokenFile");

  private final ArrayList<Object> contexts = new ArrayList<>();
  private final ArrayList<Object> clusters = new ArrayList<>();
  private final ArrayList<Object> users = new ArrayList<>();
  private String currentContext = "";

  /**
   * Adds a kubeconfig behind those that are here.
   *
   * @param yaml its text
   * @param folder what its paths are relative to; null where it may name none
   * @throws IllegalArgumentException where it is no kubeconfig; says nothing of its content
   */
  void add(String yaml, @Nullable Path folder) {
    Object content;
    try {
      content = PlainYaml.read(yaml);
    } catch (YAMLException e) {
      // The parser's message quotes the text, which holds keys: it goes no further.
      throw new IllegalArgumentException("its text is not YAML");
    }
    if (content == null) {
      return;
    }
    if (!(content instanceof Map)) {
      throw new IllegalArgumentException("its text is YAML of another kind");
    }
    Map<String, Object> all = Tree.asMap(content);
    if (currentContext.isEmpty()) {
      currentContext = Tree.text(all, "current-context");
    }
    merge(contexts, all, "contexts", "context", List.of(), folder);
    merge(clusters, all, "clusters", "cluster", CLUSTER_FILES, folder);
    merge(users, all, "users", "user", USER_FILES, folder);
  }

  /** The context in use; empty where none is named. */
  String currentContext() {
    return currentContext;
  }

  /** The context that is in use: which cluster, which user. */
  Map<String, Object> context() {
    return entry(contexts, currentContext, "context");
  }

  /** The cluster of the context in use; empty where it isn't there. */
  Map<String, Object> cluster() {
    return entry(clusters, Tree.text(context(), "cluster"), "cluster");
  }

  /** The user of the context in use; empty where there is none. */
  Map<String, Object> user() {
    return entry(users, Tree.text(context(), "user"), "user");
  }

  /** The same for the official client, which runs credential plugins. */
  io.kubernetes.client.util.KubeConfig official() {
    io.kubernetes.client.util.KubeConfig official =
        new io.kubernetes.client.util.KubeConfig(contexts, clusters, users);
    official.setContext(currentContext);
    return official;
  }

  private static void merge(
      List<Object> merged,
      Map<String, Object> all,
      String list,
      String part,
      List<String> files,
      @Nullable Path folder) {
    for (Map<String, Object> entry : Tree.maps(all, list)) {
      if (entry(merged, Tree.text(entry, "name"), part).isEmpty()) {
        Map<String, Object> absolute = new LinkedHashMap<>(entry);
        absolute.put(part, absolute(Tree.map(entry, part), files, folder));
        merged.add(absolute);
      }
    }
  }

  private static Map<String, Object> absolute(
      Map<String, Object> part, List<String> files, @Nullable Path folder) {
    Map<String, Object> absolute = new LinkedHashMap<>(part);
    if (folder != null) {
      for (String file : files) {
        String path = Tree.text(part, file);
        if (!path.isEmpty()) {
          absolute.put(file, folder.resolve(path).toString());
        }
      }
      String command = Tree.text(part, "exec", "command");
      if (command.contains("/")) {
        Map<String, Object> exec = new LinkedHashMap<>(Tree.map(part, "exec"));
        exec.put("command", folder.resolve(command).toString());
        absolute.put("exec", exec);
      }
    }
    return absolute;
  }

  private static Map<String, Object> entry(List<Object> entries, String name, String part) {
    for (Object entry : entries) {
      if (Tree.text(Tree.asMap(entry), "name").equals(name)) {
        return Tree.map(Tree.asMap(entry), part);
      }
    }
    return Map.of();
  }
}
