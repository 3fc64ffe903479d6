package dev.ingot.cli.template;

import dev.ingot.bake.StepException;
import dev.ingot.bake.plugin.install.PluginAddress;
import dev.ingot.bake.plugin.install.PluginInstaller;
import dev.ingot.bake.plugin.install.RequiredPlugins;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.graph.Cancellation;
import dev.ingot.home.SystemRandom;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Surroundings;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Installs Packer plugins for {@code plugins install} and {@code init}. */
final class PluginInstallation {
  private PluginInstallation() {}

  @FunctionalInterface
  private interface Work {
    int run(PluginInstaller installer, Cancellation cancellation)
        throws StepException, IOException, InterruptedException;
  }

  private static int run(Invocation invocation, Work work) throws IOException {
    Terminal terminal = invocation.terminal();
    Surroundings surroundings =
        Surroundings.of(invocation.environment(), Clock.systemUTC(), new SystemRandom());
    try (HttpClient client = PluginInstaller.client(surroundings);
        Interruption interruption =
            new Interruption(
                () -> terminal.notice("Stopping: downloads are cancelled."),
                () -> terminal.error("Ended before the downloads had stopped."))) {
      PluginInstaller installer =
          PluginInstaller.of(client, invocation.environment(), new TiedPrograms());
      try {
        int code = work.run(installer, interruption.cancellation());
        return interruption.isInterrupted() ? ExitCode.INTERRUPTED : code;
      } catch (StepException e) {
        if (interruption.isInterrupted()) {
          return ExitCode.INTERRUPTED;
        }
        throw e;
      }
    } catch (StepException e) {
      terminal.error(e.describe());
      return ExitCode.ERROR;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  /**
   * Installs a plugin.
   *
   * @param constraints which versions; empty for any
   * @param file its program on this host; otherwise it is downloaded
   * @param force whether it is installed again where it is there
   */
  static int install(
      Invocation invocation, String source, String constraints, Optional<Path> file, boolean force)
      throws IOException {
    return run(
        invocation,
        (installer, cancellation) -> {
          PluginAddress address = PluginAddress.parse(source);
          if (file.isPresent()) {
            say(invocation, source, installer.installFile(address, file.get(), cancellation));
            return ExitCode.OK;
          }
          Version version = installer.newest(address, constraints, cancellation);
          if (!force && installer.has(address, version)) {
            invocation.terminal().line("Plugin " + source + " " + version + " is installed.");
            return ExitCode.OK;
          }
          say(
              invocation,
              source,
              installer.install(address, version, new TreeMap<>(), cancellation));
          return ExitCode.OK;
        });
  }

  private static void say(
      Invocation invocation, String source, PluginInstaller.Installed installed) {
    invocation
        .terminal()
        .line(
            "Installed plugin "
                + source
                + " "
                + installed.version()
                + " in "
                + installed.file()
                + ".");
  }

  /** Removes installed versions of a plugin. */
  static int remove(Invocation invocation, String source, String constraints) throws IOException {
    return run(
        invocation,
        (installer, _) -> {
          List<Path> removed = installer.remove(PluginAddress.parse(source), constraints);
          if (removed.isEmpty()) {
            throw new StepException(
                "No plugin "
                    + source
                    + (constraints.isEmpty() ? "" : " " + constraints)
                    + " is installed. \"ingot plugins installed\" lists those that are.");
          }
          removed.forEach(path -> invocation.terminal().line("Removed " + path));
          return ExitCode.OK;
        });
  }

  /** Installs what a template requires; what went wrong is shown. */
  static int required(Invocation invocation, Path template, List<RequiredPlugin> plugins)
      throws IOException {
    boolean json = invocation.given().on("json");
    Path folder =
        Files.isDirectory(template)
            ? template
            : Optional.ofNullable(template.toAbsolutePath().getParent()).orElse(template);
    return run(
        invocation,
        (installer, cancellation) -> {
          Diagnostics diagnostics = new Diagnostics();
          new RequiredPlugins(
                  installer,
                  invocation.given().on("upgrade"),
                  invocation.given().on("force"),
                  line -> {
                    if (!json) {
                      invocation.terminal().line(line);
                    }
                  })
              .install(folder, plugins, cancellation, diagnostics);
          List<Diagnostic> problems = diagnostics.list();
          invocation.show(problems);
          return diagnostics.hasErrors() ? ExitCode.ERROR : ExitCode.OK;
        });
  }
}
