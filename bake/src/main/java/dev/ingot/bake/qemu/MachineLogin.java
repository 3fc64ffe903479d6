package dev.ingot.bake.qemu;

import dev.ingot.bake.ssh.SshLogin;
import dev.ingot.bake.ssh.SshSettings;
import dev.ingot.bake.ssh.TemporaryKey;
import dev.ingot.bake.winrm.WinRmSettings;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a machine is logged in to.
 *
 * @param publicKey as {@code authorized_keys} has it; empty without one
 * @param key the file of the private key
 */
record MachineLogin(Way way, String publicKey, Optional<Path> key) {
  /** The values of {@code build.NAME} that only a running machine has. */
  static final List<String> NAMES =
      List.of("Host", "User", "SSHPublicKey", "SSHPrivateKey", "Password", "WinRMPassword");

  /** By which protocol. */
  sealed interface Way {
    /** Over SSH. */
    record Ssh(SshSettings settings) implements Way {}

    /** Over WinRM. */
    record WinRm(WinRmSettings settings) implements Way {}

    /** Where the machine listens. */
    default int port() {
      return switch (this) {
        case Ssh ssh -> ssh.settings().port();
        case WinRm windows -> windows.settings().port();
      };
    }

    /** How long is waited for it. */
    default Duration patience() {
      return switch (this) {
        case Ssh ssh -> ssh.settings().patience().connect();
        case WinRm windows -> windows.settings().timeout();
      };
    }

    /** As templates name it. */
    default String type() {
      return switch (this) {
        case Ssh _ -> "ssh";
        case WinRm _ -> "winrm";
      };
    }
  }

  /** Makes a key where the template gives no login. */
  @FunctionalInterface
  interface KeyMaker {
    TemporaryKey make() throws IOException;
  }

  /**
   * The login of a template's settings.
   *
   * @param port of this host by which the machine is reached; empty for the machine's own
   */
  static MachineLogin of(Way given, Optional<Integer> port, KeyMaker keys) throws IOException {
    return switch (given) {
      case Way.Ssh(SshSettings settings) -> overSsh(settings, port, keys);
      case Way.WinRm(WinRmSettings settings) ->
          new MachineLogin(
              new Way.WinRm(
                  new WinRmSettings(
                      Optional.of(settings.host().orElse(HERE)),
                      port.orElse(settings.port()),
                      settings.user(),
                      settings.password(),
                      settings.tls(),
                      settings.trusting(),
                      settings.ntlm(),
                      settings.timeout(),
                      settings.before())),
              "",
              Optional.empty());
    };
  }

  private static final String HERE = "127.0.0.1";

  private static MachineLogin overSsh(SshSettings given, Optional<Integer> port, KeyMaker keys)
      throws IOException {
    SshLogin login = given.login();
    if (login.isEmpty()) {
      login =
          new SshLogin(
              login.user(),
              login.password(),
              Optional.of(keys.make().file()),
              login.certificate(),
              false);
    }
    SshSettings settled =
        new SshSettings(
            Optional.of(given.host().orElse(HERE)),
            port.orElse(given.port()),
            login,
            given.bastion(),
            given.proxy(),
            given.patience(),
            given.algorithms(),
            given.session());
    Optional<Path> key = login.key();
    return new MachineLogin(
        new Way.Ssh(settled),
        key.flatMap(file -> TemporaryKey.publicLine(file, "ingot")).orElse(""),
        key);
  }

  /** What {@code build.NAME} is of a running machine. */
  static Map<String, Value> values(Optional<MachineLogin> login, Map<String, Value> web)
      throws IOException {
    Map<String, Value> values = new TreeMap<>();
    if (web.get("HTTPPort") instanceof Value.NumberValue port) {
      String ip = Values.text(web.getOrDefault("HTTPIP", Value.of(""))).orElse("");
      values.put("PackerHTTPIP", Value.of(ip));
      values.put("PackerHTTPPort", Value.of(port.number().toString()));
      values.put("PackerHTTPAddr", Value.of(ip + ":" + port.number()));
    }
    if (login.isPresent()) {
      switch (login.get().way()) {
        case Way.Ssh(SshSettings ssh) -> {
          Optional<Path> key = login.get().key();
          put(values, ssh.host(), ssh.login().user(), ssh.login().password().orElse(""));
          values.put("SSHPublicKey", Value.of(login.get().publicKey()));
          values.put("SSHPrivateKey", secret(key.isPresent() ? Files.readString(key.get()) : ""));
        }
        case Way.WinRm(WinRmSettings windows) -> {
          put(values, windows.host(), windows.user(), windows.password());
          values.put("WinRMPassword", secret(windows.password()));
        }
      }
      values.put("Port", Value.of(login.get().way().port()));
    }
    return values;
  }

  private static void put(
      Map<String, Value> values, Optional<String> host, String user, String password) {
    NAMES.forEach(name -> values.put(name, Value.of("")));
    values.put("Host", Value.of(host.orElse("")));
    values.put("User", Value.of(user));
    values.put("Password", secret(password));
  }

  private static Value secret(String text) {
    return text.isEmpty() ? Value.of("") : Value.of(text).marked(Marks.SENSITIVE);
  }
}
