package io.elasticinference.internal.load.distributed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Carries certificates, which are no secrets, and makes a context that trusts them and no others.
 */
final class Trust {
  private Trust() {}

  static String encode(X509Certificate authority) {
    try {
      return Base64.getEncoder().encodeToString(authority.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "authorities: a certificate without an encoded form (expected: X.509)", e);
    }
  }

  static X509Certificate decode(String text) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(text)));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("authorities: no certificate (expected: X.509)", e);
    }
  }

  /** The context; null where none is named, and those count that the JVM trusts. */
  static @Nullable SSLContext context(List<X509Certificate> trusted) throws IOException {
    if (trusted.isEmpty()) {
      return null;
    }
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("authority-" + i, trusted.get(i));
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "Load worker: the certificates to trust cannot be used (expected: X.509 in PEM)", e);
    }
  }
}
