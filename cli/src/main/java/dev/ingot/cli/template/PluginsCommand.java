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

/** {@code ingot plugins}: which Packer plugins a template requires, and which are on this host. */
public final class PluginsCommand implements Command {
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
    PluginFiles.of(invocation.environment())
        .all()
        .forEach(file -> invocation.terminal().line(file.toString()));
    return ExitCode.OK;
  }
}
