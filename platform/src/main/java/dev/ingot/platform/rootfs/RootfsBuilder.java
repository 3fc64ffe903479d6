package dev.ingot.platform.rootfs;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.Source;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.image.RegistryImages;
import dev.ingot.registry.Registry;
import dev.ingot.registry.distribution.RegistryAccess;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Bakes root file systems without a daemon: from nothing, from commands of this host, from a Java
 * runtime, or from an image. Each provisioner runs in a jail over the layers so far.
 */
public final class RootfsBuilder implements Builder {
  private final Host host;

  /**
   * The builder's access to this host.
   *
   * @param root the root of its file system
   * @param javaHome the JDK runtimes are linked from
   * @param cache a folder for linked runtimes and running machines
   * @param registry the registry of images
   * @param registries other registries
   * @param jail starts jails; called when the first is needed, since detecting the isolation takes
   *     time
   * @param images layers as directories; called when the first is needed
   * @param programs programs of this host
   * @param processes its processes
   * @param modified the time stamp of everything in images, in seconds since 1970
   */
  public record Host(
      Path root,
      Path javaHome,
      Path cache,
      Registry registry,
      RegistryAccess registries,
      Supplier<Jail> jail,
      Supplier<RegistryImages> images,
      HostPrograms programs,
      Processes processes,
      long modified) {}

  /** A builder for this host. */
  public RootfsBuilder(Host host) {
    this.host = host;
  }

  @Override
  public String type() {
    return "rootfs";
  }

  @Override
  public Schema schema() {
    return RootfsArguments.schema();
  }

  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    return new RootfsSource(host, RootfsArguments.read(arguments, build, diagnostics));
  }
}
