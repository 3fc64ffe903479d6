package dev.ingot.platform.rootfs;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.platform.driver.jail.JailSpec;
import dev.ingot.registry.content.OciLocation;
import dev.ingot.registry.distribution.ImageReference;
import dev.ingot.registry.distribution.OciCredential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The arguments of a {@code rootfs} source, checked.
 *
 * @param base the base of the image
 * @param commands commands of this host to copy into it
 * @param modules modules of the Java runtime
 * @param network the network that provisioners can reach
 */
record RootfsArguments(
    Base base,
    List<String> commands,
    List<String> modules,
    JailSpec.Network network,
    Optional<List<String>> entrypoint,
    Optional<List<String>> command,
    SortedMap<String, String> environment,
    Optional<String> workingDirectory,
    Optional<String> user,
    Optional<String> stopSignal,
    SortedMap<String, String> labels,
    List<String> exposedPorts,
    String bucket) {

  static final String BUCKET = "[a-z0-9][a-z0-9._-]{0,127}";

  /** The base of an image. */
  sealed interface Base {
    /** Nothing. */
    record Scratch() implements Base {}

    /** Commands of this host. */
    record Host() implements Base {}

    /** A Java runtime, and commands of this host if any are named. */
    record Jlink() implements Base {}

    /** An image of an OCI layout folder. */
    record Oci(OciLocation location) implements Base {}

    /**
     * An image of an OCI registry.
     *
     * @param login what the registry is shown; empty for what this user shows it otherwise
     */
    record Image(ImageReference reference, Optional<OciCredential.Basic> login) implements Base {}

    /** A system that mmdebstrap or debootstrap makes. */
    record Debian(DebianBase.Choice choice) implements Base {}

    /** An image of the registry; the selector is a channel or {@code v} and a number. */
    record Registry(String bucket, String selector) implements Base {}
  }

  static Schema schema() {
    return new SchemaBuilder()
        .required(
            "base",
            Type.STRING,
            "scratch, host, jlink, docker://IMAGE, debian:SUITE, oci:PATH[:NAME] or"
                + " registry:BUCKET[:CHANNEL|:vN].")
        .optional("commands", SchemaBuilder.TEXTS, "Commands of this host, with their libraries.")
        .optional("modules", SchemaBuilder.TEXTS, "Modules of the Java runtime of base jlink.")
        .optional("login_username", Type.STRING, "The user at the registry of base docker://.")
        .optional("login_password", Type.STRING, "The password at the registry of base docker://.")
        .optional(
            "packages", SchemaBuilder.TEXTS, "Packages of base debian:, beside the variant's.")
        .optional("mirror", Type.STRING, "The mirror of base debian:.")
        .optional("components", SchemaBuilder.TEXTS, "Components of base debian: (main).")
        .optional("variant", Type.STRING, "Which packages base debian: has anyway (minbase).")
        .optional("keyring", Type.STRING, "The keys that sign the suite of base debian:.")
        .optional("network", Type.STRING, "The network of provisioners: host or none.")
        .optional("entrypoint", SchemaBuilder.TEXTS, "The image's entrypoint.")
        .optional("command", SchemaBuilder.TEXTS, "The command, or arguments of the entrypoint.")
        .optional("environment", SchemaBuilder.TEXT_MAP, "Environment variables.")
        .optional("workdir", Type.STRING, "The working directory of the command.")
        .optional("user", Type.STRING, "The user that runs the command.")
        .optional("stop_signal", Type.STRING, "The signal that asks the command to end.")
        .optional("labels", SchemaBuilder.TEXT_MAP, "Labels of the image.")
        .optional("exposed_ports", SchemaBuilder.TEXTS, "Ports a machine listens on.")
        .optional(
            "bucket", Type.STRING, "The bucket of the image (default: the name of the source).")
        .build();
  }

  static RootfsArguments read(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    Base base = new BaseReader(arguments, build, diagnostics).read();
    List<String> commands = arguments.texts("commands");
    List<String> modules = arguments.texts("modules");
    boolean own =
        switch (base) {
          case Base.Scratch _, Base.Host _, Base.Jlink _ -> true;
          case Base.Oci _, Base.Image _, Base.Debian _, Base.Registry _ -> false;
        };
    if (!commands.isEmpty() && !own) {
      diagnostics.error(
          "Commands not supported by the base",
          "commands are copied only into images with base \"host\", \"jlink\" or \"scratch\". An"
              + " image used as a base brings its own commands; add more with a provisioner.",
          arguments.place("commands"));
    }
    if (base instanceof Base.Host && commands.isEmpty()) {
      diagnostics.error(
          "No commands",
          "base = \"host\" copies commands of this host: list them, as in commands = [\"sh\","
              + " \"cat\"].",
          arguments.block());
    }
    if (base instanceof Base.Jlink == modules.isEmpty()) {
      diagnostics.error(
          modules.isEmpty() ? "No modules" : "Modules not supported by the base",
          "base = \"jlink\" links a Java runtime from modules = [\"java.base\", ...]; the two go"
              + " together.",
          arguments.place("modules"));
    }
    for (String command : commands) {
      if (command.isEmpty() || (command.contains("/") && !command.startsWith("/"))) {
        diagnostics.error(
            "Invalid command",
            "\"" + command + "\" is neither the name of a command nor an absolute path.",
            arguments.place("commands"));
      }
    }
    for (String module : modules) {
      if (!module.matches("[A-Za-z][A-Za-z0-9_.]*")) {
        diagnostics.error(
            "Invalid module",
            "\"" + module + "\" is not a valid name for a Java module.",
            arguments.place("modules"));
      }
    }
    String bucket = arguments.text("bucket", build.sourceName());
    if (!bucket.matches(BUCKET)) {
      diagnostics.error(
          "Invalid bucket",
          "\""
              + bucket
              + "\" is not a valid bucket name: use lower-case letters, digits, dots,"
              + " dashes and underscores. Set bucket in the source.",
          arguments.place("bucket"));
    }
    warnOfSecrets(arguments, diagnostics);
    return new RootfsArguments(
        base,
        commands,
        modules,
        network(arguments, diagnostics),
        list(arguments, "entrypoint"),
        list(arguments, "command"),
        arguments.textMap("environment"),
        arguments.text("workdir"),
        arguments.text("user"),
        arguments.text("stop_signal"),
        arguments.shownTextMap("labels"),
        ports(arguments, diagnostics),
        bucket);
  }

  private static void warnOfSecrets(Arguments arguments, Diagnostics diagnostics) {
    if (arguments.isSensitive("labels")) {
      diagnostics.add(
          Diagnostic.warning(
              "Sensitive value omitted",
              "A label is visible to everyone who can read the image, so its sensitive value is"
                  + " omitted.",
              arguments.place("labels")));
    }
    for (String name : List.of("environment", "command", "entrypoint")) {
      if (arguments.isSensitive(name)) {
        diagnostics.add(
            Diagnostic.warning(
                "Sensitive value in the image",
                "Everyone who can read the image can read its "
                    + name
                    + ", which contains a sensitive value. Pass it to the machine instead, when it"
                    + " is started.",
                arguments.place(name)));
      }
    }
  }

  private static Optional<List<String>> list(Arguments arguments, String name) {
    return arguments.has(name) ? Optional.of(arguments.texts(name)) : Optional.empty();
  }

  private static JailSpec.Network network(Arguments arguments, Diagnostics diagnostics) {
    return switch (arguments.text("network", "host")) {
      case "host" -> JailSpec.Network.HOST;
      case "none" -> JailSpec.Network.NONE;
      default -> {
        diagnostics.error(
            "Invalid network",
            "network must be \"host\" (the host's network) or \"none\".",
            arguments.place("network"));
        yield JailSpec.Network.NONE;
      }
    };
  }

  private static List<String> ports(Arguments arguments, Diagnostics diagnostics) {
    List<String> ports = new ArrayList<>();
    for (String port : arguments.texts("exposed_ports")) {
      if (!port.matches("[1-9][0-9]{0,4}(/(tcp|udp))?")) {
        diagnostics.error(
            "Invalid port",
            "\"" + port + "\" is not a port. Examples: 8080, \"8080/tcp\".",
            arguments.place("exposed_ports"));
      }
      ports.add(port.contains("/") ? port : port + "/tcp");
    }
    return ports;
  }
}
