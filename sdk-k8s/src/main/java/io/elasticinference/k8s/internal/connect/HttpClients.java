package io.elasticinference.k8s.internal.connect;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.internal.tls.OkHostnameVerifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the HTTP client for a cluster: TLS that is verified, and limits on every wait. */
final class HttpClients {

  private static final Logger LOG = LoggerFactory.getLogger(HttpClients.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofSeconds(30);
  private static final Duration CALL = Duration.ofSeconds(60);

  /** How soon a dead HTTP/2 connection is noticed, which a calm watch would never tell. */
  private static final Duration PING = Duration.ofSeconds(20);

  private HttpClients() {}

  static OkHttpClient create(ClusterAccess access) throws GeneralSecurityException {
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .readTimeout(READ)
            .writeTimeout(READ)
            .callTimeout(CALL)
            .pingInterval(PING)
            .followRedirects(false);
    if (access.proxy() != null) {
      client.proxy(
          new Proxy(
              Proxy.Type.HTTP,
              InetSocketAddress.createUnresolved(access.proxy().host(), access.proxy().port())));
    }
    if (access.server().isHttps()) {
      secure(client, access);
    }
    return client.build();
  }

  private static void secure(OkHttpClient.Builder client, ClusterAccess access)
      throws GeneralSecurityException {
    X509TrustManager trust =
        access.unverified() ? new UnverifiedTrust() : trust(access.authorities());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(
        new KeyManager[] {new IdentityKeyManager(access.identity())},
        new TrustManager[] {trust},
        null);
    client.sslSocketFactory(tls.getSocketFactory(), trust);
    String name = access.serverName();
    if (access.unverified()) {
      LOG.warn("{}: its certificate is not verified, as the kubeconfig says", access);
      client.hostnameVerifier((host, session) -> true);
    } else if (name != null) {
      HostnameVerifier usual = OkHostnameVerifier.INSTANCE;
      client.hostnameVerifier((host, session) -> usual.verify(name, session));
    }
  }

  private static X509TrustManager trust(@Nullable List<X509Certificate> authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (authorities == null) {
      factory.init((KeyStore) null);
    } else {
      Set<TrustAnchor> anchors = new HashSet<>();
      for (X509Certificate authority : authorities) {
        anchors.add(new TrustAnchor(authority, null));
      }
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
      parameters.setRevocationEnabled(false);
      factory.init(new CertPathTrustManagerParameters(parameters));
    }
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        return trust;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509 (expected: the JDK's own)");
  }

  /** Trusts every server; only where the kubeconfig demands it. */
  private static final class UnverifiedTrust implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
