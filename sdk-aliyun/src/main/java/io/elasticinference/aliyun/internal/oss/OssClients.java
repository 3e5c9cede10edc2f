package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.CredentialsProvider;
import com.aliyun.oss.common.auth.DefaultCredentials;
import com.aliyun.oss.common.comm.Protocol;
import com.aliyun.oss.common.comm.SignVersion;
import io.elasticinference.aliyun.internal.credentials.Credentials;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.spi.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.function.BooleanSupplier;

/** Makes OSS clients: signature v4, TLS verified, CRC64 checked, retries left to this SDK. */
final class OssClients {

  private static final KeyStore TRUSTS_NOBODY = trustsNobody();

  private final OssEndpoint endpoint;
  private final CredentialsChain credentials;
  private final UploadTuning tuning;

  OssClients(OssEndpoint endpoint, CredentialsChain credentials, UploadTuning tuning) {
    this.endpoint = endpoint;
    this.credentials = credentials;
    this.tuning = tuning;
  }

  /**
   * Makes what tries the requests of its clients again.
   *
   * @param stopped whether nobody waits for the result any more
   */
  OssRetry retry(BooleanSupplier stopped) {
    return new OssRetry(tuning, stopped, credentials, endpoint);
  }

  /** The same, with fewer attempts. */
  OssRetry retry(int attempts) {
    return new OssRetry(tuning.attempts(attempts), () -> false, credentials, endpoint);
  }

  /** Makes a client; whoever asked for it shuts it down. */
  OSS make() {
    ClientBuilderConfiguration configuration = configuration();
    configuration.setCrcCheckEnabled(true);
    return OSSClientBuilder.create()
        .endpoint(endpoint.url().toString())
        .region(endpoint.region())
        .credentialsProvider(new FromChain(credentials))
        .clientConfiguration(configuration)
        .build();
  }

  /** Makes a client for a model's bytes, which sums them up itself; whoever asked shuts it down. */
  PieceClient pieces() {
    ClientBuilderConfiguration configuration = configuration();
    configuration.setCrcCheckEnabled(false);
    return new PieceClient(configuration, new FromChain(credentials), endpoint);
  }

  private ClientBuilderConfiguration configuration() {
    ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
    configuration.setSignatureVersion(SignVersion.V4);
    configuration.setProtocol(
        "http".equals(endpoint.url().getScheme()) ? Protocol.HTTP : Protocol.HTTPS);
    configuration.setSLDEnabled(endpoint.pathStyle());
    configuration.setMaxConnections(tuning.concurrency() + 1);
    configuration.setConnectionTimeout(Math.toIntExact(tuning.connectTimeout().toMillis()));
    configuration.setSocketTimeout(Math.toIntExact(tuning.answerTimeout().toMillis()));
    // The recorder never retries; it is asked only where there is a retry left to refuse.
    configuration.setRetryStrategy(HttpAnswer.recorder());
    configuration.setMaxErrorRetry(1);
    if (configuration.getProtocol() == Protocol.HTTP) {
      // Else each program would read the platform's certificates, and never ask for one of them.
      configuration.setKeyStore(TRUSTS_NOBODY);
    }
    return configuration;
  }

  private static KeyStore trustsNobody() {
    try {
      KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
      empty.load(null, null);
      return empty;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java platform has an empty key store", e);
    }
  }

  /** Asked for every request, so that temporary credentials are renewed on the way. */
  private record FromChain(CredentialsChain chain) implements CredentialsProvider {

    @Override
    public void setCredentials(com.aliyun.oss.common.auth.Credentials ignored) {
      throw new UnsupportedOperationException("the chain alone knows the credentials");
    }

    @Override
    public com.aliyun.oss.common.auth.Credentials getCredentials() {
      Credentials found = chain.get();
      return new DefaultCredentials(
          found.accessKeyId().reveal(),
          found.accessKeySecret().reveal(),
          found.securityToken().map(Secret::reveal).orElse(null));
    }
  }
}
