package io.elasticinference.internal.load;

/** What bytes may stand where in HTTP/1.1 (RFC 9110, section 5; RFC 9112). */
final class Ascii {
  private static final byte[] LOWER = new byte[128];

  static {
    for (char c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
      LOWER[c] = (byte) c;
    }
    for (char c = 'A'; c <= 'Z'; c++) {
      LOWER[c] = (byte) (c - 'A' + 'a');
    }
  }

  private Ascii() {}

  /** The byte of a token, in lower case; 0 when it may not stand in a token. */
  static byte token(byte b) {
    return b < 0 ? 0 : LOWER[b];
  }

  /** Whether the byte may stand in a header value, a reason or a chunk extension. */
  static boolean isText(byte b) {
    return b < 0 || (b >= ' ' && b != 127) || b == '\t';
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  /** Whether a piece of a text is the given word. */
  static boolean matches(byte[] text, int from, int to, byte[] word) {
    if (to - from != word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (text[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  static byte[] bytes(String word) {
    byte[] bytes = new byte[word.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) word.charAt(i);
    }
    return bytes;
  }
}
