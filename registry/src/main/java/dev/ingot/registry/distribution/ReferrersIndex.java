package dev.ingot.registry.distribution;

import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.MediaTypes;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.json.JsonObject;
import dev.ingot.registry.json.JsonOut;
import dev.ingot.storage.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The list of artifacts that refer to a manifest, as an OCI index. */
final class ReferrersIndex {
  private ReferrersIndex() {}

  /** One artifact. */
  record Entry(Descriptor descriptor, String artifactType) {}

  /**
   * Reads it.
   *
   * @throws RegistryException if it is no index
   */
  static List<Entry> read(byte[] json) {
    JsonObject index =
        JsonObject.parse(new String(json, StandardCharsets.UTF_8))
            .orElseThrow(() -> new RegistryException("the list of referrers is no JSON"));
    List<Entry> entries = new ArrayList<>();
    for (JsonObject each : index.objects("manifests")) {
      Optional<Digest> digest = Digest.find(each.text("digest"));
      if (digest.isPresent() && each.number("size") >= 0) {
        Map<String, String> annotations = new TreeMap<>();
        each.object("annotations")
            .ifPresent(
                all ->
                    all.members().keySet().forEach(name -> annotations.put(name, all.text(name))));
        entries.add(
            new Entry(
                new Descriptor(each.text("mediaType"), digest.get(), each.number("size"))
                    .withAnnotations(annotations),
                each.text("artifactType")));
      }
    }
    return entries;
  }

  static byte[] write(List<Entry> entries) {
    return JsonOut.document(
        out ->
            out.number("schemaVersion", 2)
                .text("mediaType", MediaTypes.INDEX)
                .objects(
                    "manifests",
                    entries,
                    entry ->
                        out.text("mediaType", entry.descriptor().mediaType())
                            .text("digest", entry.descriptor().digest().toString())
                            .number("size", entry.descriptor().size())
                            .textUnlessEmpty("artifactType", entry.artifactType())
                            .texts("annotations", entry.descriptor().annotations())));
  }
}
