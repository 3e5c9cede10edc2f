package io.elasticinference.aliyun.internal.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CredentialsChainTest {

  private static final Credentials KEY =
      new Credentials(Secret.of("id"), Secret.of("secret"), null);
  private static final Credentials TEMPORARY =
      new Credentials(Secret.of("sts"), Secret.of("secret"), Secret.of("token"));

  @Test
  void get_takesTheSettingsFirst_andLooksNowhereElse() {
    FakePlace later = new FakePlace("later", false, KEY);
    CredentialsChain chain =
        new CredentialsChain(
            List.of(
                new SettingsPlace(
                    Environment.of(
                        Map.of(
                            "ALIBABA_CLOUD_ACCESS_KEY_ID", "a",
                            "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "b",
                            "ALIBABA_CLOUD_SECURITY_TOKEN", "c"))),
                later));

    assertThat(chain.get())
        .isEqualTo(new Credentials(Secret.of("a"), Secret.of("b"), Secret.of("c")));
    assertThat(later.looks).isZero();
  }

  @Test
  void get_staysWithThePlaceThatHadThem_andAsksItEachTime() {
    FakePlace first = new FakePlace("first", false, null);
    FakePlace second = new FakePlace("second", false, KEY);
    CredentialsChain chain = new CredentialsChain(List.of(first, second));

    chain.get();
    second.holds = TEMPORARY;

    assertThat(chain.get()).isEqualTo(TEMPORARY);
    assertThat(first.looks).isEqualTo(1);
    assertThat(second.looks).isEqualTo(2);
  }

  @Test
  void get_namesEachPlace_whenNoneHasAny() {
    CredentialsChain chain =
        new CredentialsChain(
            List.of(
                new SettingsPlace(Environment.of(Map.of("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx"))),
                new FakePlace("second", true, null)));

    assertThatThrownBy(chain::get)
        .isInstanceOf(NoCredentialsException.class)
        .hasMessageContaining(
            "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET: only one")
        .hasMessageContaining("second: nothing")
        .hasMessageEndingWith("or run `aliyun configure`.")
        .hasMessageNotContaining("LTAIx");
  }

  @Test
  void of_knowsTheWholeDefaultChain() {
    assertThat(DefaultPlaces.of(Environment.of(Map.of())))
        .extracting(CredentialPlace::name)
        .containsExactly(
            "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "system properties alibabacloud.accessKeyId and alibabacloud.accessKeySecret",
            "ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and"
                + " ALIBABA_CLOUD_OIDC_TOKEN_FILE (RRSA)",
            "~/.aliyun/config.json",
            "~/.alibabacloud/credentials.ini",
            "RAM role of the ECS instance");
  }

  @Test
  void permanent_doesNotAskPlacesOfTemporaryKeys_whenNothingPointsThere() {
    FakePlace temporary = new FakePlace("metadata", true, TEMPORARY);
    FakePlace file = new FakePlace("file", false, null);

    assertThat(new CredentialsChain(List.of(file, temporary)).permanent()).isEmpty();
    assertThat(temporary.looks).isZero();

    file.holds = KEY;
    assertThat(new CredentialsChain(List.of(temporary, file)).permanent()).contains(KEY);
  }

  @Test
  void permanent_refuses_whenTheKeyIsTemporary() {
    FakePlace configured = new FakePlace("rrsa", true, TEMPORARY);
    configured.configured = true;

    assertThatThrownBy(() -> new CredentialsChain(List.of(configured)).permanent())
        .isInstanceOf(NoCredentialsException.class)
        .hasMessageContaining("rrsa")
        .hasMessageContaining("OSS_MOUNT_ROLE_NAME");
    FakePlace file = new FakePlace("file", false, TEMPORARY);
    assertThatThrownBy(() -> new CredentialsChain(List.of(file)).permanent())
        .isInstanceOf(NoCredentialsException.class);
    assertThatThrownBy(() -> new CredentialsChain(List.of(file)).requirePermanent())
        .isInstanceOf(NoCredentialsException.class);
  }

  @Test
  void renew_findsOthers_whenThePlaceHasNewOnes() {
    FakePlace role = new FakePlace("role", true, TEMPORARY);
    Credentials next = new Credentials(Secret.of("sts2"), Secret.of("secret"), Secret.of("t2"));
    role.afterForgetting = next;
    CredentialsChain chain = new CredentialsChain(List.of(role));

    assertThat(chain.renew(chain.get())).isTrue();

    assertThat(chain.get()).isEqualTo(next);
    assertThat(chain.renew(TEMPORARY)).as("refused before the others came").isTrue();
    assertThat(chain.get()).isEqualTo(next);
  }

  @Test
  void renew_saysSo_whenThereAreNoOthers() {
    FakePlace settings = new FakePlace("settings", false, TEMPORARY);
    CredentialsChain chain = new CredentialsChain(List.of(settings));

    assertThat(chain.renew(chain.get())).isFalse();
  }

  @Test
  void renew_asksOnce_whenManyThreadsWereRefused() throws Exception {
    AtomicInteger forgets = new AtomicInteger();
    FakePlace role =
        new FakePlace("role", true, TEMPORARY) {
          @Override
          public void forget() {
            holds =
                new Credentials(
                    Secret.of("sts" + forgets.incrementAndGet()), Secret.of("s"), Secret.of("t"));
          }
        };
    CredentialsChain chain = new CredentialsChain(List.of(role));
    chain.get();

    List<CompletableFuture<Boolean>> refused = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      refused.add(CompletableFuture.supplyAsync(() -> chain.renew(TEMPORARY)));
    }

    for (CompletableFuture<Boolean> each : refused) {
      assertThat(each.get()).isTrue();
    }
    assertThat(forgets).hasValue(1);
  }

  @Test
  void toString_showsNothing() {
    assertThat(TEMPORARY.toString()).isEqualTo("Credentials(hidden)");
  }
}
