package io.elasticinference.k8s.internal.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys and certificates for tests, all made when a test runs: no key lies in the repository. */
final class KeyPairs {

  static final char[] PASSWORD = "changeit".toCharArray();

  private KeyPairs() {}

  static KeyPair rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  static KeyPair ec() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  static byte[] pem(String label, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The old form of an RSA key, which PKCS#8 wraps. */
  static byte[] pkcs1(KeyPair rsa) {
    return inner(rsa.getPrivate().getEncoded());
  }

  /** The old form of an EC key, with its curve, as OpenSSL writes it. */
  static byte[] sec1(KeyPair ec) {
    byte[] key = Der.read(inner(ec.getPrivate().getEncoded()), 0).content();
    byte[] secp256r1 = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
    return Der.element(
        Der.SEQUENCE, key, Der.element(Der.CONTEXT_0, Der.element(Der.OBJECT_ID, secp256r1)));
  }

  /** What PKCS#8 wraps: the third element, an octet string. */
  private static byte[] inner(byte[] pkcs8) {
    byte[] info = Der.read(pkcs8, 0).content();
    int algorithm = Der.read(info, 0).end();
    return Der.read(info, Der.read(info, algorithm).end()).content();
  }

  static boolean same(ECPrivateKey one, ECPrivateKey other) {
    return one.getS().equals(other.getS());
  }

  /** A key store with one self-signed certificate, made by the JDK's own tool. */
  static KeyStore keyStore(Path folder, String name, String... more)
      throws GeneralSecurityException, IOException, InterruptedException {
    Path file = folder.resolve(name + ".p12");
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of(
            "-genkeypair",
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-keyalg",
            "RSA",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            new String(PASSWORD)));
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
      throw new IOException(
          "keytool: "
              + new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }
}
