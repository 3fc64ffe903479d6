package dev.ingot.bake.plugin;

import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcClient;
import dev.ingot.plugin.netrpc.RpcException;
import dev.ingot.plugin.netrpc.RpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Artifacts on their way to plugins and back. */
final class PluginArtifact {
  private static final String NAME = "Artifact";

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
