package io.elasticinference.aliyun.internal.credentials;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import io.elasticinference.spi.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place that Alibaba's own credentials library knows to look in. The library renews temporary
 * ones about fifteen minutes before they expire; where that fails for a while, those at hand serve
 * on as long as they are valid.
 */
final class LibraryPlace implements CredentialPlace {

  private static final Logger LOG = LoggerFactory.getLogger(LibraryPlace.class);

  /** Before their last minute, credentials are not sent any more: they may expire on their way. */
  private static final Duration LAST_MINUTE = Duration.ofMinutes(1);

  /** A source that fails is not asked for each request. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final String name;
  private final boolean temporaryOnly;
  private final boolean configured;
  private final Supplier<? extends AlibabaCloudCredentialsProvider> maker;
  private final Clock clock;
  private @Nullable AlibabaCloudCredentialsProvider provider;
  private @Nullable CredentialModel last;
  private Instant nextTry = Instant.MIN;

  LibraryPlace(
      String name,
      boolean temporaryOnly,
      boolean configured,
      Supplier<? extends AlibabaCloudCredentialsProvider> maker) {
    this(name, temporaryOnly, configured, maker, Clock.systemUTC());
  }

  LibraryPlace(
      String name,
      boolean temporaryOnly,
      boolean configured,
      Supplier<? extends AlibabaCloudCredentialsProvider> maker,
      Clock clock) {
    this.name = name;
    this.temporaryOnly = temporaryOnly;
    this.configured = configured;
    this.maker = maker;
    this.clock = clock;
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
  public synchronized Credentials look() throws NothingThere {
    CredentialModel found;
    if (last != null && clock.instant().isBefore(nextTry) && valid(last)) {
      found = last;
    } else {
      found = ask();
    }
    if (found == null || found.getAccessKeyId() == null || found.getAccessKeySecret() == null) {
      throw new NothingThere("nothing there");
    }
    last = found;
    String token = found.getSecurityToken();
    return new Credentials(
        Secret.of(found.getAccessKeyId()),
        Secret.of(found.getAccessKeySecret()),
        token == null || token.isEmpty() ? null : Secret.of(token));
  }

  @Override
  public synchronized void forget() {
    last = null;
    provider = null;
  }

  private @Nullable CredentialModel ask() throws NothingThere {
    try {
      AlibabaCloudCredentialsProvider made = provider;
      if (made == null) {
        made = maker.get();
        provider = made;
      }
      return made.getCredentials();
    } catch (RuntimeException e) {
      // Its own exception, a null check's or a parser's: all mean that this place has nothing.
      String reason = withoutAnswer(e.getMessage());
      if (last == null || !valid(last)) {
        throw new NothingThere(reason);
      }
      nextTry = clock.instant().plus(PAUSE);
      LOG.warn(
          "Credentials of {} cannot be renewed yet ({}); those at hand are valid until {}.",
          name,
          reason,
          Instant.ofEpochMilli(last.getExpiration()));
      return last;
    }
  }

  private boolean valid(CredentialModel credentials) {
    return credentials.getExpiration() > clock.instant().plus(LAST_MINUTE).toEpochMilli();
  }

  /** The library quotes whole answers, which may hold keys: what follows its words is cut. */
  private static String withoutAnswer(@Nullable String message) {
    if (message == null) {
      return "nothing there";
    }
    String line = message.replaceAll("(?is)[,.]?\\s*\\b(result|responsemessage)\\b.*", "");
    int brace = line.indexOf('{');
    String words = (brace < 0 ? line : line.substring(0, brace)).strip();
    // So the library says that there was no answer at all.
    return words.replace(", HttpCode: 0", ": no answer, or from one who is not trusted");
  }
}
