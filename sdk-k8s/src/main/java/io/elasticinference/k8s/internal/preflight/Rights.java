package io.elasticinference.k8s.internal.preflight;

import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.connect.PlainYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rights that the SDK needs, read from {@code docs/rbac.yaml}, which users are told to give: so
 * that what is asked for and what is given are the same.
 */
final class Rights {

  private static final String FILE = "rbac.yaml";

  private Rights() {}

  /**
   * A right.
   *
   * @param role the role of the file that gives it
   * @param namespaced whether it is needed in the service's namespace alone
   * @param group the API group; empty for the core group
   * @param resource the resource, with its part behind a slash
   * @param verb the verb
   */
  record Right(String role, boolean namespaced, String group, String resource, String verb) {

    /** What it is about, as people write it. */
    String subject() {
      return group.isEmpty() ? resource : resource + "." + group;
    }
  }

  static List<Right> all() {
    List<Right> rights = new ArrayList<>();
    for (String document : text().split("(?m)^---$", -1)) {
      Map<String, Object> role = Tree.asMap(PlainYaml.read(document));
      for (Map<String, Object> rule : Tree.maps(role, "rules")) {
        for (Object group : Tree.list(rule, "apiGroups")) {
          for (Object resource : Tree.list(rule, "resources")) {
            for (Object verb : Tree.list(rule, "verbs")) {
              rights.add(
                  new Right(
                      Tree.name(role),
                      Tree.text(role, "kind").equals("Role"),
                      group.toString(),
                      resource.toString(),
                      verb.toString()));
            }
          }
        }
      }
    }
    return rights;
  }

  private static String text() {
    try (InputStream file = Rights.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(
            FILE + " is missing (expected: beside " + Rights.class + ")");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
