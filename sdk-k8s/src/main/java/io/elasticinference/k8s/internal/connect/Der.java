package io.elasticinference.k8s.internal.connect;

import java.util.Arrays;

/** The little of ASN.1's distinguished encoding rules (ITU-T X.690) that wrapping a key needs. */
final class Der {

  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_ID = 0x06;
  static final int SEQUENCE = 0x30;

  /** The tag of the optional curve in an EC private key (RFC 5915). */
  static final int CONTEXT_0 = 0xa0;

  private static final int LONG_FORM = 0x80;

  private Der() {}

  /** One element. */
  static final class Element {
    private final int tag;
    private final byte[] content;
    private final int end;

    private Element(int tag, byte[] content, int end) {
      this.tag = tag;
      this.content = content;
      this.end = end;
    }

    int tag() {
      return tag;
    }

    /** Its bytes, which nobody changes. */
    byte[] content() {
      return content;
    }

    /** Where the next element begins. */
    int end() {
      return end;
    }
  }

  /** Writes an element. */
  static byte[] element(int tag, byte[]... contents) {
    int size = 0;
    for (byte[] content : contents) {
      size += content.length;
    }
    byte[] length = length(size);
    byte[] element = new byte[1 + length.length + size];
    element[0] = (byte) tag;
    System.arraycopy(length, 0, element, 1, length.length);
    int at = 1 + length.length;
    for (byte[] content : contents) {
      System.arraycopy(content, 0, element, at, content.length);
      at += content.length;
    }
    return element;
  }

  /**
   * Reads the element that begins at an offset.
   *
   * @throws IllegalArgumentException where the bytes end before it does
   */
  static Element read(byte[] bytes, int offset) {
    try {
      int tag = bytes[offset] & 0xff;
      int at = offset + 1;
      int length = bytes[at++] & 0xff;
      if (length >= LONG_FORM) {
        int count = length & ~LONG_FORM;
        length = 0;
        for (int i = 0; i < count; i++) {
          length = Math.addExact(Math.multiplyExact(length, 256), bytes[at++] & 0xff);
        }
      }
      if (length > bytes.length - at) {
        throw new IllegalArgumentException("DER: ends too early (expected: a whole element)");
      }
      return new Element(tag, Arrays.copyOfRange(bytes, at, at + length), at + length);
    } catch (ArrayIndexOutOfBoundsException | ArithmeticException e) {
      throw new IllegalArgumentException("DER: ends too early (expected: a whole element)", e);
    }
  }

  private static byte[] length(int size) {
    if (size < LONG_FORM) {
      return new byte[] {(byte) size};
    }
    int count = (Integer.SIZE - Integer.numberOfLeadingZeros(size) + Byte.SIZE - 1) / Byte.SIZE;
    byte[] length = new byte[1 + count];
    length[0] = (byte) (LONG_FORM | count);
    for (int i = 0; i < count; i++) {
      length[count - i] = (byte) (size >>> (Byte.SIZE * i));
    }
    return length;
  }
}
