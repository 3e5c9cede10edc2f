package io.elasticinference.testkit.modelserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The command line of {@code tensorflow_model_server}: {@code --name=value}, the last one wins.
 * What it doesn't know it mentions and goes on, as the real one does
 * (tensorflow_serving/model_servers/main.cc).
 */
final class Flags {
  private static final String PROGRAM = "tensorflow_model_server";

  private final Map<String, String> values = new HashMap<>();

  private Flags() {}

  /**
   * Reads a command line, whose first word may be the program.
   *
   * @throws ServingException when a number is none
   */
  static Flags parse(List<String> arguments, Consumer<String> log) {
    Flags flags = new Flags();
    List<String> unknown = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && argument.length() > 2) {
        flags.values.put(
            argument.substring(2, equals < 0 ? argument.length() : equals),
            equals < 0 ? "true" : argument.substring(equals + 1));
      } else if (!isProgram(argument)) {
        unknown.add(argument);
      }
    }
    unknown.forEach(argument -> log.accept("unknown argument: " + argument));
    return flags;
  }

  static boolean isProgram(String word) {
    return word.equals(PROGRAM) || word.endsWith("/" + PROGRAM);
  }

  String text(String name, String absent) {
    return values.getOrDefault(name, absent);
  }

  int number(String name, int absent) {
    String text = values.get(name);
    if (text == null) {
      return absent;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ServingException.invalid(
          "Couldn't interpret value " + text + " for flag " + name + ".");
    }
  }
}
