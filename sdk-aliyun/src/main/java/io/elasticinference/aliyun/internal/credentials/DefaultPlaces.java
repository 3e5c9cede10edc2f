package io.elasticinference.aliyun.internal.credentials;

import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.credentials.provider.CLIProfileCredentialsProvider;
import com.aliyun.credentials.provider.EcsRamRoleCredentialProvider;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.credentials.provider.SystemPropertiesCredentialsProvider;
import com.aliyun.credentials.provider.URLCredentialProvider;
import io.elasticinference.spi.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The places of Alibaba Cloud's default chain, in its order ({@code
 * com.aliyun.credentials.provider.DefaultCredentialsProvider}) but for the SDK's own settings,
 * which come first; each is told what these settings say.
 */
final class DefaultPlaces {

  private static final String ROLE_ARN = "ALIBABA_CLOUD_ROLE_ARN";
  private static final String OIDC_PROVIDER_ARN = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
  private static final String OIDC_TOKEN_FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
  private static final String ROLE_SESSION_NAME = "ALIBABA_CLOUD_ROLE_SESSION_NAME";
  private static final String PROFILE = "ALIBABA_CLOUD_PROFILE";
  private static final String CLI_DISABLED = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
  private static final String CREDENTIALS_FILE = "ALIBABA_CLOUD_CREDENTIALS_FILE";
  private static final String CREDENTIALS_URI = "ALIBABA_CLOUD_CREDENTIALS_URI";
  private static final String ECS_ROLE = "ALIBABA_CLOUD_ECS_METADATA";
  private static final String ECS_DISABLED = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
  private static final String IMDS_V1_DISABLED = "ALIBABA_CLOUD_IMDSV1_DISABLED";

  private final Environment environment;
  private final List<CredentialPlace> places = new ArrayList<>();

  private DefaultPlaces(Environment environment) {
    this.environment = environment;
  }

  static List<CredentialPlace> of(Environment environment) {
    DefaultPlaces made = new DefaultPlaces(environment);
    made.places.add(new SettingsPlace(environment));
    made.lasting(
        "system properties alibabacloud.accessKeyId and alibabacloud.accessKeySecret",
        false,
        SystemPropertiesCredentialsProvider::new);
    made.pod();
    made.files();
    made.instance();
    environment
        .get(CREDENTIALS_URI)
        .ifPresent(
            uri ->
                made.temporary(
                    CREDENTIALS_URI,
                    true,
                    () ->
                        URLCredentialProvider.builder()
                            .credentialsURI(uri)
                            .asyncCredentialUpdateEnabled(false)
                            .build()));
    return made.places;
  }

  /** The role of a pod's service account (RRSA): ACK's webhook sets these variables in the pod. */
  private void pod() {
    boolean configured =
        given(ROLE_ARN).isPresent()
            && given(OIDC_PROVIDER_ARN).isPresent()
            && given(OIDC_TOKEN_FILE).isPresent();
    temporary(
        ROLE_ARN + ", " + OIDC_PROVIDER_ARN + " and " + OIDC_TOKEN_FILE + " (RRSA)",
        configured,
        () ->
            StsAddress.of(environment)
                .of(OIDCRoleArnCredentialProvider.builder())
                .roleArn(setting(ROLE_ARN))
                .oidcProviderArn(setting(OIDC_PROVIDER_ARN))
                .oidcTokenFilePath(setting(OIDC_TOKEN_FILE))
                .roleSessionName(setting(ROLE_SESSION_NAME))
                .build());
  }

  private void files() {
    if (!flag(CLI_DISABLED)) {
      lasting(
          "~/.aliyun/config.json",
          false,
          () -> CLIProfileCredentialsProvider.builder().profileName(setting(PROFILE)).build());
    }
    lasting(
        given(CREDENTIALS_FILE).isPresent() ? CREDENTIALS_FILE : "~/.alibabacloud/credentials.ini",
        given(CREDENTIALS_FILE).isPresent(),
        () ->
            new ProfileFile(
                    given(CREDENTIALS_FILE)
                        .orElseGet(
                            () ->
                                System.getProperty("user.home") + "/.alibabacloud/credentials.ini"),
                    setting(PROFILE),
                    StsAddress.of(environment))
                .provider());
  }

  private void instance() {
    if (!flag(ECS_DISABLED)) {
      temporary(
          "RAM role of the ECS instance",
          given(ECS_ROLE).isPresent(),
          () ->
              EcsRamRoleCredentialProvider.builder()
                  .roleName(setting(ECS_ROLE))
                  .disableIMDSv1(flag(IMDS_V1_DISABLED))
                  .asyncCredentialUpdateEnabled(false)
                  .build());
    }
  }

  private void lasting(
      String name, boolean configured, Supplier<? extends AlibabaCloudCredentialsProvider> maker) {
    places.add(new LibraryPlace(name, false, configured, maker));
  }

  private void temporary(
      String name, boolean configured, Supplier<? extends AlibabaCloudCredentialsProvider> maker) {
    places.add(new LibraryPlace(name, true, configured, maker));
  }

  private boolean flag(String name) {
    return given(name).map(Boolean::parseBoolean).orElse(false);
  }

  private Optional<String> given(String name) {
    return environment.get(name);
  }

  private @Nullable String setting(String name) {
    return given(name).orElse(null);
  }
}
