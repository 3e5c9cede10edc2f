package io.elasticinference.testkit.modelserver;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Which of the versions on disk are served. */
sealed interface VersionPolicy {
  /** The newest ones. */
  record Latest(int count) implements VersionPolicy {}

  /** All. */
  record All() implements VersionPolicy {}

  /** Those that are named. */
  record Specific(SortedSet<Long> versions) implements VersionPolicy {}

  /** Returns the versions to serve, and warns of named ones that are not there. */
  default List<Long> choose(SortedSet<Long> found, String model, Consumer<String> warn) {
    if (this instanceof Latest latest) {
      List<Long> newest = new ArrayList<>(found);
      return newest.subList(
          Math.max(0, newest.size() - Math.max(1, latest.count())), newest.size());
    }
    if (this instanceof Specific specific) {
      SortedSet<Long> chosen = new TreeSet<>(specific.versions());
      chosen.retainAll(found);
      for (Long version : specific.versions()) {
        if (!chosen.contains(version)) {
          warn.accept(
              "Version "
                  + version
                  + " of servable "
                  + model
                  + ", which was requested to be served as a 'specific' version in the servable's version policy, was "
                  + "not found in the file system");
        }
      }
      return List.copyOf(chosen);
    }
    return List.copyOf(found);
  }

  /** Reads {@code ServableVersionPolicy} of a model config. */
  static VersionPolicy read(TextProto.Message policy) throws TextProto.ParseException {
    for (String name : policy.names()) {
      switch (name) {
        case "latest" -> {
          return new Latest((int) number(policy.messages(name).get(0).text("num_versions", "1")));
        }
        case "all" -> {
          return new All();
        }
        case "specific" -> {
          SortedSet<Long> versions = new TreeSet<>();
          for (String version : policy.messages(name).get(0).texts("versions")) {
            versions.add(number(version));
          }
          return new Specific(versions);
        }
        default ->
            throw new TextProto.ParseException(
                "ServableVersionPolicy has no field named \"" + name + "\"");
      }
    }
    return new Latest(1);
  }

  private static long number(String text) throws TextProto.ParseException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new TextProto.ParseException("expected an integer but got " + text);
    }
  }
}
