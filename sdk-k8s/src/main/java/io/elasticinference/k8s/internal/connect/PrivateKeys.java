package io.elasticinference.k8s.internal.connect;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads private keys by the JDK's own classes, which know PKCS#8 (RFC 5208) only: the older forms
 * for RSA (PKCS#1, RFC 8017) and for elliptic curves (RFC 5915) are wrapped into it first.
 */
final class PrivateKeys {

  private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};
  private static final byte[] NULL = {0x05, 0};
  private static final byte[] RSA = HexFormat.of().parseHex("2a864886f70d010101");
  private static final byte[] EC = HexFormat.of().parseHex("2a8648ce3d0201");
  private static final byte[] ED25519 = HexFormat.of().parseHex("2b6570");

  private PrivateKeys() {}

  /**
   * Reads the private key in a PEM text.
   *
   * @throws GeneralSecurityException where there is none, or one of a kind that the JDK doesn't
   *     know
   */
  static PrivateKey read(byte[] pem) throws GeneralSecurityException {
    for (Pem block : Pem.read(pem)) {
      byte[] der = block.der();
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return pkcs8(der);
        }
        case "RSA PRIVATE KEY" -> {
          return pkcs8(wrap(der, Der.element(Der.OBJECT_ID, RSA), NULL));
        }
        case "EC PRIVATE KEY" -> {
          return pkcs8(wrap(der, Der.element(Der.OBJECT_ID, EC), curve(der)));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new GeneralSecurityException(
                "private key: encrypted (expected: one without a password)");
        default -> {
          // EC PARAMETERS, or certificates in the same file.
        }
      }
    }
    throw new GeneralSecurityException(
        "private key: none found (expected: PEM with PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE"
            + " KEY)");
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm(der)).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static String algorithm(byte[] der) throws GeneralSecurityException {
    byte[] info = Der.read(der, 0).content();
    byte[] identifier = Der.read(info, Der.read(info, 0).end()).content();
    byte[] algorithm = Der.read(identifier, 0).content();
    if (Arrays.equals(algorithm, RSA)) {
      return "RSA";
    }
    if (Arrays.equals(algorithm, EC)) {
      return "EC";
    }
    if (Arrays.equals(algorithm, ED25519)) {
      return "Ed25519";
    }
    throw new GeneralSecurityException(
        "private key: of an unknown kind (expected: RSA, EC or Ed25519)");
  }

  private static byte[] wrap(byte[] key, byte[] algorithm, byte[] parameters) {
    return Der.element(
        Der.SEQUENCE,
        VERSION_0,
        Der.element(Der.SEQUENCE, algorithm, parameters),
        Der.element(Der.OCTET_STRING, key));
  }

  private static byte[] curve(byte[] der) throws GeneralSecurityException {
    byte[] key = Der.read(der, 0).content();
    int at = 0;
    while (at < key.length) {
      Der.Element part = Der.read(key, at);
      if (part.tag() == Der.CONTEXT_0) {
        return part.content();
      }
      at = part.end();
    }
    throw new GeneralSecurityException("private key: names no curve (expected: RFC 5915 with one)");
  }
}
