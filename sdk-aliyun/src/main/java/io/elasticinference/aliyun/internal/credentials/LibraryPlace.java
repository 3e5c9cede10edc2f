package io.elasticinference.aliyun.internal.credentials;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import io.elasticinference.spi.Secret;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A place that Alibaba's own credentials library knows to look in; it also renews in time. */
final class LibraryPlace implements CredentialPlace {

  private final String name;
  private final boolean temporaryOnly;
  private final boolean configured;
  private final Supplier<? extends AlibabaCloudCredentialsProvider> maker;
  private @Nullable AlibabaCloudCredentialsProvider provider;

  LibraryPlace(
      String name,
      boolean temporaryOnly,
      boolean configured,
      Supplier<? extends AlibabaCloudCredentialsProvider> maker) {
    this.name = name;
    this.temporaryOnly = temporaryOnly;
    this.configured = configured;
    this.maker = maker;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean temporaryOnly() {
    return temporaryOnly;
  }

  @Override
  public boolean configured() {
    return configured;
  }

  @Override
  public Credentials look() throws NothingThere {
    CredentialModel found;
    try {
      found = provider().getCredentials();
    } catch (RuntimeException e) {
      // Its own exception, a null check's or a parser's: all mean that this place has nothing.
      throw new NothingThere(withoutAnswer(e.getMessage()));
    }
    if (found == null || found.getAccessKeyId() == null || found.getAccessKeySecret() == null) {
      throw new NothingThere("nothing there");
    }
    String token = found.getSecurityToken();
    return new Credentials(
        Secret.of(found.getAccessKeyId()),
        Secret.of(found.getAccessKeySecret()),
        token == null || token.isEmpty() ? null : Secret.of(token));
  }

  private synchronized AlibabaCloudCredentialsProvider provider() {
    AlibabaCloudCredentialsProvider made = provider;
    if (made == null) {
      made = maker.get();
      provider = made;
    }
    return made;
  }

  /** The library quotes whole answers, which may hold keys: what follows its words is cut. */
  private static String withoutAnswer(@Nullable String message) {
    if (message == null) {
      return "nothing there";
    }
    String line = message.replaceAll("(?is)[,.]?\\s*\\b(result|responsemessage)\\b.*", "");
    int brace = line.indexOf('{');
    return (brace < 0 ? line : line.substring(0, brace)).strip();
  }
}
