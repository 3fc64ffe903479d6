package dev.ingot.cli.template;

import dev.ingot.bake.plugin.PluginFiles;
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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code ingot plugins}: the Packer plugins a template requires, and those on this host. */
public final class PluginsCommand implements Command {
  @Override
  public String synopsis() {
    return "List, install and remove Packer plugins.";
  }

  @Override
  public String arguments() {
    return "installed | required [TEMPLATE] | install SOURCE [VERSION] | remove SOURCE [VERSION]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text("path", "FILE", "Install this program instead of a release.")
        .onOff("force", "Install it again where it is there.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> arguments = invocation.arguments(3);
    String action = arguments.isEmpty() ? "" : arguments.getFirst();
    return switch (action) {
      case "installed" -> installed(invocation);
      case "required" -> required(invocation, arguments.size() > 1 ? arguments.get(1) : ".");
      case "install" -> install(invocation, arguments);
      case "remove" -> PluginInstallation.remove(invocation, source(arguments), version(arguments));
      default ->
          throw new UsageException(
              (arguments.isEmpty() ? "Missing action" : "Unknown action \"" + action + "\"")
                  + ": use installed, required, install or remove");
    };
  }

  private static String source(List<String> arguments) throws UsageException {
    if (arguments.size() < 2) {
      throw new UsageException("Missing source of the plugin: write github.com/OWNER/NAME");
    }
    return arguments.get(1);
  }

  private static String version(List<String> arguments) {
    return arguments.size() > 2 ? arguments.get(2) : "";
  }

  private static int install(Invocation invocation, List<String> arguments)
      throws UsageException, IOException {
    Optional<Path> file = invocation.given().text("path").map(invocation.folder()::resolve);
    if (file.isPresent() && arguments.size() > 2) {
      throw new UsageException(
          "A program of this host has the version that it says itself: leave out the version, or"
              + " -path");
    }
    return PluginInstallation.install(
        invocation, source(arguments), version(arguments), file, invocation.given().on("force"));
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
    PluginFiles.of(invocation.environment())
        .all()
        .forEach(file -> invocation.terminal().line(file.toString()));
    return ExitCode.OK;
  }
}
