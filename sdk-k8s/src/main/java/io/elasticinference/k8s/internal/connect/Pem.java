package io.elasticinference.k8s.internal.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A block of a PEM text (RFC 7468). */
final class Pem {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

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
    // By hand: regular expressions would be a good part of what reading a certificate costs.
    List<Pem> blocks = new ArrayList<>();
    String all = new String(text, US_ASCII);
    int at = all.indexOf(BEGIN);
    while (at >= 0) {
      int labelEnd = all.indexOf(DASHES, at + BEGIN.length());
      String label = labelEnd < 0 ? "" : all.substring(at + BEGIN.length(), labelEnd);
      int end = all.indexOf(END + label + DASHES, at);
      if (labelEnd < 0 || end < 0) {
        throw new IllegalArgumentException("PEM: ends too early (expected: RFC 7468)");
      }
      blocks.add(new Pem(label, decode(label, all.substring(labelEnd + DASHES.length(), end))));
      at = all.indexOf(BEGIN, end);
    }
    return blocks;
  }

  private static byte[] decode(String label, String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "PEM block " + label + ": not Base64 (expected: RFC 7468)", e);
    }
  }

  /** Shows what it is, never its bytes. */
  @Override
  public String toString() {
    return "Pem[" + label + "]";
  }
}
