package io.elasticinference.aliyun.internal.credentials;

import com.aliyun.credentials.provider.CLIProfileCredentialsProvider;
import com.aliyun.credentials.provider.EcsRamRoleCredentialProvider;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.credentials.provider.ProfileCredentialsProvider;
import com.aliyun.credentials.provider.URLCredentialProvider;
import io.elasticinference.spi.Environment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The places of Alibaba Cloud's default chain, in its order ({@code
 * com.aliyun.credentials.provider.DefaultCredentialsProvider}), each told what the SDK's settings
 * say.
 */
final class DefaultPlaces {

  private static final String ROLE_ARN = "ALIBABA_CLOUD_ROLE_ARN";
  private static final String OIDC_PROVIDER_ARN = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
  private static final String OIDC_TOKEN_FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
  private static final String PROFILE = "ALIBABA_CLOUD_PROFILE";
  private static final String CREDENTIALS_FILE = "ALIBABA_CLOUD_CREDENTIALS_FILE";
  private static final String CREDENTIALS_URI = "ALIBABA_CLOUD_CREDENTIALS_URI";
  private static final String ECS_ROLE = "ALIBABA_CLOUD_ECS_METADATA";
  private static final String ECS_DISABLED = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";

  private DefaultPlaces() {}

  static List<CredentialPlace> of(Environment environment) {
    List<CredentialPlace> places = new ArrayList<>();
    places.add(new SettingsPlace(environment));
    places.add(oidc(environment));
    places.add(
        new LibraryPlace(
            "~/.aliyun/config.json",
            false,
            false,
            () ->
                CLIProfileCredentialsProvider.builder()
                    .profileName(setting(environment, PROFILE))
                    .build()));
    places.add(
        new LibraryPlace(
            "~/.alibabacloud/credentials",
            false,
            environment.get(CREDENTIALS_FILE).isPresent(),
            ProfileCredentialsProvider::new));
    if (!Boolean.parseBoolean(setting(environment, ECS_DISABLED))) {
      places.add(
          new LibraryPlace(
              "RAM role of the ECS instance",
              true,
              environment.get(ECS_ROLE).isPresent(),
              () ->
                  EcsRamRoleCredentialProvider.builder()
                      .roleName(setting(environment, ECS_ROLE))
                      .asyncCredentialUpdateEnabled(false)
                      .build()));
    }
    environment
        .get(CREDENTIALS_URI)
        .ifPresent(
            uri ->
                places.add(
                    new LibraryPlace(
                        CREDENTIALS_URI,
                        true,
                        true,
                        () -> URLCredentialProvider.builder().credentialsURI(uri).build())));
    return places;
  }

  private static CredentialPlace oidc(Environment environment) {
    String name = ROLE_ARN + ", " + OIDC_PROVIDER_ARN + " and " + OIDC_TOKEN_FILE + " (RRSA)";
    boolean configured =
        environment.get(ROLE_ARN).isPresent()
            && environment.get(OIDC_PROVIDER_ARN).isPresent()
            && environment.get(OIDC_TOKEN_FILE).isPresent();
    return new LibraryPlace(
        name,
        true,
        configured,
        () ->
            OIDCRoleArnCredentialProvider.builder()
                .roleArn(setting(environment, ROLE_ARN))
                .oidcProviderArn(setting(environment, OIDC_PROVIDER_ARN))
                .oidcTokenFilePath(setting(environment, OIDC_TOKEN_FILE))
                .build());
  }

  private static @Nullable String setting(Environment environment, String name) {
    return environment.get(name).orElse(null);
  }
}
