package io.elasticinference.benchmarks.load;

import java.nio.file.Path;
import java.util.List;

/**
 * The command line: {@code [--rounds N] [--seconds N] [--connections N] [--only cost|truth]}.
 *
 * @param rounds how often everybody has a turn
 * @param seconds how long a turn takes
 * @param connections of the closed loops
 * @param only one of the two parts; empty for both
 * @param tools where programs are looked for before the PATH
 */
record LoadOptions(int rounds, int seconds, int connections, String only, Path tools) {
  private static final String USAGE =
      "benchmarks/load [--rounds N] [--seconds N] [--connections N] [--only cost|truth]";

  static LoadOptions parse(List<String> arguments) {
    int rounds = 5;
    int seconds = 4;
    int connections = 64;
    String only = "";
    Path tools = Path.of(".");
    for (int i = 0; i < arguments.size(); i += 2) {
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(arguments.get(i) + ": no value. Usage: " + USAGE);
      }
      String value = arguments.get(i + 1);
      switch (arguments.get(i)) {
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--seconds" -> seconds = Integer.parseInt(value);
        case "--connections" -> connections = Integer.parseInt(value);
        case "--only" -> only = value;
        case "--tools" -> tools = Path.of(value);
        default -> throw new IllegalArgumentException(arguments.get(i) + ": usage: " + USAGE);
      }
    }
    return new LoadOptions(rounds, seconds, connections, only, tools);
  }

  boolean includes(String part) {
    return only.isEmpty() || only.equals(part);
  }
}
