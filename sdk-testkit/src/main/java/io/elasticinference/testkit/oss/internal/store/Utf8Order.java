package io.elasticinference.testkit.oss.internal.store;

import java.util.Comparator;

/** The order of keys in OSS: that of their bytes in UTF-8, which is that of their code points. */
public enum Utf8Order implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Halves of a pair stand for code points above all that are one character.
        boolean pairX = Character.isSurrogate(x);
        boolean pairY = Character.isSurrogate(y);
        return pairX == pairY ? Character.compare(x, y) : Boolean.compare(pairX, pairY);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
