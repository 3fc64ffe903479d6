package dev.ingot.provider.install;

import dev.ingot.provider.install.SettingsTree.Block;
import dev.ingot.provider.install.SettingsTree.Entry;
import dev.ingot.provider.install.SettingsTree.Many;
import dev.ingot.provider.install.SettingsTree.Node;
import dev.ingot.provider.install.SettingsTree.SyntaxException;
import dev.ingot.provider.install.SettingsTree.Text;
import dev.ingot.registry.distribution.OciCredential;
import dev.ingot.registry.distribution.OciLogins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects what CLI configuration files say of OCI registries; what was said first counts. */
final class OciSettings {
  private final Map<String, OciLogins.Login> logins = new TreeMap<>();
  private Optional<List<String>> files = Optional.empty();
  private Optional<String> helper = Optional.empty();
  private boolean ambient = true;

  OciSettings() {}

  /** {@code oci_credentials "REGISTRY/NAME" { … }}. */
  void credentials(Entry entry) throws SyntaxException {
    if (entry.labels().size() != 1) {
      throw new SyntaxException("oci_credentials is not a block with one label");
    }
    String user = text(entry, "username");
    String access = text(entry, "access_token");
    String refresh = text(entry, "refresh_token");
    String program = text(entry, "docker_credentials_helper");
    int ways =
        (user.isEmpty() ? 0 : 1)
            + (access.isEmpty() && refresh.isEmpty() ? 0 : 1)
            + (program.isEmpty() ? 0 : 1);
    if (ways != 1) {
      throw new SyntaxException(
          "oci_credentials needs either username and password, or access_token and"
              + " refresh_token, or docker_credentials_helper");
    }
    logins.putIfAbsent(
        entry.labels().getFirst(),
        !program.isEmpty()
            ? new OciLogins.Program(program)
            : new OciLogins.Written(
                user.isEmpty()
                    ? new OciCredential.Tokens(access, refresh)
                    : new OciCredential.Basic(user, text(entry, "password"))));
  }

  /** {@code oci_default_credentials { … }}. */
  void defaults(Entry entry) {
    ambient &= !text(entry, "discover_ambient_credentials").equals("false");
    String program = text(entry, "docker_credentials_helper");
    helper = helper.or(() -> Optional.of(program).filter(name -> !name.isEmpty()));
    for (Entry setting : entries(entry)) {
      if (setting.name().equals("docker_style_config_files")
          && setting.value() instanceof Many(List<Node> nodes)) {
        files =
            Optional.of(
                nodes.stream()
                    .filter(Text.class::isInstance)
                    .map(node -> ((Text) node).text())
                    .toList());
      }
    }
  }

  private static List<Entry> entries(Entry entry) {
    return entry.value() instanceof Block(List<Entry> entries) ? entries : List.of();
  }

  private static String text(Entry entry, String name) {
    return entries(entry).stream()
        .filter(setting -> setting.name().equals(name))
        .map(setting -> setting.value() instanceof Text(String text) ? text : "")
        .findFirst()
        .orElse("");
  }

  /** All of it, with what the user's environment has. */
  OciLogins logins(Path home, Map<String, String> environment) {
    List<Path> found = new ArrayList<>();
    if (ambient && files.isPresent()) {
      files.get().forEach(file -> found.add(home.resolve(file.replaceFirst("^~/", ""))));
    } else if (ambient) {
      found.addAll(OciLogins.usualFiles(home, environment));
    }
    return new OciLogins(logins, found, helper, OciLogins.programFolders(environment));
  }
}
