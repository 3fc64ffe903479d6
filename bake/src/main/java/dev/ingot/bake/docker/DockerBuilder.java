package dev.ingot.bake.docker;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.Source;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Bakes images in containers of a Docker or Podman engine. Rules: the documentation of Packer's
 * plugin Docker.
 *
 * @param environment the variables of this process
 * @param journal of the containers
 * @param clock for the time stamps of copies
 */
public record DockerBuilder(Map<String, String> environment, BakeJournal journal, Clock clock)
    implements Builder {
  public DockerBuilder {
    environment = Map.copyOf(environment);
  }

  @Override
  public String type() {
    return "docker";
  }

  @Override
  public Schema schema() {
    SchemaBuilder schema =
        new SchemaBuilder()
            .required("image", Type.STRING, "The image to start from.")
            .optional("commit", Type.BOOL, "Whether to commit the container to an image.")
            .optional("discard", Type.BOOL, "Whether to throw the container away.")
            .optional("export_path", Type.STRING, "The archive to export the container's files to.")
            .optional("author", Type.STRING, "The author of the commit.")
            .optional("message", Type.STRING, "The message of the commit.")
            .optional(
                "changes", SchemaBuilder.TEXTS, "Instructions of a Dockerfile for the commit.")
            .optional("pull", Type.BOOL, "Whether to pull the image first (default true).")
            .optional("platform", Type.STRING, "The platform of the image, such as linux/arm64.")
            .optional(
                "run_command",
                SchemaBuilder.TEXTS,
                "Arguments of docker run: [\"-d\", \"-i\", \"-t\", \"--entrypoint=/bin/sh\","
                    + " \"--\", \"{{.Image}}\"] by default.")
            .optional("exec_user", Type.STRING, "Who runs commands.")
            .optional(
                "fix_upload_owner",
                Type.BOOL,
                "Whether uploaded files belong to who runs commands (default true).")
            .optional("volumes", SchemaBuilder.TEXT_MAP, "Folders of this host to mount.")
            .optional("tmpfs", SchemaBuilder.TEXTS, "Folders in memory.")
            .optional("device", SchemaBuilder.TEXTS, "Devices of this host.")
            .optional("cap_add", SchemaBuilder.TEXTS, "Capabilities to add.")
            .optional("cap_drop", SchemaBuilder.TEXTS, "Capabilities to drop.")
            .optional("privileged", Type.BOOL, "Whether the container is privileged.")
            .optional("communicator", Type.STRING, "How to reach the container: docker.")
            .optional("container_dir", Type.STRING, "Has no effect: nothing is mounted.");
    return RegistryLogin.addTo(schema).build();
  }

  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String image = arguments.text("image", "");
    if (!ImageName.isValid(image)) {
      diagnostics.error(
          "Invalid image",
          "image must be the name of an image, such as \"debian:13\".",
          arguments.place("image"));
    }
    if (!arguments.text("communicator", "docker").equals("docker")) {
      diagnostics.error(
          "Unsupported communicator",
          "communicator must be \"docker\": the container is reached through the engine.",
          arguments.place("communicator"));
    }
    if (arguments.has("container_dir")) {
      diagnostics.add(
          Diagnostic.warning(
              "container_dir has no effect",
              "Files are copied through the engine; no folder of this host is mounted.",
              arguments.place("container_dir")));
    }
    RunCommand run = RunCommand.read(arguments, diagnostics);
    ContainerSettings settings =
        new ContainerSettings(
            run,
            access(arguments, build).and(run.access()),
            arguments.text("exec_user").filter(user -> !user.isEmpty()),
            arguments.flag("fix_upload_owner", true));
    return new DockerSource(
        build,
        arguments,
        environment,
        journal,
        clock,
        image,
        arguments.flag("pull", true),
        arguments.text("platform").filter(platform -> !platform.isEmpty()),
        RegistryLogin.read(arguments, diagnostics),
        settings,
        result(arguments, build, diagnostics));
  }

  private static HostAccess access(Arguments arguments, BuildIdentity build) {
    return new HostAccess(
        arguments.flag("privileged", false),
        arguments.textMap("volumes").entrySet().stream()
            .map(each -> volume(each.getKey(), build) + ":" + each.getValue())
            .toList(),
        arguments.texts("device"),
        arguments.texts("tmpfs"),
        arguments.texts("cap_add"),
        arguments.texts("cap_drop"));
  }

  /** A name is a volume of the engine, a path a folder of this host. */
  private static String volume(String host, BuildIdentity build) {
    return host.startsWith(".") ? build.resolve(host).normalize().toString() : host;
  }

  private static DockerSource.Result result(
      Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    boolean commit = arguments.flag("commit", false);
    boolean discard = arguments.flag("discard", false);
    Optional<String> export = arguments.text("export_path").filter(path -> !path.isEmpty());
    int given = (commit ? 1 : 0) + (discard ? 1 : 0) + (export.isPresent() ? 1 : 0);
    if (given != 1) {
      diagnostics.error(
          given == 0 ? "Missing result" : "Conflicting arguments",
          "Exactly one of commit = true, discard = true and export_path says what the container"
              + " becomes.",
          arguments.block());
    }
    if (export.isPresent()) {
      if (!arguments.texts("changes").isEmpty()) {
        diagnostics.error(
            "Conflicting arguments",
            "An export has no metadata: changes needs commit = true.",
            arguments.place("changes"));
      }
      return new DockerSource.Result.Export(build.resolve(export.get()));
    }
    return discard
        ? new DockerSource.Result.Discard()
        : new DockerSource.Result.Commit(
            arguments.text("author", ""),
            arguments.text("message", ""),
            arguments.texts("changes"));
  }
}
