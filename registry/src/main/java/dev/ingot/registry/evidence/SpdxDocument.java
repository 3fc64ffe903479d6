package dev.ingot.registry.evidence;

import dev.ingot.registry.json.JsonOut;
import dev.ingot.storage.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /** Ids of SPDX's list that packages mostly name; others are told as they are. */
  private static final Set<String> KNOWN =
      Set.of(
          "0BSD",
          "AGPL-3.0-only",
          "AGPL-3.0-or-later",
          "Apache-2.0",
          "Artistic-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "BSD-4-Clause",
          "BSL-1.0",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "GPL-2.0-only",
          "GPL-2.0-or-later",
          "GPL-3.0-only",
          "GPL-3.0-or-later",
          "ISC",
          "LGPL-2.0-or-later",
          "LGPL-2.1-only",
          "LGPL-2.1-or-later",
          "LGPL-3.0-only",
          "LGPL-3.0-or-later",
          "MIT",
          "MPL-1.1",
          "MPL-2.0",
          "OpenSSL",
          "PSF-2.0",
          "Python-2.0",
          "Unlicense",
          "Zlib");

  private record Numbered(String id, Component component) {}

  /** As JSON in UTF-8. */
  public byte[] toJson() {
    List<Numbered> packages = new ArrayList<>();
    for (Component component : bill.components()) {
      packages.add(new Numbered("SPDXRef-Package-" + (packages.size() + 1), component));
    }
    SortedMap<String, String> extracted = extracted(bill.components());
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
                      "container", bill.subject(), bill.subjectDigest(), "", Map.of(), List.of())));
          if (!extracted.isEmpty()) {
            out.objects(
                "hasExtractedLicensingInfos",
                List.copyOf(extracted.entrySet()),
                licence ->
                    out.text("licenseId", licence.getValue())
                        .text("name", licence.getKey())
                        .text("extractedText", licence.getKey()));
          }
          out.objects("packages", all, each -> one(out, each, extracted))
              .objects("relationships", all, each -> relationship(out, each));
        });
  }

  private static void one(JsonOut out, Numbered numbered, SortedMap<String, String> extracted) {
    Component component = numbered.component();
    out.text("SPDXID", numbered.id())
        .text("name", component.name())
        .textUnlessEmpty("versionInfo", component.version())
        .text("downloadLocation", NONE)
        .flag("filesAnalyzed", false)
        .text("licenseConcluded", NONE)
        .text("licenseDeclared", licence(component, extracted))
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

  /** Names for the licences that aren't expressions of known ids. */
  private static SortedMap<String, String> extracted(List<Component> components) {
    SortedMap<String, String> names = new TreeMap<>();
    for (Component component : components) {
      for (String licence : component.licences()) {
        if (!isExpression(licence) && !names.containsKey(licence)) {
          names.put(licence, "LicenseRef-" + (names.size() + 1));
        }
      }
    }
    return names;
  }

  private static boolean isExpression(String text) {
    for (String word : text.replace(" AND ", "\n").replace(" OR ", "\n").split("\n", -1)) {
      if (!KNOWN.contains(word)) {
        return false;
      }
    }
    return !(text.contains(" AND ") && text.contains(" OR "));
  }

  private static String licence(Component component, SortedMap<String, String> extracted) {
    List<String> all =
        component.licences().stream()
            .map(
                text -> {
                  String name = extracted.getOrDefault(text, text);
                  return component.licences().size() > 1 && name.contains(" ")
                      ? "(" + name + ")"
                      : name;
                })
            .toList();
    return all.isEmpty() ? NONE : String.join(" AND ", all);
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
