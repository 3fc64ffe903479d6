package dev.ingot.cli.command;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.view.Table;
import dev.ingot.lang.JsonDocument;
import dev.ingot.registry.Usage;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** {@code ingot images -usage}: the disk that images take. */
final class ImageUsage {
  private ImageUsage() {}

  /**
   * Prints it.
   *
   * @param wanted the only bucket that is shown, if one was named
   */
  static int show(Invocation invocation, Usage usage, Optional<String> wanted) {
    List<String> buckets =
        usage.buckets().stream()
            .filter(name -> wanted.filter(one -> !one.equals(name)).isEmpty())
            .toList();
    invocation
        .terminal()
        .line(invocation.given().on("json") ? json(usage, buckets) : text(usage, buckets));
    return ExitCode.OK;
  }

  private static String text(Usage usage, List<String> buckets) {
    Table table = new Table("IMAGE", "STATUS", "SIZE", "OWN");
    for (String bucket : buckets) {
      Set<String> all = usage.of(bucket);
      table.row(bucket, "", Table.bytes(usage.size(all)), Table.bytes(usage.own(all)));
      for (Version version : versions(usage, bucket)) {
        table.row(
            "  " + version.label(),
            version.status().name().toLowerCase(Locale.ROOT),
            Table.bytes(usage.size(version)),
            Table.bytes(usage.own(Set.of(version.id()))));
      }
    }
    Set<String> leaving = leaving(usage);
    return (table.isEmpty() ? "No images yet." : table.text())
        + "\n\nIn all "
        + Table.bytes(usage.total())
        + ": "
        + Table.bytes(usage.onlyCached())
        + " only in the cache of steps, "
        + Table.bytes(usage.unreferenced())
        + " that nothing needs (ingot images prune)."
        + (leaving.isEmpty()
            ? ""
            : " Deleting the "
                + (leaving.size() == 1 ? "version" : leaving.size() + " versions")
                + " on the way out frees "
                + Table.bytes(usage.own(leaving))
                + ".");
  }

  private static List<Version> versions(Usage usage, String bucket) {
    return usage.versions().stream()
        .filter(version -> version.bucket().equals(bucket))
        .filter(version -> usage.size(version) > 0)
        .toList();
  }

  private static Set<String> leaving(Usage usage) {
    Set<String> ids = new HashSet<>();
    usage.versions().stream()
        .filter(
            version ->
                version.status() == VersionStatus.DEPRECATED
                    || version.status() == VersionStatus.DISABLED)
        .forEach(version -> ids.add(version.id()));
    return ids;
  }

  private static String json(Usage usage, List<String> buckets) {
    return JsonDocument.text(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("buckets");
          for (String bucket : buckets) {
            Set<String> all = usage.of(bucket);
            json.writeStartObject();
            json.writeStringProperty("name", bucket);
            sizes(json, usage.size(all), usage.own(all));
            json.writeArrayPropertyStart("versions");
            for (Version version : versions(usage, bucket)) {
              json.writeStartObject();
              json.writeStringProperty("version", version.label());
              json.writeStringProperty("status", version.status().name().toLowerCase(Locale.ROOT));
              sizes(json, usage.size(version), usage.own(Set.of(version.id())));
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeNumberProperty("total", usage.total());
          json.writeNumberProperty("cache", usage.onlyCached());
          json.writeNumberProperty("unreferenced", usage.unreferenced());
          json.writeNumberProperty("on_the_way_out", usage.own(leaving(usage)));
          json.writeEndObject();
        });
  }

  private static void sizes(JsonGenerator json, long size, long own) {
    json.writeNumberProperty("size", size);
    json.writeNumberProperty("own", own);
  }
}
