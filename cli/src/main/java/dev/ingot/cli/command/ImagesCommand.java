package dev.ingot.cli.command;

import dev.ingot.bake.layer.SnapshotCache;
import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.ReleaseText;
import dev.ingot.cli.view.Table;
import dev.ingot.home.Home;
import dev.ingot.lang.JsonDocument;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Bucket;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** {@code ingot images}: buckets, their versions, and the channels that point to them. */
public final class ImagesCommand implements Command {
  @Override
  public String synopsis() {
    return "List images and the disk they take, delete versions, free layers.";
  }

  @Override
  public String arguments() {
    return "[BUCKET | delete BUCKET:vN… | prune]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("json", "Print JSON.")
        .onOff("usage", "Show the disk that images take, shared and of their own.")
        .onOff("cache", "prune: also clear the step cache; the next builds run every step.")
        .text("older-than", "DURATION", "prune: only what is older (default 1h).");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> words = invocation.given().arguments();
    String first = words.isEmpty() ? "" : words.getFirst();
    if (first.equals("prune") && words.size() == 1) {
      return ImageRemoval.prune(invocation);
    }
    if (invocation.given().on("cache") || invocation.given().text("older-than").isPresent()) {
      throw new UsageException("-cache and -older-than are options of ingot images prune");
    }
    if (first.equals("delete")) {
      return ImageRemoval.delete(invocation, words.subList(1, words.size()));
    }
    Optional<String> wanted = invocation.arguments(1).stream().findFirst();
    Home home = new Home(invocation.home(), Clock.systemUTC());
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      LedgerDoubt.show(invocation, ledger, registry);
      if (invocation.given().on("usage")) {
        SnapshotCache cache = new SnapshotCache(home.folder().resolve("cache"), registry.store());
        return ImageUsage.show(invocation, registry.usage(cache.layers()), wanted);
      }
      List<Bucket> buckets =
          wanted.isEmpty()
              ? registry.buckets()
              : List.of(
                  registry
                      .bucket(wanted.get())
                      .orElseThrow(
                          () ->
                              new RegistryException(
                                  "there is no bucket \""
                                      + wanted.get()
                                      + "\"; to list buckets: ingot images")));
      invocation
          .terminal()
          .line(invocation.given().on("json") ? json(registry, buckets) : text(registry, buckets));
      return ExitCode.OK;
    }
  }

  private static String channels(Registry registry, Version version) {
    return registry.channels().at(version).stream()
        .map(Channel::name)
        .collect(Collectors.joining(", "));
  }

  /** A bake whose process died is not running. */
  private static String status(Version version) {
    boolean ended =
        version.status() == VersionStatus.RUNNING
            && version
                .lease()
                .map(
                    lease ->
                        lease.until().isBefore(Instant.now()) || ProcessOwner.isDead(lease.owner()))
                .orElse(true);
    return ended ? "interrupted" : version.status().name().toLowerCase(Locale.ROOT);
  }

  private static String text(Registry registry, List<Bucket> buckets) {
    Table table = new Table("IMAGE", "STATUS", "CHANNELS", "DIGEST", "CREATED");
    for (Bucket bucket : buckets) {
      for (Version version : registry.versions().in(bucket.name())) {
        table.row(
            version.reference(),
            status(version),
            channels(registry, version),
            version
                .image()
                .map(digest -> Table.digest(digest.toString()))
                .orElseGet(() -> ReleaseText.elsewhere(version)),
            Table.time(version.created()));
      }
    }
    return table.isEmpty()
        ? "No images yet. Bake one with `ingot build` or `ingot up`."
        : table.text();
  }

  private static void builds(Version version, JsonGenerator json) {
    json.writeArrayPropertyStart("builds");
    for (Build build : version.builds()) {
      json.writeStartObject();
      json.writeStringProperty("component", build.component());
      json.writeStringProperty("platform", build.platform());
      json.writeStringProperty("region", build.region());
      json.writeStringProperty(
          "id", build.image().map(Digest::toString).orElse(build.externalId()));
      json.writeStringProperty("source_image", build.sourceImage());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String json(Registry registry, List<Bucket> buckets) {
    return JsonDocument.text(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("buckets");
          for (Bucket bucket : buckets) {
            json.writeStartObject();
            json.writeStringProperty("name", bucket.name());
            json.writeArrayPropertyStart("versions");
            for (Version version : registry.versions().in(bucket.name())) {
              json.writeStartObject();
              json.writeStringProperty("version", version.label());
              json.writeStringProperty("id", version.id());
              json.writeStringProperty("fingerprint", version.fingerprint());
              json.writeStringProperty("status", status(version));
              json.writeStringProperty("digest", version.image().map(Digest::toString).orElse(""));
              json.writeStringProperty("sbom", version.sbom().map(Digest::toString).orElse(""));
              json.writeStringProperty(
                  "provenance", version.provenance().map(Digest::toString).orElse(""));
              builds(version, json);
              json.writeStringProperty("created", version.created().toString());
              json.writeArrayPropertyStart("channels");
              registry.channels().at(version).forEach(channel -> json.writeString(channel.name()));
              json.writeEndArray();
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
