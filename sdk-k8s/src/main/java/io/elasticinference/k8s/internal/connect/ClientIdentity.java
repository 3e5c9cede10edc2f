package io.elasticinference.k8s.internal.connect;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A client's certificate with its key.
 *
 * @param chain the certificate, and those that signed it
 * @param key its private key
 */
record ClientIdentity(List<X509Certificate> chain, PrivateKey key) {

  /**
   * Reads both from PEM texts.
   *
   * @throws GeneralSecurityException where either cannot be read
   */
  static ClientIdentity read(byte[] certificates, byte[] key) throws GeneralSecurityException {
    return new ClientIdentity(certificates(certificates), PrivateKeys.read(key));
  }

  /** Reads the certificates in a PEM text. */
  static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem block : Pem.read(pem)) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
      }
    }
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("certificate: none found (expected: PEM)");
    }
    return certificates;
  }

  /** Shows who it is, never the key. */
  @Override
  public String toString() {
    return "ClientIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
