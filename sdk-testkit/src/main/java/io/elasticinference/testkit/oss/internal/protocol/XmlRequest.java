package io.elasticinference.testkit.oss.internal.protocol;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
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
