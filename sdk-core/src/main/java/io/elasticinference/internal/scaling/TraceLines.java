package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.TraceFormatException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file, plain or gzipped, with their line numbers: cells split at commas, quotes
 * removed, empty lines skipped. Lines have a limit, so that a file of another kind ends in an
 * exception and not in all the memory.
 */
final class TraceLines implements Closeable {

  private static final int LONGEST_LINE = 65_536;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int SHOWN = 60;

  private final String source;
  private final BufferedReader reader;
  private long line;

  TraceLines(String source, InputStream in) throws IOException {
    this.source = source;
    InputStream bytes = new BufferedInputStream(in);
    bytes.mark(2);
    boolean zipped = bytes.read() == GZIP_FIRST && bytes.read() == GZIP_SECOND;
    bytes.reset();
    this.reader =
        new BufferedReader(
            new InputStreamReader(
                zipped ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8));
  }

  /** The next row's cells; null at the end. */
  @Nullable List<String> next() throws IOException {
    String text;
    do {
      text = readLine();
      if (text == null) {
        return null;
      }
      line++;
      if (line == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
        text = text.substring(1);
      }
    } while (text.isBlank());
    return cells(text);
  }

  /** An exception about the row that was read last. */
  TraceFormatException wrong(String cell, String expected) {
    return new TraceFormatException(
        source,
        line,
        "'" + shown(cell) + "' (expected: " + expected + ").",
        "Correct the line or remove it.",
        null);
  }

  /** An exception about the file as a whole. */
  TraceFormatException wrong(String observed, String hint, @Nullable Throwable cause) {
    return new TraceFormatException(source, 0, observed, hint, cause);
  }

  private @Nullable String readLine() throws IOException {
    StringBuilder text = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (text.length() == LONGEST_LINE) {
        line++;
        throw wrong(text.toString(), "a line of at most " + LONGEST_LINE + " characters");
      }
      text.append((char) c);
      c = reader.read();
    }
    int length = text.length();
    return length > 0 && text.charAt(length - 1) == '\r'
        ? text.substring(0, length - 1)
        : text.toString();
  }

  private List<String> cells(String text) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled) {
          cell.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (quoted) {
      throw wrong(text, "a closing quote");
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  /** A cell as it may stand in a message: short, and without what a terminal would act on. */
  private static String shown(String cell) {
    String printable = cell.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…";
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
