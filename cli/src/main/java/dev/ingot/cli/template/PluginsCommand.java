package dev.ingot.cli.template;

import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.Problems;
import dev.ingot.cli.up.StackRun;
import dev.ingot.home.Site;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code ingot plugins}: which Packer plugins a template requires, and which are on this host. */
public final class PluginsCommand implements Command {
  private static final String PREFIX = "packer-plugin-";
  private static final String CHECKSUM = "_SHA256SUM";
  private static final int DEPTH = 4;

  @Override
  public String synopsis() {
    return "List Packer plugins: those a template requires, or those on this host.";
  }

  @Override
  public String arguments() {
    return "installed | required [TEMPLATE]";
  }

  @Override
  public Flags flags() {
    return new Flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> arguments = invocation.arguments(2);
    String action = arguments.isEmpty() ? "" : arguments.getFirst();
    return switch (action) {
      case "installed" -> installed(invocation);
      case "required" -> required(invocation, arguments.size() > 1 ? arguments.get(1) : ".");
      case "install", "remove" ->
          throw new UsageException(
              "Plugins can't be installed or removed yet; \"installed\" and \"required\" list"
                  + " them");
      default -> throw new UsageException("Missing action: use installed or required");
    };
  }

  private static int required(Invocation invocation, String name)
      throws UsageException, IOException {
    Path path = invocation.folder().resolve(name);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    try (Site site = StackRun.site(invocation)) {
      Diagnostics diagnostics = new Diagnostics();
      for (RequiredPlugin plugin :
          site.bakery()
              .parse(TemplateFlags.request(invocation, path), diagnostics)
              .settings()
              .plugins()) {
        invocation.terminal().line(plugin.source() + " " + plugin.version());
      }
      Problems.print(invocation.terminal(), diagnostics.list());
      return diagnostics.hasErrors() ? ExitCode.ERROR : ExitCode.OK;
    }
  }

  private static int installed(Invocation invocation) throws IOException {
    for (Path folder : folders(invocation.environment())) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.find(folder, DEPTH, (path, is) -> isPlugin(path))) {
          files.sorted().forEach(file -> invocation.terminal().line(file.toString()));
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }
    }
    return ExitCode.OK;
  }

  private static boolean isPlugin(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(PREFIX) && !name.endsWith(CHECKSUM) && Files.isRegularFile(path);
  }

  /** Where Packer keeps plugins. Rules: its public documentation of plugin folders. */
  private static List<Path> folders(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    String named = environment.getOrDefault("PACKER_PLUGIN_PATH", "");
    for (String each : named.split(":", -1)) {
      if (!each.isEmpty()) {
        folders.add(Path.of(each));
      }
    }
    if (!folders.isEmpty()) {
      return folders;
    }
    String configuration = environment.getOrDefault("PACKER_CONFIG_DIR", "");
    Path home = Path.of(environment.getOrDefault("HOME", "/"));
    if (!configuration.isEmpty()) {
      folders.add(Path.of(configuration, "plugins"));
    } else {
      folders.add(
          Path.of(
              environment.getOrDefault("XDG_CONFIG_HOME", home.resolve(".config").toString()),
              "packer",
              "plugins"));
      folders.add(home.resolve(".packer.d").resolve("plugins"));
    }
    return folders;
  }
}
