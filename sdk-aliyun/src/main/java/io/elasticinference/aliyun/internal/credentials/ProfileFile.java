package io.elasticinference.aliyun.internal.credentials;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.credentials.provider.EcsRamRoleCredentialProvider;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.credentials.provider.RamRoleArnCredentialProvider;
import com.aliyun.credentials.provider.StaticCredentialsProvider;
import com.aliyun.credentials.utils.ProfileUtils;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The credentials file of Alibaba's SDKs, {@code ~/.alibabacloud/credentials.ini}. Its library's
 * own provider of it keeps the first file that it ever read for the whole process, and takes the
 * path from the process's environment only; so here it is read anew, where the settings say.
 *
 * @param path the file
 * @param profile the section to read; one that is not there gives way to {@code default}
 * @param sts where roles are turned into temporary credentials
 */
record ProfileFile(String path, @Nullable String profile, StsAddress sts) {

  private static final String DEFAULT = "default";

  /** Reads the file. */
  AlibabaCloudCredentialsProvider provider() {
    Map<String, String> section = section();
    String type = section.getOrDefault("type", "");
    return switch (type) {
      case "access_key" -> key(section);
      case "ram_role_arn" ->
          sts.of(RamRoleArnCredentialProvider.builder())
              .accessKeyId(needed(section, "access_key_id"))
              .accessKeySecret(needed(section, "access_key_secret"))
              .roleArn(needed(section, "role_arn"))
              .roleSessionName(needed(section, "role_session_name"))
              .policy(section.get("policy"))
              .build();
      case "oidc_role_arn" ->
          sts.of(OIDCRoleArnCredentialProvider.builder())
              .roleArn(needed(section, "role_arn"))
              .oidcProviderArn(needed(section, "oidc_provider_arn"))
              .oidcTokenFilePath(needed(section, "oidc_token_file_path"))
              .roleSessionName(section.get("role_session_name"))
              .policy(section.get("policy"))
              .build();
      case "ecs_ram_role" ->
          EcsRamRoleCredentialProvider.builder()
              .roleName(needed(section, "role_name"))
              .asyncCredentialUpdateEnabled(false)
              .build();
      default ->
          throw new CredentialException(
              "type is '"
                  + type
                  + "' (expected: access_key, ram_role_arn, oidc_role_arn or ecs_ram_role)");
    };
  }

  private Map<String, String> section() {
    Map<String, Map<String, String>> sections;
    try {
      sections = ProfileUtils.parseFile(path);
    } catch (IOException e) {
      throw new CredentialException("Unable to open credentials file " + path, e);
    }
    Map<String, String> section =
        profile != null && sections.containsKey(profile)
            ? sections.get(profile)
            : sections.get(DEFAULT);
    if (section == null) {
      throw new CredentialException("no section [" + DEFAULT + "] in " + path + " (expected: one)");
    }
    if (!Boolean.parseBoolean(section.getOrDefault("enable", "true"))) {
      throw new CredentialException(
          "the section is not enabled in " + path + " (expected: enable = true)");
    }
    return section;
  }

  private static AlibabaCloudCredentialsProvider key(Map<String, String> section) {
    return StaticCredentialsProvider.builder()
        .credential(
            CredentialModel.builder()
                .accessKeyId(needed(section, "access_key_id"))
                .accessKeySecret(needed(section, "access_key_secret"))
                .build())
        .build();
  }

  private static String needed(Map<String, String> section, String name) {
    String value = section.get(name);
    if (value == null || value.isEmpty()) {
      throw new CredentialException(name + " is not set (expected: a value, as the type needs)");
    }
    return value;
  }
}
