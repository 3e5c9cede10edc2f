package io.elasticinference.store;

import io.elasticinference.spi.Secret;
import java.net.URI;
import java.time.Instant;

/**
 * A URL by which anybody who has it reads one file of a model, until it expires. It is as good as a
 * key to that file, so its {@code toString} shows which file, and nothing of the URL.
 */
public final class PresignedUrl {

  private final String file;
  private final Secret url;
  private final Instant expires;

  /**
   * Keeps a URL.
   *
   * @param file the URI of the file in the store, for messages
   * @param url the URL
   * @param expires until when it is good
   */
  public PresignedUrl(String file, Secret url, Instant expires) {
    this.file = file;
    this.url = url;
    this.expires = expires;
  }

  /**
   * The URL itself, to be given to whoever shall read the file. Not for logs.
   *
   * @return for a GET without further headers
   */
  public URI reveal() {
    return URI.create(url.reveal());
  }

  /**
   * Until when it is good. One that was signed with temporary credentials ends with these, if that
   * is earlier.
   *
   * @return the moment
   */
  public Instant expires() {
    return expires;
  }

  @Override
  public String toString() {
    return "PresignedUrl[" + file + ", expires " + expires + ", URL hidden]";
  }
}
