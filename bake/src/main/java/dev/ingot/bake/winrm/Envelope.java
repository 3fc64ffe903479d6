package dev.ingot.bake.winrm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The messages of WS-Management for remote shells. Rules: Microsoft's specification MS-WSMV. */
final class Envelope {
  static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
  static final String CREATE = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create";
  static final String DELETE = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete";
  private static final int SIZE = 153_600;

  private Envelope() {}

  /**
   * A message.
   *
   * @param id a UUID
   * @param shell the shell it is for; empty to make one
   * @param options of the call
   * @param body the content of the body
   */
  static String of(
      String url,
      String action,
      String id,
      Optional<String> shell,
      Map<String, String> options,
      String body) {
    StringBuilder text = new StringBuilder(2048);
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .append("<env:Envelope xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\"")
        .append(" xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\"")
        .append(" xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"")
        .append(" xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\"")
        .append(" xmlns:rsp=\"")
        .append(SHELL)
        .append("\"><env:Header><a:To>")
        .append(escaped(url))
        .append("</a:To><a:ReplyTo><a:Address env:mustUnderstand=\"true\">")
        .append("http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous")
        .append("</a:Address></a:ReplyTo><w:MaxEnvelopeSize env:mustUnderstand=\"true\">")
        .append(SIZE)
        .append("</w:MaxEnvelopeSize><a:MessageID>uuid:")
        .append(id)
        .append("</a:MessageID><w:Locale env:mustUnderstand=\"false\" xml:lang=\"en-US\"/>")
        .append("<p:DataLocale env:mustUnderstand=\"false\" xml:lang=\"en-US\"/>")
        .append("<w:OperationTimeout>PT60S</w:OperationTimeout>")
        .append("<w:ResourceURI env:mustUnderstand=\"true\">")
        .append(SHELL)
        .append("/cmd</w:ResourceURI><a:Action env:mustUnderstand=\"true\">")
        .append(action)
        .append("</a:Action>");
    shell.ifPresent(
        each ->
            text.append("<w:SelectorSet><w:Selector Name=\"ShellId\">")
                .append(escaped(each))
                .append("</w:Selector></w:SelectorSet>"));
    if (!options.isEmpty()) {
      text.append("<w:OptionSet>");
      options.forEach(
          (name, value) ->
              text.append("<w:Option Name=\"")
                  .append(name)
                  .append("\">")
                  .append(value)
                  .append("</w:Option>"));
      text.append("</w:OptionSet>");
    }
    return text.append("</env:Header><env:Body>")
        .append(body)
        .append("</env:Body></env:Envelope>")
        .toString();
  }

  /** Text within an element or an attribute. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            each -> {
              switch (each) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\r' -> escaped.append("&#13;");
                case '\n' -> escaped.append("&#10;");
                case '\t' -> escaped.append("&#9;");
                default -> escaped.appendCodePoint(each < 0x20 ? 0xfffd : each);
              }
            });
    return escaped.toString();
  }

  /**
   * Reads an answer.
   *
   * @throws WinRmFault when it is a fault
   */
  static Document read(String xml) throws IOException {
    Document document;
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      document = builder.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    } catch (SAXException e) {
      throw new IOException("its answer is not XML", e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this JDK can't read XML", e);
    }
    List<Element> faults = elements(document, "Fault");
    if (!faults.isEmpty()) {
      String code =
          elements(document, "WSManFault").stream()
              .findFirst()
              .map(each -> each.getAttribute("Code"))
              .orElse("");
      String message =
          elements(document, "Message").stream()
              .findFirst()
              .or(() -> elements(document, "Text").stream().findFirst())
              .map(each -> each.getTextContent().strip())
              .orElse("a fault without a message");
      throw WinRmFault.of(message + (code.isEmpty() ? "" : " (" + code + ")"), code);
    }
    return document;
  }

  /** The elements of a name in any namespace, in order. */
  static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagNameNS("*", name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
