package dev.ingot.bake.ssh;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The arguments by which a source says how its machine is reached over SSH. Names, meaning and
 * defaults: the documentation of Packer's SSH communicator.
 *
 * @param environment the variables of this process
 */
public record SshArguments(Map<String, String> environment) {
  private static final int PORT = 22;
  private static final int ATTEMPTS = 10;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

  public SshArguments {
    environment = Map.copyOf(environment);
  }

  /** Adds the arguments to the schema of a source. */
  public static SchemaBuilder addTo(SchemaBuilder schema) {
    Map<String, Type> types = new TreeMap<>();
    for (String text :
        new String[] {
          "host",
          "username",
          "password",
          "keypair_name",
          "certificate_file",
          "timeout",
          "wait_timeout",
          "bastion_host",
          "bastion_username",
          "bastion_password",
          "bastion_private_key_file",
          "bastion_certificate_file",
          "file_transfer_method",
          "proxy_host",
          "proxy_username",
          "proxy_password",
          "keep_alive_interval",
          "read_write_timeout",
          "private_key_file"
        }) {
      types.put(text, Type.STRING);
    }
    for (String flag :
        new String[] {
          "pty",
          "clear_authorized_keys",
          "disable_agent_forwarding",
          "agent_auth",
          "bastion_agent_auth",
          "bastion_interactive"
        }) {
      types.put(flag, Type.BOOL);
    }
    for (String number :
        new String[] {"port", "handshake_attempts", "bastion_port", "proxy_port"}) {
      types.put(number, Type.NUMBER);
    }
    for (String texts :
        new String[] {"ciphers", "key_exchange_algorithms", "remote_tunnels", "local_tunnels"}) {
      types.put(texts, SchemaBuilder.TEXTS);
    }
    types.forEach((name, type) -> schema.optional("ssh_" + name, type, "See docs/baking.md."));
    return schema
        .optional("pause_before_connecting", Type.STRING, "How long to wait before the first try.")
        .optional("temporary_key_pair_type", Type.STRING, "The type of keys made for a build.")
        .optional("temporary_key_pair_bits", Type.NUMBER, "The size of keys made for a build.");
  }

  /**
   * Reads them.
   *
   * @param diagnostics receives problems; the result is not used after an error
   */
  public SshSettings read(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    SshLogin login = login(arguments, "ssh_", build, diagnostics);
    if (login.user().isEmpty()) {
      diagnostics.error(
          "Missing user name",
          "The communicator ssh needs ssh_username: the user to log in as.",
          arguments.place("communicator"));
    }
    Optional<SshSettings.Hop> bastion = bastion(arguments, build, diagnostics);
    Optional<SshSettings.Proxy> proxy =
        arguments
            .text("ssh_proxy_host")
            .map(
                host ->
                    new SshSettings.Proxy(
                        host,
                        port(arguments, "ssh_proxy_port", 1080, diagnostics),
                        arguments.text("ssh_proxy_username"),
                        arguments.text("ssh_proxy_password")));
    for (String later : new String[] {"ssh_remote_tunnels", "ssh_local_tunnels"}) {
      if (arguments.has(later)) {
        diagnostics.error(
            "Unsupported argument", later + " is not supported yet.", arguments.place(later));
      }
    }
    return new SshSettings(
        arguments.text("ssh_host"),
        port(arguments, "ssh_port", PORT, diagnostics),
        login,
        bastion,
        proxy,
        new SshSettings.Patience(
            arguments
                .duration("ssh_timeout", diagnostics)
                .or(() -> arguments.duration("ssh_wait_timeout", diagnostics))
                .orElse(TIMEOUT),
            attempts(arguments),
            arguments.duration("ssh_keep_alive_interval", diagnostics).orElse(KEEP_ALIVE),
            arguments.duration("ssh_read_write_timeout", diagnostics).orElse(Duration.ZERO),
            arguments.duration("pause_before_connecting", diagnostics).orElse(Duration.ZERO)),
        new SshSettings.Algorithms(
            arguments.texts("ssh_ciphers"), arguments.texts("ssh_key_exchange_algorithms")),
        new SshSettings.Session(
            arguments.flag("ssh_pty", false),
            !arguments.flag("ssh_disable_agent_forwarding", false),
            transfer(arguments, diagnostics)));
  }

