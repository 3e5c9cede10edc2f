package io.elasticinference.testkit.oss.internal.protocol;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One element of the XML of a request, with its children. Neither document types nor external
 * entities are read.
 */
public final class XmlRequest {

  private static final int DEEPEST = 16;
  private static final Pattern DECLARATION = Pattern.compile("^\\ufeff?\\s*<\\?xml[^>]*\\?>");

  private final String name;
  private final List<XmlRequest> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private XmlRequest(String name) {
    this.name = name;
  }

  /**
   * Reads a document.
   *
   * @param root the name that its root element must have
   * @throws OssException if it is not well-formed or has another root
   */
  public static XmlRequest parse(byte[] document, String root) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(tolerant(document)));
      while (reader.next() != XMLStreamConstants.START_ELEMENT) {
        // Comments and white space before the root.
      }
      XmlRequest element = read(reader, 0);
      if (!element.name.equals(root)) {
        throw OssErrors.malformedXml("the root node is not named " + root + ".");
      }
      return element;
    } catch (XMLStreamException e) {
      throw OssErrors.malformedXml("the document is not well-formed.");
    }
  }

  /** The children of a name. */
  public List<XmlRequest> all(String child) {
    return children.stream().filter(c -> c.name.equals(child)).toList();
  }

  /** The text of the first child of a name. */
  public Optional<String> text(String child) {
    return children.stream()
        .filter(c -> c.name.equals(child))
        .map(c -> c.text.toString())
        .findFirst();
  }

  /**
   * OSS takes keys with control characters, which the SDKs send as they are or as numeric
   * references. XML has these only from version 1.1 on, so every document is read as one of that
   * version.
   */
  private static String tolerant(byte[] document) {
    String text = new String(document, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(text.length() + 32).append("<?xml version=\"1.1\"?>");
    String body = DECLARATION.matcher(text).replaceFirst("");
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
      if (control || c == '\u0085' || c == '\u2028') {
        out.append("&#").append((int) c).append(';');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static XmlRequest read(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > DEEPEST) {
      throw OssErrors.malformedXml("the document is too deep.");
    }
    XmlRequest element = new XmlRequest(reader.getLocalName());
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> element.children.add(read(reader, depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            element.text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return element;
        }
        default -> {
          // Comments and processing instructions.
        }
      }
    }
  }
}
