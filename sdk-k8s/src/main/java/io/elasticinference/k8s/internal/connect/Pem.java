package io.elasticinference.k8s.internal.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block of a PEM text (RFC 7468). */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private final String label;
  private final byte[] der;

  private Pem(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  /** What it is, for example {@code CERTIFICATE}. */
  String label() {
    return label;
  }

  /** Its bytes, which nobody changes. */
  byte[] der() {
    return der;
  }

  /**
   * Reads all blocks of a text.
   *
   * @throws IllegalArgumentException where a block is not Base64; says nothing of its content
   */
  static List<Pem> read(byte[] text) {
    List<Pem> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(new String(text, US_ASCII));
    while (matcher.find()) {
      try {
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2).strip());
        blocks.add(new Pem(matcher.group(1), der));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "PEM block " + matcher.group(1) + ": not Base64 (expected: RFC 7468)", e);
      }
    }
    return blocks;
  }

  /** Shows what it is, never its bytes. */
  @Override
  public String toString() {
    return "Pem[" + label + "]";
  }
}
