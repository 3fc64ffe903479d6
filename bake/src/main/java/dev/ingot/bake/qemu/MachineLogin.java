package dev.ingot.bake.qemu;

import dev.ingot.bake.ssh.SshLogin;
import dev.ingot.bake.ssh.SshSettings;
import dev.ingot.bake.ssh.TemporaryKey;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a machine is logged in to.
 *
 * @param key the file of the private key
 */
record MachineLogin(SshSettings settings, Optional<String> publicKey, Optional<Path> key) {
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
  static MachineLogin of(SshSettings given, Optional<Integer> port, KeyMaker keys)
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
            Optional.of(given.host().orElse("127.0.0.1")),
            port.orElse(given.port()),
            login,
            given.bastion(),
            given.proxy(),
            given.patience(),
            given.algorithms(),
            given.session());
    Optional<Path> key = login.key();
    return new MachineLogin(
        settled, key.flatMap(file -> TemporaryKey.publicLine(file, "ingot")), key);
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
      SshSettings way = login.get().settings();
      values.put("Host", Value.of(way.host().orElse("")));
      values.put("Port", Value.of(way.port()));
      values.put("User", Value.of(way.login().user()));
      values.put("Password", secret(way.login().password().orElse("")));
      values.put("SSHPublicKey", Value.of(login.get().publicKey().orElse("")));
      Optional<Path> key = login.get().key();
      values.put("SSHPrivateKey", secret(key.isPresent() ? Files.readString(key.get()) : ""));
    }
    return values;
  }

  private static Value secret(String text) {
    return text.isEmpty() ? Value.of("") : Value.of(text).marked(Marks.SENSITIVE);
  }
}
