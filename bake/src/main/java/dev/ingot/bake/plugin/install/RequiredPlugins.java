package dev.ingot.bake.plugin.install;

import dev.ingot.bake.StepException;
import dev.ingot.bake.plugin.PluginLock;
import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Installs the plugins that a template requires, and keeps to the versions in its lock file.
 *
 * @param upgrade whether newer versions are looked for
 * @param force whether plugins that are there are installed again
 * @param told receives a line for each plugin
 */
public record RequiredPlugins(
    PluginInstaller installer, boolean upgrade, boolean force, Consumer<String> told) {
  /** The plugins whose components Ingot has itself, all of them. */
  private static final Set<String> SERVED = Set.of("github.com/hashicorp/docker");

  /**
   * Installs them.
   *
   * @param folder of the template and its lock file, which is written also when one of them failed
   * @param diagnostics receives what went wrong, at the plugin
   */
  public void install(
      Path folder,
      List<RequiredPlugin> required,
      Cancellation cancellation,
      Diagnostics diagnostics)
      throws IOException, InterruptedException {
    Diagnostics reading = new Diagnostics();
    PluginLock lock = PluginLock.read(folder, reading);
    diagnostics.addAll(reading);
    if (reading.hasErrors()) {
      return;
    }
    SortedMap<String, PluginLock.Locked> choices = new TreeMap<>();
    for (RequiredPlugin plugin : required) {
      if (SERVED.contains(plugin.source())) {
        told.accept("Plugin " + plugin.source() + " isn't needed: Ingot has its components.");
        continue;
      }
      Optional<PluginLock.Locked> before = lock.find(plugin.source());
      before.ifPresent(choice -> choices.put(plugin.source(), choice));
      try {
        choices.put(plugin.source(), install(plugin, before, cancellation));
      } catch (StepException e) {
        diagnostics.error(
            "Plugin can't be installed",
            e.describe() + " Builds that use no component of it work without it.",
            plugin.range());
      } catch (IOException e) {
        diagnostics.error(
            "Plugin can't be installed",
            "The plugin " + plugin.source() + " can't be written: " + e.getMessage() + ".",
            plugin.range());
      }
    }
    PluginLock after = new PluginLock(choices);
    if (!after.equals(lock)) {
      after.write(folder);
    }
  }

  private PluginLock.Locked install(
      RequiredPlugin plugin, Optional<PluginLock.Locked> before, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    PluginAddress address = PluginAddress.parse(plugin.source());
    Optional<VersionConstraints> allowed = PluginInstaller.constraints(plugin.version());
    Optional<PluginLock.Locked> locked = upgrade ? Optional.empty() : before;
    if (locked.isPresent()
        && !allowed.map(each -> each.allow(locked.get().version())).orElse(true)) {
      throw new StepException(
          PluginLock.NAME
              + " has version "
              + locked.get().version()
              + " of "
              + address
              + ", which the template no longer allows (\""
              + plugin.version()
              + "\"). Run \"ingot init -upgrade\" to choose another one.");
    }
    Optional<Version> here = locked.isPresent() || upgrade ? Optional.empty() : here(plugin);
    Version wanted;
    if (locked.isPresent()) {
      wanted = locked.get().version();
    } else if (here.isPresent()) {
      wanted = here.get();
    } else {
      wanted = installer.newest(address, plugin.version(), cancellation);
    }
    boolean again = force || !installer.has(address, wanted);
    if (!again) {
      told.accept("Plugin " + address + " " + wanted + " is installed.");
      return before
          .filter(choice -> choice.version().equals(wanted))
          .orElse(new PluginLock.Locked(wanted, new TreeMap<>()));
    }
    SortedMap<String, String> known =
        locked.map(PluginLock.Locked::checksums).orElseGet(TreeMap::new);
    PluginInstaller.Installed installed = installer.install(address, wanted, known, cancellation);
    told.accept("Installed plugin " + address + " " + wanted + " in " + installed.file() + ".");
    return new PluginLock.Locked(wanted, installed.checksums());
  }

  /** The newest one on this host that is as required and whole. */
  private Optional<Version> here(RequiredPlugin plugin) throws IOException {
    return installer.files().installed(plugin);
  }
}
