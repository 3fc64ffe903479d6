package dev.ingot.bake.docker;

import dev.ingot.registry.json.JsonOut;
import java.util.List;
import java.util.Optional;

/**
 * What a container of a build is.
 *
 * @param access what {@code run} and the source's own arguments permit
 * @param execUser who runs commands; empty for the container's user
 * @param ownUploads whether uploaded files belong to who runs commands
 */
record ContainerSettings(
    RunCommand run, HostAccess access, Optional<String> execUser, boolean ownUploads) {

  /** The folders that are in memory. */
  List<String> memoryFolders() {
    return access.tmpfs().stream().map(each -> each.split(":", 2)[0]).toList();
  }

  /** The body of the request that creates a container. */
  void write(String image, JsonOut out) {
    out.text("Image", image)
        .flag("Tty", run.terminal())
        .flag("OpenStdin", run.input())
        .texts("Cmd", run.command())
        .texts("Env", run.environment())
        .optionalText("User", run.user())
        .optionalText("Hostname", run.hostname())
        .optionalText("WorkingDir", run.folder());
    run.entrypoint().ifPresent(program -> out.array("Entrypoint", List.of(program)));
    out.object(
        "HostConfig",
        host -> {
          access.write(host);
          JsonOut _ = host.optionalText("NetworkMode", run.network());
        });
  }
}
