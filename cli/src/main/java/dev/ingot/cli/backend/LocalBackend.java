package dev.ingot.cli.backend;

import dev.ingot.deploy.configuration.Constants;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Where states are kept: the settings of the backend {@code local}.
 *
 * @param givenPath the file of the default workspace's state, if it is given
 * @param givenWorkspaceFolder the folder of the states of all others, if it is given
 */
public record LocalBackend(Optional<String> givenPath, Optional<String> givenWorkspaceFolder) {
  /** The name of this kind of backend. */
  public static final String TYPE = "local";

  /** Where there is no {@code backend} block. */
  public static final LocalBackend DEFAULT = new LocalBackend(Optional.empty(), Optional.empty());

  static final String PATH = "path";
  static final String WORKSPACE_FOLDER = "workspace_dir";

  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              PATH,
              Attribute.optional(Type.STRING),
              WORKSPACE_FOLDER,
              Attribute.optional(Type.STRING)));

  /** Reads a {@code backend "local"} block, or a file of settings for one. */
  public static LocalBackend read(Body body, Diagnostics diagnostics) {
    Value settings = Constants.decode(SCHEMA, body, diagnostics);
    return new LocalBackend(text(settings, PATH), text(settings, WORKSPACE_FOLDER));
  }

  static Optional<String> text(Value object, String name) {
    return Values.entries(object)
        .flatMap(entries -> Optional.ofNullable(entries.get(name)))
        .flatMap(Values::text);
  }

  /** The file of the default workspace's state, relative to the configuration. */
  public String path() {
    return givenPath.filter(path -> !path.isEmpty()).orElse("terraform.tfstate");
  }

  /** The folder of the states of all other workspaces, relative to the configuration. */
  public String workspaceFolder() {
    return givenWorkspaceFolder.filter(path -> !path.isEmpty()).orElse("terraform.tfstate.d");
  }

  /** Whether a setting has this name. */
  static boolean isSetting(String name) {
    return name.equals(PATH) || name.equals(WORKSPACE_FOLDER);
  }

  /** The same with one setting of another value. */
  LocalBackend with(String name, String value) {
    return name.equals(PATH)
        ? new LocalBackend(Optional.of(value), givenWorkspaceFolder)
        : new LocalBackend(givenPath, Optional.of(value));
  }

  /** The same with the settings of another where that gives them. */
  LocalBackend with(LocalBackend other) {
    return new LocalBackend(
        other.givenPath.or(() -> givenPath),
        other.givenWorkspaceFolder.or(() -> givenWorkspaceFolder));
  }

  /** What tells a changed block from one that is as it was when it was initialized. */
  long hash() {
    CRC32 checksum = new CRC32();
    String text = "<\"local\";<" + hashed(givenPath) + ";" + hashed(givenWorkspaceFolder) + ";>;>";
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }

  private static String hashed(Optional<String> text) {
    return text.map(Quoting::quoted).orElse("~");
  }
}
