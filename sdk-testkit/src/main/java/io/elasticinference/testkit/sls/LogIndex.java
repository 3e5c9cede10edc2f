package io.elasticinference.testkit.sls;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The index of a log store: which fields can be searched and analysed, and as what. Immutable. */
public final class LogIndex {

  private final Map<String, IndexField> fields;
  private final @Nullable IndexField fullText;

  private LogIndex(Map<String, IndexField> fields, @Nullable IndexField fullText) {
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    this.fullText = fullText;
  }

  /**
   * Makes an index of nothing but words anywhere in a log.
   *
   * @return an index with full text and no field
   */
  public static LogIndex fullTextOnly() {
    return new LogIndex(Map.of(), IndexField.text());
  }

  /**
   * Makes an index of fields.
   *
   * @param fields the fields by name
   * @param fullText how words anywhere in a log are indexed, or null: not at all
   * @return the index
   */
  public static LogIndex of(Map<String, IndexField> fields, @Nullable IndexField fullText) {
    return new LogIndex(fields, fullText);
  }

  /**
   * Makes the index of ACK's log store {@code nginx-ingress}: the fields of its access log, numbers
   * as numbers. Source: the log format of ACK's Nginx Ingress controller and its collection rules.
   *
   * @return the index
   */
  public static LogIndex nginxIngress() {
    Map<String, IndexField> fields = new LinkedHashMap<>();
    for (String text :
        new String[] {
          "client_ip",
          "x_forward_for",
          "remote_user",
          "time",
          "method",
          "url",
          "version",
          "http_referer",
          "http_user_agent",
          "proxy_upstream_name",
          "upstream_addr",
          "req_id",
          "host",
          "proxy_alternative_upstream_name"
        }) {
      fields.put(text, IndexField.text());
    }
    for (String whole :
        new String[] {
          "status",
          "body_bytes_sent",
          "request_length",
          "upstream_response_length",
          "upstream_status"
        }) {
      fields.put(whole, IndexField.wholeNumber());
    }
    for (String number : new String[] {"request_time", "upstream_response_time"}) {
      fields.put(number, IndexField.number());
    }
    return new LogIndex(fields, IndexField.text());
  }

  /**
   * Makes an index with one field more.
   *
   * @param name the field
   * @param field how it is indexed
   * @return an index that knows the field
   */
  public LogIndex and(String name, IndexField field) {
    Map<String, IndexField> more = new LinkedHashMap<>(fields);
    more.put(name, field);
    return new LogIndex(more, fullText);
  }

  /**
   * Answers the fields.
   *
   * @return the fields by name
   */
  public Map<String, IndexField> fields() {
    return fields;
  }

  /**
   * Answers how words anywhere in a log are indexed.
   *
   * @return the setting, if full text is indexed at all
   */
  public Optional<IndexField> fullText() {
    return Optional.ofNullable(fullText);
  }
}