  private static int attempts(Arguments arguments) {
    OptionalLong given = arguments.number("ssh_handshake_attempts");
    // Zero stands for the default, as it does in templates that set everything.
    return given.isEmpty() || given.getAsLong() <= 0
        ? ATTEMPTS
        : (int) Math.min(given.getAsLong(), Integer.MAX_VALUE);
  }

  private Optional<SshSettings.Hop> bastion(
      Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    if (arguments.flag("ssh_bastion_interactive", false)) {
      diagnostics.error(
          "Unsupported argument",
          "A bastion that asks questions (ssh_bastion_interactive) is not supported.",
          arguments.place("ssh_bastion_interactive"));
    }
    return arguments
        .text("ssh_bastion_host")
        .map(
            host -> {
              SshLogin own = login(arguments, "ssh_bastion_", build, diagnostics);
              if (own.isEmpty()) {
                diagnostics.error(
                    "Missing login for the bastion",
                    "ssh_bastion_host needs ssh_bastion_password, ssh_bastion_private_key_file or"
                        + " ssh_bastion_agent_auth.",
                    arguments.place("ssh_bastion_host"));
              }
              return new SshSettings.Hop(
                  host, port(arguments, "ssh_bastion_port", PORT, diagnostics), own);
            });
  }

  private SshLogin login(
      Arguments arguments, String prefix, BuildIdentity build, Diagnostics diagnostics) {
    boolean agent = arguments.flag(prefix + "agent_auth", false);
    if (agent && environment.getOrDefault("SSH_AUTH_SOCK", "").isEmpty()) {
      diagnostics.error(
          "No SSH agent",
          prefix
              + "agent_auth is set, but SSH_AUTH_SOCK names no agent. Start one (ssh-agent) and add"
              + " the key (ssh-add).",
          arguments.place(prefix + "agent_auth"));
    }
    return new SshLogin(
        arguments.text(prefix + "username", ""),
        arguments.text(prefix + "password").filter(password -> !password.isEmpty()),
        file(arguments, prefix + "private_key_file", build, diagnostics),
        file(arguments, prefix + "certificate_file", build, diagnostics),
        agent);
  }

  private Optional<Path> file(
      Arguments arguments, String name, BuildIdentity build, Diagnostics diagnostics) {
    Optional<Path> file =
        arguments
            .text(name)
            .filter(text -> !text.isEmpty())
            .map(
                text ->
                    text.startsWith("~/")
                        ? Path.of(environment.getOrDefault("HOME", "/"), text.substring(2))
                        : build.resolve(text));
    if (file.isPresent() && !Files.isRegularFile(file.get())) {
      diagnostics.error(
          "Missing file", name + ": there is no file " + file.get() + ".", arguments.place(name));
    }
    return file;
  }

  private static int port(
      Arguments arguments, String name, int otherwise, Diagnostics diagnostics) {
    long port = arguments.number(name).orElse(otherwise);
    if (port < 1 || port > 65_535) {
      diagnostics.error("Invalid port", name + " must be from 1 to 65535.", arguments.place(name));
      return otherwise;
    }
    return (int) port;
  }

  private static SshSettings.Transfer transfer(Arguments arguments, Diagnostics diagnostics) {
    return switch (arguments.text("ssh_file_transfer_method", "scp")) {
      case "sftp" -> SshSettings.Transfer.SFTP;
      case "scp" -> SshSettings.Transfer.SCP;
      default -> {
        diagnostics.error(
            "Invalid transfer method",
            "ssh_file_transfer_method must be \"scp\" or \"sftp\".",
            arguments.place("ssh_file_transfer_method"));
        yield SshSettings.Transfer.SFTP;
      }
    };
  }
}
