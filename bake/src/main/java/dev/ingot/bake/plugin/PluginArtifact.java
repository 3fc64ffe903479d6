package dev.ingot.bake.plugin;

import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.MachineSource;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcClient;
import dev.ingot.plugin.netrpc.RpcException;
import dev.ingot.plugin.netrpc.RpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Artifacts on their way to plugins and back. */
final class PluginArtifact {
  private static final String NAME = "Artifact";

  /** What builders of Packer's SDK tell registries of images. */
  private static final String IMAGES = "par.artifact.metadata";

  /** What registries of images call the platform of a builder. */
  private static final Map<String, String> PLATFORMS =
      Map.of("amazon", "aws", "azure", "azure", "googlecompute", "gce");

  private PluginArtifact() {}

  /** Answers for an artifact. */
  static void serve(RpcServer server, Artifact artifact) {
    List<String> files = artifact.files().stream().map(Artifact.File::name).toList();
    server.add(
        NAME,
        (method, _) ->
            switch (method) {
              case "BuilderId" -> Data.of(artifact.builderId());
              case "Files" -> Data.of(files);
              case "Id" -> Data.of(artifact.id());
              case "String" -> Data.of(artifact.id());
              // Whatever else a plugin may want to know of its own artifacts; and the registry
              // keeps what it has.
              case "State", "Destroy" -> Data.nothing();
              default -> throw new RpcException("rpc: can't find method Artifact." + method);
            });
  }

  /**
   * What a plugin made.
   *
   * @param images what it consists of, in a cloud
   */
  record Made(Artifact artifact, List<MachineSource.CloudImage> images) {}

  /** What a builder of a plugin made. */
  static Made readImages(BuildIdentity build, RpcClient client)
      throws IOException, InterruptedException {
    Artifact artifact = read(build, client);
    List<MachineSource.CloudImage> images = new ArrayList<>();
    Data known;
    try {
      known = client.call(NAME + ".State", Data.of(IMAGES));
    } catch (RpcException e) {
      // An older plugin has nothing of the kind.
      known = Data.nothing();
    }
    for (Data each : known instanceof Data.Fields ? List.of(known) : known.items()) {
      Optional<String> id = each.field("ImageID").text();
      if (id.isPresent() && !id.get().isEmpty()) {
        images.add(
            new MachineSource.CloudImage(
                id.get(),
                each.field("ProviderName").text().orElse(""),
                each.field("ProviderRegion").text().orElse(""),
                each.field("SourceImageID").text().orElse(""),
                labels(each.field("Labels"))));
      }
    }
    return new Made(artifact, images.isEmpty() ? listed(artifact) : images);
  }

  private static Map<String, String> labels(Data data) {
    Map<String, String> labels = new TreeMap<>();
    if (data instanceof Data.Fields(Map<String, Data> values)) {
      values.forEach((name, value) -> value.text().ifPresent(text -> labels.put(name, text)));
    }
    return labels;
  }

  /** An id of several images is a list: {@code REGION:ID,REGION:ID}. */
  private static List<MachineSource.CloudImage> listed(Artifact artifact) {
    List<MachineSource.CloudImage> images = new ArrayList<>();
    for (String each : artifact.id().split(",", -1)) {
      int colon = each.indexOf(':');
      if (colon <= 0 || each.indexOf(':', colon + 1) >= 0 || each.contains("/")) {
        return List.of();
      }
      images.add(
          new MachineSource.CloudImage(
              each.substring(colon + 1),
              PLATFORMS.getOrDefault(artifact.build().sourceType().split("-", 2)[0], ""),
              each.substring(0, colon),
              "",
              Map.of()));
    }
    return images;
  }

  /** The artifact that a plugin answers for. */
  static Artifact read(BuildIdentity build, RpcClient client)
      throws IOException, InterruptedException {
    List<Artifact.File> files = new ArrayList<>();
    for (String name : client.call(NAME + ".Files", Data.nothing()).texts()) {
      Path file = build.resolve(name);
      files.add(new Artifact.File(name, Files.isRegularFile(file) ? Files.size(file) : 0));
    }
    String id = client.call(NAME + ".Id", Data.nothing()).text().orElse("");
    String description = client.call(NAME + ".String", Data.nothing()).text().orElse("");
    return new Artifact(
        build,
        client.call(NAME + ".BuilderId", Data.nothing()).text().orElse(""),
        id.isEmpty() ? description : id,
        files);
  }
}
