package dev.ingot.registry.evidence;

import dev.ingot.registry.json.JsonOut;
import dev.ingot.storage.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A bill of materials as SPDX 2.3 JSON. The same content gives the same bytes.
 *
 * @param bill what it says
 */
public record SpdxDocument(Sbom bill) {
  /** Its media type. */
  public static final String MEDIA_TYPE = "application/spdx+json";

  private static final String NONE = "NOASSERTION";
  private static final String IMAGE = "SPDXRef-Image";

  private record Numbered(String id, Component component) {}

  /** As JSON in UTF-8. */
  public byte[] toJson() {
    List<Numbered> packages = new ArrayList<>();
    for (Component component : bill.components()) {
      packages.add(new Numbered("SPDXRef-Package-" + (packages.size() + 1), component));
    }
    Instant created = bill.created().truncatedTo(ChronoUnit.SECONDS);
    String content = bill.subject() + bill.subjectDigest() + created + bill.components();
    return JsonOut.document(
        out -> {
          out.text("spdxVersion", "SPDX-2.3")
              .text("dataLicense", "CC0-1.0")
              .text("SPDXID", "SPDXRef-DOCUMENT")
              .text("name", bill.subject())
              .text(
                  "documentNamespace",
                  "urn:ingot:sbom:" + Digest.of(content.getBytes(StandardCharsets.UTF_8)).hex())
              .object(
                  "creationInfo",
                  info ->
                      info.text("created", created.toString())
                          .array("creators", List.of("Tool: ingot")));
          if (!bill.notes().isEmpty()) {
            out.text("comment", String.join("\n", bill.notes()));
          }
          List<Numbered> all = new ArrayList<>(packages);
          all.addFirst(
              new Numbered(
                  IMAGE,
                  new Component(
                      "container",
                      bill.subject(),
                      bill.subjectDigest(),
                      "",
                      java.util.Map.of(),
                      List.of())));
          out.objects("packages", all, each -> one(out, each))
              .objects("relationships", all, each -> relationship(out, each));
        });
  }

  private static void one(JsonOut out, Numbered numbered) {
    Component component = numbered.component();
    out.text("SPDXID", numbered.id())
        .text("name", component.name())
        .textUnlessEmpty("versionInfo", component.version())
        .text("downloadLocation", NONE)
        .flag("filesAnalyzed", false)
        .text("licenseConcluded", NONE)
        .text("licenseDeclared", licence(component))
        .text("copyrightText", NONE)
        .text("primaryPackagePurpose", purpose(component.type()));
    if (!component.hashes().isEmpty()) {
      out.objects(
          "checksums",
          List.copyOf(component.hashes().entrySet()),
          hash ->
              out.text("algorithm", hash.getKey().replace("-", ""))
                  .text("checksumValue", hash.getValue()));
    }
    if (!component.purl().isEmpty()) {
      out.objects(
          "externalRefs",
          List.of(component.purl()),
          purl ->
              out.text("referenceCategory", "PACKAGE-MANAGER")
                  .text("referenceType", "purl")
                  .text("referenceLocator", purl));
    }
  }

  /** Only what reads as an expression of SPDX may stand there. */
  private static String licence(Component component) {
    if (component.licences().size() != 1) {
      return NONE;
    }
    String text = component.licences().getFirst();
    boolean plain =
        !text.isEmpty()
            && text.length() < 200
            && text.chars()
                .allMatch(
                    c ->
                        ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
                            || (c >= '0' && c <= '9')
                            || c == '.'
                            || c == '-'
                            || c == '+');
    return plain ? text : NONE;
  }

  private static String purpose(String type) {
    return switch (type) {
      case "operating-system" -> "OPERATING-SYSTEM";
      case "application" -> "APPLICATION";
      case "container" -> "CONTAINER";
      case "file" -> "FILE";
      case "platform", "framework" -> "FRAMEWORK";
      default -> "LIBRARY";
    };
  }

  private static void relationship(JsonOut out, Numbered each) {
    boolean image = each.id().equals(IMAGE);
    out.text("spdxElementId", image ? "SPDXRef-DOCUMENT" : IMAGE)
        .text("relationshipType", image ? "DESCRIBES" : "CONTAINS")
        .text("relatedSpdxElement", each.id());
  }
}
