package io.elasticinference.testkit.oss.internal.protocol;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a query string, decoded and in the order sent. */
public final class Query {

  /** One parameter; the value is empty where only a name was sent. */
  public record Parameter(String name, String value) {}

  private final List<Parameter> parameters;

  private Query(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
  }

  /** Takes a raw query string apart. */
  public static Query parse(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    int begin = 0;
    while (begin <= raw.length()) {
      int end = raw.indexOf('&', begin);
      end = end < 0 ? raw.length() : end;
      if (end > begin) {
        String pair = raw.substring(begin, end);
        int equals = pair.indexOf('=');
        parameters.add(
            equals < 0
                ? new Parameter(decode(pair), "")
                : new Parameter(
                    decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))));
      }
      begin = end + 1;
    }
    return new Query(parameters);
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  public boolean has(String name) {
    return get(name).isPresent();
  }

  /** The value of the first parameter of a name. */
  public Optional<String> get(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).map(Parameter::value).findFirst();
  }

  /** The value of a parameter, or an empty text. */
  public String text(String name) {
    return get(name).orElse("");
  }

  /**
   * The value of a parameter as a number.
   *
   * @throws OssException if it is none, or outside of the bounds
   */
  public int number(String name, int byDefault, int least, int most) {
    String text = text(name);
    if (text.isEmpty()) {
      return byDefault;
    }
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw OssErrors.invalidArgument(
        name,
        text,
        "Argument " + name + " must be an integer between " + least + " and " + most + ".");
  }

  private static String decode(String text) {
    try {
      return Percent.decode(text, true);
    } catch (CharacterCodingException e) {
      throw OssErrors.invalidArgument("query", text, "The query string is not well encoded.");
    }
  }
}
