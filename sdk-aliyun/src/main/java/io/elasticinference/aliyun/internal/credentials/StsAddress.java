package io.elasticinference.aliyun.internal.credentials;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.credentials.provider.RamRoleArnCredentialProvider;
import io.elasticinference.spi.Environment;
import org.jspecify.annotations.Nullable;

/**
 * Where the security token service answers that turns a role into temporary credentials; always
 * asked by HTTPS. The variables are those of Alibaba's credentials library, and {@code
 * STS_ENDPOINT} beside the other endpoints' settings.
 *
 * @param endpoint host, and port where it is another than 443; null: the region's own
 * @param region null: the service's central address
 * @param vpc whether to ask inside the VPC, which needs no way to the internet; null: not said
 */
record StsAddress(@Nullable String endpoint, @Nullable String region, @Nullable Boolean vpc) {

  private static final String ENDPOINT = "STS_ENDPOINT";
  private static final String REGION = "ALIBABA_CLOUD_STS_REGION";
  private static final String VPC = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";
  private static final String HTTPS = "https://";

  static StsAddress of(Environment environment) {
    return new StsAddress(
        environment.get(ENDPOINT).map(StsAddress::host).orElse(null),
        environment.get(REGION).orElse(null),
        environment.get(VPC).map(Boolean::valueOf).orElse(null));
  }

  private static String host(String endpoint) {
    String host = endpoint.startsWith(HTTPS) ? endpoint.substring(HTTPS.length()) : endpoint;
    return host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
  }

  /** Refuses what the library would ask by another way than the setting says. */
  private @Nullable String checked() {
    if (endpoint != null && endpoint.contains("/")) {
      throw new CredentialException(
          ENDPOINT + " is " + endpoint + " (expected: a host, which is asked by HTTPS)");
    }
    return endpoint;
  }

  OIDCRoleArnCredentialProvider.Builder of(OIDCRoleArnCredentialProvider.Builder builder) {
    return builder.STSEndpoint(checked()).stsRegionId(region).enableVpc(vpc);
  }

  RamRoleArnCredentialProvider.Builder of(RamRoleArnCredentialProvider.Builder builder) {
    return builder.STSEndpoint(checked()).stsRegionId(region).enableVpc(vpc);
  }
}
