package io.elasticinference.k8s.internal.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {

  @Test
  void read_givesTheKey_whenItIsPkcs8() throws GeneralSecurityException {
    KeyPair rsa = KeyPairs.rsa();
    assertThat(PrivateKeys.read(KeyPairs.pem("PRIVATE KEY", rsa.getPrivate().getEncoded())))
        .isEqualTo(rsa.getPrivate());
    KeyPair ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    assertThat(PrivateKeys.read(KeyPairs.pem("PRIVATE KEY", ed.getPrivate().getEncoded())))
        .isEqualTo(ed.getPrivate());
  }

  @Test
  void read_givesTheKey_whenItIsPkcs1() throws GeneralSecurityException {
    KeyPair rsa = KeyPairs.rsa();
    assertThat(PrivateKeys.read(KeyPairs.pem("RSA PRIVATE KEY", KeyPairs.pkcs1(rsa))))
        .isEqualTo(rsa.getPrivate());
  }

  @Test
  void read_givesTheKey_whenItIsAnEcKeyBehindItsParameters() throws GeneralSecurityException {
    KeyPair ec = KeyPairs.ec();
    byte[] parameters = KeyPairs.pem("EC PARAMETERS", new byte[] {6, 1, 0});
    byte[] key = KeyPairs.pem("EC PRIVATE KEY", KeyPairs.sec1(ec));
    byte[] both = Arrays.copyOf(parameters, parameters.length + key.length);
    System.arraycopy(key, 0, both, parameters.length, key.length);
    assertThat(KeyPairs.same((ECPrivateKey) PrivateKeys.read(both), (ECPrivateKey) ec.getPrivate()))
        .isTrue();
  }

  @Test
  void read_saysWhatIsWrong_whenTheKeyIsEncrypted() {
    assertThatThrownBy(
            () -> PrivateKeys.read(KeyPairs.pem("ENCRYPTED PRIVATE KEY", new byte[] {48, 0})))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("encrypted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nMIT/////\n-----END RSA PRIVATE KEY-----"
      })
  void read_failsAsAFaultOfTheKey_whenTheTextIsBroken(String text) {
    assertThatThrownBy(() -> PrivateKeys.read(text.getBytes(US_ASCII)))
        .isInstanceOfAny(GeneralSecurityException.class, IllegalArgumentException.class);
  }
}
