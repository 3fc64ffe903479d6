package dev.ingot.registry.evidence;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.MediaTypes;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.json.JsonIn;
import dev.ingot.registry.json.JsonObject;
import dev.ingot.registry.json.JsonOut;
import dev.ingot.storage.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A bill of materials, written as CycloneDX 1.6 JSON. The same content gives the same bytes:
 * components are sorted, and the serial number follows from them.
 *
 * @param subject the image that it describes, such as {@code web:v3}
 * @param subjectDigest the image's digest; the zero-length string if it isn't known yet
 * @param created when
 * @param components sorted, each once
 * @param notes what could not be read, in words
 */
public record Sbom(
    String subject,
    String subjectDigest,
    Instant created,
    List<Component> components,
    List<String> notes) {
  private static final String INCOMPLETE = "ingot:incomplete";

  /** Sorts the components and drops repeated ones. */
  public Sbom {
    components = List.copyOf(new TreeSet<>(components));
    notes = List.copyOf(notes);
  }

  /** A complete one. */
  public Sbom(String subject, String subjectDigest, Instant created, List<Component> components) {
    this(subject, subjectDigest, created, components, List.of());
  }

  /** As CycloneDX 1.6 JSON in UTF-8. */
  public byte[] toJson() {
    return JsonOut.document(
        out ->
            out.text("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
                .text("bomFormat", "CycloneDX")
                .text("specVersion", "1.6")
                .text("serialNumber", "urn:uuid:" + serialNumber())
                .number("version", 1)
                .object("metadata", member -> metadata(member))
                .objects("components", referenced(), component -> component(out, component)));
  }

  /**
   * Stores the bill in a content store.
   *
   * @throws RegistryException if it can't be written
   */
  public Descriptor write(ContentStore store) {
    return store.write(MediaTypes.CYCLONEDX, toJson());
  }

  /**
   * Reads the components of a CycloneDX JSON document of any version; those nested in others count
   * as well.
   *
   * @throws RegistryException if it isn't one
   */
  public static List<Component> readComponents(byte[] json) {
    try {
      return JsonIn.document(
          json,
          in -> {
            List<Component> components = new ArrayList<>();
            Map<String, String> format = new LinkedHashMap<>();
            in.members(
                name -> {
                  switch (name) {
                    case "bomFormat" -> format.put(name, in.text());
                    case "components" -> read(in, components);
                    default -> in.skip();
                  }
                });
            if (!"CycloneDX".equals(format.get("bomFormat"))) {
              throw new IllegalArgumentException("bomFormat isn't CycloneDX");
            }
            return components;
          });
    } catch (IllegalArgumentException e) {
      throw new RegistryException("not a CycloneDX bill of materials: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a bill that Ingot wrote, or another CycloneDX JSON document.
   *
   * @throws RegistryException if it isn't one
   */
  public static Sbom read(byte[] json, String subject, String subjectDigest, Instant created) {
    List<String> notes =
        JsonObject.parse(new String(json, StandardCharsets.UTF_8))
            .flatMap(document -> document.object("metadata"))
            .map(metadata -> metadata.objects("properties"))
            .orElse(List.of())
            .stream()
            .filter(property -> property.text("name").equals(INCOMPLETE))
            .map(property -> property.text("value"))
            .toList();
    return new Sbom(subject, subjectDigest, created, readComponents(json), notes);
  }

  private void metadata(JsonOut out) {
    out.text("timestamp", created.toString())
        .object(
            "tools",
            tools ->
                tools.objects(
                    "components",
                    List.of("ingot"),
                    name -> tools.text("type", "application").text("name", name)))
        .object(
            "component",
            image -> {
              image
                  .text("type", "container")
                  .text("bom-ref", subject)
                  .text("name", subject)
                  .textUnlessEmpty("version", subjectDigest);
            });
    if (!notes.isEmpty()) {
      out.objects("properties", notes, note -> out.text("name", INCOMPLETE).text("value", note));
    }
  }

  private record Referenced(String reference, Component component) {}

  // A reference must be unique in the bill, but two components may share a package URL.
  private List<Referenced> referenced() {
    Map<String, Integer> uses = new HashMap<>();
    List<Referenced> referenced = new ArrayList<>(components.size());
    for (Component component : components) {
      String name =
          component.purl().isEmpty()
              ? component.type() + ":" + component.name() + "@" + component.version()
              : component.purl();
      int use = uses.merge(name, 1, Integer::sum);
      referenced.add(new Referenced(use == 1 ? name : name + "#" + use, component));
    }
    return referenced;
  }

  private static void component(JsonOut out, Referenced referenced) {
    Component component = referenced.component();
    out.text("type", component.type())
        .text("bom-ref", referenced.reference())
        .text("name", component.name())
        .textUnlessEmpty("version", component.version());
    if (!component.hashes().isEmpty()) {
      out.objects(
          "hashes",
          List.copyOf(component.hashes().entrySet()),
          hash -> out.text("alg", hash.getKey()).text("content", hash.getValue()));
    }
    if (!component.licences().isEmpty()) {
      // A name is always allowed; an id only from the SPDX list, which isn't known here.
      out.objects(
          "licenses",
          component.licences(),
          licence -> out.object("license", member -> member.text("name", licence)));
    }
    out.textUnlessEmpty("purl", component.purl());
  }

  private UUID serialNumber() {
    byte[] canonical =
        JsonOut.document(
            out ->
                out.text("subject", subject)
                    .text("digest", subjectDigest)
                    .text("created", created.toString())
                    .texts("notes", notes)
                    .objects("components", referenced(), component -> component(out, component)));
    ByteBuffer hash = ByteBuffer.wrap(Digest.of(canonical).bytes());
    // Version 8 and the usual variant: a UUID whose bits follow a rule of its maker's, RFC 9562.
    return new UUID(
        (hash.getLong() & ~0xf000L) | 0x8000L,
        (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
  }

  private static void read(JsonIn in, List<Component> into) {
    List<Integer> _ =
        in.elements(
            element -> {
              Map<String, String> texts = new LinkedHashMap<>();
              Map<String, String> hashes = new LinkedHashMap<>();
              List<String> licences = new ArrayList<>();
              int place = into.size();
              in.members(
                  name -> {
                    switch (name) {
                      case "type", "name", "version", "purl" -> texts.put(name, in.text());
                      case "hashes" -> readHashes(in, hashes);
                      case "licenses" -> readLicences(in, licences);
                      case "components" -> read(in, into);
                      default -> in.skip();
                    }
                  });
              into.add(
                  place,
                  new Component(
                      texts.getOrDefault("type", "library"),
                      texts.getOrDefault("name", ""),
                      texts.getOrDefault("version", ""),
                      texts.getOrDefault("purl", ""),
                      hashes,
                      licences));
              return place;
            });
  }

  private static void readHashes(JsonIn in, Map<String, String> hashes) {
    for (Map<String, String> hash : in.elements(JsonIn::texts)) {
      hashes.put(hash.getOrDefault("alg", ""), hash.getOrDefault("content", ""));
    }
  }

  private static void readLicences(JsonIn in, List<String> licences) {
    List<Boolean> _ =
        in.elements(
            choice -> {
              in.members(
                  name -> {
                    switch (name) {
                      case "expression" -> licences.add(in.text());
                      case "license" ->
                          in.members(
                              member -> {
                                switch (member) {
                                  case "id", "name" -> licences.add(in.text());
                                  default -> in.skip();
                                }
                              });
                      default -> in.skip();
                    }
                  });
              return true;
            });
  }
}
