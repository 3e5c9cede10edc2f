package io.elasticinference.aliyun.internal.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.credentials.exception.CredentialException;
import io.elasticinference.aliyun.internal.credentials.CredentialPlace.NothingThere;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryPlaceTest {

  @Test
  void look_keepsAnswersOutOfTheReason() {
    LibraryPlace place =
        new LibraryPlace(
            "sts",
            true,
            true,
            () -> {
              throw new CredentialException(
                  "Error refreshing credentials from OIDC, HttpCode: 200, result:"
                      + " {\"AccessKeySecret\":\"sesame\"}.");
            });

    assertThatThrownBy(place::look)
        .isInstanceOf(NothingThere.class)
        .hasMessage("Error refreshing credentials from OIDC, HttpCode: 200");
  }

  @Test
  void look_readsTheProfileOfTheCommandLineTool(@TempDir Path home) throws Exception {
    writeProfile(home);

    CredentialsChain chain = chainAt(home, Map.of("ALIBABA_CLOUD_PROFILE", "work"));

    assertThat(chain.get())
        .isEqualTo(new Credentials(Secret.of("LTAIprofile"), Secret.of("sesame"), null));
    assertThat(chain.permanent()).isPresent();
  }

  @Test
  void get_namesTheFiles_whenTheyAreNotThere(@TempDir Path home) {
    assertThatThrownBy(() -> chainAt(home, Map.of()).get())
        .isInstanceOf(NoCredentialsException.class)
        .hasMessageContaining("~/.aliyun/config.json: Unable to open credentials file")
        .hasMessageContaining("~/.alibabacloud/credentials.ini: Unable to open credentials file");
  }

  private static void writeProfile(Path home) throws IOException {
    Files.createDirectories(home.resolve(".aliyun"));
    Files.writeString(
        home.resolve(".aliyun/config.json"),
        """
        {"current": "other", "profiles": [
          {"name": "other", "mode": "EcsRamRole"},
          {"name": "work", "mode": "AK",
           "access_key_id": "LTAIprofile", "access_key_secret": "sesame"}]}
        """);
  }

  /** The library reads the home folder when its provider is made, so it is set until then. */
  private static CredentialsChain chainAt(Path home, Map<String, String> settings) {
    String before = System.getProperty("user.home");
    System.setProperty("user.home", home.toString());
    try {
      CredentialsChain chain =
          CredentialsChain.of(
              Environment.of(settings).with(Map.of("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")));
      assertThat(chain.permanent().isPresent())
          .isEqualTo(settings.containsKey("ALIBABA_CLOUD_PROFILE"));
      return chain;
    } finally {
      System.setProperty("user.home", before);
    }
  }
}
