package dev.ingot.bake.plugin;

import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.ConstantScope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.version.Version;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which version of each plugin a template uses, and the checksums of its archives. Ingot's own:
 * Packer has no such file.
 *
 * @param plugins by source
 */
public record PluginLock(SortedMap<String, Locked> plugins) {
  /** Its name beside the template. */
  public static final String NAME = ".ingot.plugins.lock.hcl";

  private static final String HEAD =
      """
      # This file is maintained by "ingot init". Keep it with the template.
      # "ingot init -upgrade" moves it to newer versions.
      """;

  public PluginLock {
    plugins = Collections.unmodifiableSortedMap(new TreeMap<>(plugins));
  }

  /**
   * A choice.
   *
   * @param checksums of archives, by interface and platform; none where it was found installed
   */
  public record Locked(Version version, SortedMap<String, String> checksums) {
    public Locked {
      checksums = Collections.unmodifiableSortedMap(new TreeMap<>(checksums));
    }
  }

  /** The choice for a plugin. */
  public Optional<Locked> find(String source) {
    return Optional.ofNullable(plugins.get(source));
  }

  /**
   * Reads the file in a folder; one that isn't there has no choices.
   *
   * @param diagnostics receives what is wrong with it
   */
  public static PluginLock read(Path folder, Diagnostics diagnostics) throws IOException {
    SourceFile source;
    try {
      source = Syntax.source(NAME, BoundedFile.read(folder.resolve(NAME)), diagnostics);
    } catch (NoSuchFileException e) {
      return new PluginLock(new TreeMap<>());
    }
    Body.BodyContent content =
        Syntax.parse(source, diagnostics)
            .content(
                new Body.BodySchema(List.of(), List.of(new Body.BlockSchema("plugin", "source"))),
                diagnostics);
    SortedMap<String, Locked> plugins = new TreeMap<>();
    for (Body.Block block : content.blocks("plugin")) {
      SettingsBlock settings =
          new SettingsBlock(
              block
                  .body()
                  .content(
                      new Body.BodySchema(
                          SettingsBlock.attributes(List.of("version"), List.of("checksums")),
                          List.of()),
                      diagnostics),
              ConstantScope.INSTANCE,
              diagnostics);
      Optional<String> text = settings.text("version");
      Optional<Version> version = text.flatMap(Version::parse);
      if (text.isPresent() && version.isEmpty()) {
        diagnostics.error(
            "Invalid version", "\"" + text.get() + "\" is no version.", settings.range("version"));
      }
      SortedMap<String, String> checksums = new TreeMap<>();
      for (String each : settings.texts("checksums").orElse(List.of())) {
        int colon = each.indexOf(':');
        if (colon < 0 || !Checksums.isSum(each.substring(colon + 1))) {
          diagnostics.error(
              "Invalid checksum",
              "\"" + each + "\" is no checksum of a platform.",
              settings.range("checksums"));
        } else {
          checksums.put(each.substring(0, colon), each.substring(colon + 1));
        }
      }
      version.ifPresent(
          chosen -> plugins.put(block.labels().getFirst(), new Locked(chosen, checksums)));
    }
    return new PluginLock(plugins);
  }

  /** Replaces the file in a folder. */
  public void write(Path folder) throws IOException {
    AtomicFile.write(folder.resolve(NAME), text().getBytes(StandardCharsets.UTF_8), Access.SHARED);
  }

  private String text() {
    StringBuilder text = new StringBuilder(HEAD);
    plugins.forEach(
        (source, locked) -> {
          text.append("\nplugin \"").append(source).append("\" {\n");
          boolean bare = locked.checksums().isEmpty();
          text.append(bare ? "  version = \"" : "  version   = \"");
          text.append(locked.version()).append("\"\n");
          if (!bare) {
            text.append("  checksums = [\n");
            locked
                .checksums()
                .forEach(
                    (platform, sum) ->
                        text.append("    \"")
                            .append(platform)
                            .append(':')
                            .append(sum)
                            .append("\",\n"));
            text.append("  ]\n");
          }
          text.append("}\n");
        });
    return text.toString();
  }
}
