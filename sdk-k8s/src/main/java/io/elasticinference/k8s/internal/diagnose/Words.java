package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the sentences in which clusters say what is wrong; they have no codes for it. */
final class Words {

  /** What registries say of an image that is not there, or not for us. */
  private static final List<String> IMAGE_FOR_GOOD =
      List.of(
          "not found",
          "manifest unknown",
          "does not exist",
          "no such image",
          "denied",
          "unauthorized",
          "authentication required",
          "forbidden",
          "no match for platform",
          "invalid reference");

  /** What passes by itself, even where a word of the above stands beside it. */
  private static final List<String> NETWORK =
      List.of(
          "timeout",
          "timed out",
          "deadline exceeded",
          "connection refused",
          "connection reset",
          "i/o error",
          "no such host",
          "temporary failure",
          "too many requests",
          "toomanyrequests",
          "unexpected eof",
          "service unavailable",
          "bad gateway",
          "internal server error");

  /** What the volume's driver says of a bucket or key that is wrong. */
  private static final Pattern MOUNT_FOR_GOOD =
      Pattern.compile(
          "secrets? \"[^\"]*\" not found"
              + "|nosuchbucket|bucket does not exist|no such bucket"
              + "|accessdenied|access denied|invalidaccesskeyid|signaturedoesnotmatch",
          Pattern.CASE_INSENSITIVE);

  /** LimitRanges say "maximum memory usage per Container is …". */
  private static final Pattern LIMIT =
      Pattern.compile("(maximum|minimum) \\S+ usage per|exceeded quota");

  private static final Pattern SOLD_OUT =
      Pattern.compile(
          "out ?of ?stock|no ?stock|stock ?exhaust|stock ?close|sold ?out|insufficient ?stock"
              + "|no ?available ?(instance|resource)|not ?on ?sale",
          Pattern.CASE_INSENSITIVE);

  private Words() {}

  static boolean passes(String message) {
    return containsAny(message, NETWORK);
  }

  static boolean imageIsMissing(String message) {
    return containsAny(message, IMAGE_FOR_GOOD) && !passes(message);
  }

  static boolean mountIsHopeless(String message) {
    return MOUNT_FOR_GOOD.matcher(message).find();
  }

  static boolean soldOut(String message) {
    return SOLD_OUT.matcher(message).find();
  }

  /** What kind of refusal keeps a controller from making something. */
  static Problem.Kind refusal(String message) {
    if (LIMIT.matcher(message).find()) {
      return Problem.Kind.QUOTA;
    }
    return message.contains("forbidden") || message.contains("denied the request")
        ? Problem.Kind.FORBIDDEN
        : Problem.Kind.OTHER;
  }

  private static boolean containsAny(String message, List<String> words) {
    String lower = message.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lower::contains);
  }
}
