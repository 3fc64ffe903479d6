package dev.ingot.platform.rootfs;

import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.Machine;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.value.Value;
import dev.ingot.platform.host.Trees;
import dev.ingot.platform.image.RegistryImages;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.evidence.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** One {@code rootfs} source, ready to build. */
final class RootfsSource implements LayeredSource {
  private final RootfsBuilder.Host host;
  private final RootfsArguments arguments;
  private Optional<Parts> parts = Optional.empty();

  RootfsSource(RootfsBuilder.Host host, RootfsArguments arguments) {
    this.host = host;
    this.arguments = arguments;
  }

  /** The parts of a base. */
  private record Parts(
      List<LayeredSource.BaseLayer> layers,
      ImageConfig config,
      Lineage lineage,
      List<String> hostFiles,
      Optional<JavaRuntime.Linked> runtime,
      List<Component> inherited) {}

  @Override
  public String bucket() {
    return arguments.bucket();
  }

  @Override
  public Map<String, Value> generated() {
    return Map.of("ConnType", Value.of("jail"), "User", Value.of("root"));
  }

  @Override
  public Origin origin(Source.Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    Parts made = parts(progress, cancellation);
    parts = Optional.of(made);
    return new Origin(made.layers(), configured(made.config()), made.lineage());
  }

  private Parts parts(Source.Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    return switch (arguments.base()) {
      case RootfsArguments.Base.Scratch _, RootfsArguments.Base.Host _ ->
          fromHost(Optional.empty());
      case RootfsArguments.Base.Jlink _ ->
          fromHost(
              Optional.of(
                  new JavaRuntime(host.javaHome(), host.cache().resolve("java"), host.programs())
                      .link(arguments.modules(), progress, cancellation)));
      case RootfsArguments.Base.Oci(var location) ->
          inherited(new BaseImages(host.registry()).fromLayout(location, platform()));
      case RootfsArguments.Base.Image(var reference, var login) ->
          inherited(
              new BaseImages(host.registry())
                  .fromRemote(
                      reference,
                      host.registries().with(login),
                      platform(),
                      progress,
                      cancellation));
      case RootfsArguments.Base.Debian(var choice) -> debian(choice, progress, cancellation);
      case RootfsArguments.Base.Registry(String bucket, String selector) ->
          inherited(new BaseImages(host.registry()).fromRegistry(bucket, selector, platform()));
    };
  }

  private Parts debian(
      DebianBase.Choice choice, Source.Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    DebianBase base =
        new DebianBase(
            choice,
            DebianBase.USUAL,
            host.programs(),
            new MachineFolders(host.cache().resolve("machines"), host.processes()),
            host.registries().surroundings(),
            host.modified());
    ImageConfig config =
        ImageConfig.empty(platform()).toBuilder()
            .environment(List.of("PATH=" + JailCommunicator.PATH))
            .command(List.of("/bin/bash"))
            .build();
    return new Parts(
        List.of(base.layer(progress, cancellation)),
        config,
        Lineage.unknown(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private Parts fromHost(Optional<JavaRuntime.Linked> runtime) throws StepException, IOException {
    HostFiles files = new HostFiles(host.root());
    try {
      for (String command : arguments.commands()) {
        files.addCommand(command);
      }
      if (runtime.isPresent()) {
        files.addNeedsOf(runtime.get().binaries());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    List<TreeEntry> tree = Skeleton.with(files.entries());
    List<LayeredSource.BaseLayer> layers = new ArrayList<>();
    layers.add(new LayeredSource.BaseLayer.Made(key(tree), summary(), _ -> tree));
    ImageConfig config = ImageConfig.empty(platform());
    if (runtime.isPresent()) {
      JavaRuntime.Linked linked = runtime.get();
      layers.add(
          new LayeredSource.BaseLayer.Made(
              linked.key(),
              "Java runtime " + linked.version() + ": " + String.join(" ", arguments.modules()),
              _ -> linked.entries()));
      config =
          config.toBuilder()
              .environment(
                  List.of(
                      "JAVA_HOME=/" + JavaRuntime.PLACE,
                      "PATH=/" + JavaRuntime.PLACE + "/bin:" + JailCommunicator.PATH))
              .build();
    }
    return new Parts(layers, config, Lineage.unknown(), files.sources(), runtime, List.of());
  }

  private static Parts inherited(BaseImages.Found found) {
    return new Parts(
        found.layers(),
        found.config(),
        found.lineage(),
        List.of(),
        Optional.empty(),
        found.components());
  }

  private String summary() {
    return arguments.commands().isEmpty()
        ? "empty root"
        : "host commands: " + String.join(" ", arguments.commands());
  }

  private static LayerKey key(List<TreeEntry> tree) throws IOException {
    InputHash hash = new InputHash("rootfs tree");
    List<TreeEntry> sorted = new ArrayList<>(tree);
    sorted.sort(TreeEntry.ORDER);
    for (TreeEntry entry : sorted) {
      hash.entry(entry);
    }
    return hash.key();
  }

  private ImageConfig configured(ImageConfig base) {
    Map<String, String> labels = new LinkedHashMap<>(base.labels());
    labels.putAll(arguments.labels());
    Map<String, String> environment = variables(base.environment());
    environment.putAll(arguments.environment());
    List<String> ports = new ArrayList<>(base.exposedPorts());
    arguments.exposedPorts().stream().filter(port -> !ports.contains(port)).forEach(ports::add);
    ImageConfig.Builder config =
        base.toBuilder()
            .environment(
                environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList())
            .labels(labels)
            .exposedPorts(ports);
    // The arguments of the old entry point don't apply to a new one.
    arguments.entrypoint().ifPresent(words -> config.entrypoint(words).command(List.of()));
    arguments.command().ifPresent(config::command);
    arguments.workingDirectory().ifPresent(config::workingDirectory);
    arguments.user().ifPresent(config::user);
    arguments.stopSignal().ifPresent(config::stopSignal);
    return config.build();
  }

  private static Map<String, String> variables(List<String> texts) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals > 0) {
        variables.put(text.substring(0, equals), text.substring(equals + 1));
      }
    }
    return variables;
  }

  @Override
  public Machine open(Place place, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    RegistryImages images = host.images().get();
    // The kernel accepts a directory only once; its last place decides.
    SequencedSet<Path> folders = new LinkedHashSet<>();
    for (Layer layer : place.layers().reversed()) {
      folders.add(images.unpacked(layer.descriptor()));
    }
    Optional<Path> scratch = Optional.empty();
    if (place.scratch().isPresent()) {
      scratch = Optional.of(images.unpacked(place.scratch().get().descriptor()));
    }
    // Only those of the base: the source's own variables are for machines.
    Map<String, String> environment =
        parts.map(known -> variables(known.config().environment())).orElse(Map.of());
    JailMachine.Setting setting =
        new JailMachine.Setting(
            List.copyOf(folders).reversed(),
            scratch,
            place.archive(),
            host.jail().get(),
            JailCommunicator.environment(environment, host.modified()),
            arguments.network());
    Path folder = new MachineFolders(host.cache().resolve("machines"), host.processes()).create();
    boolean opened = false;
    try {
      JailMachine machine = new JailMachine(setting, folder);
      opened = true;
      return machine;
    } finally {
      if (!opened) {
        Trees.delete(folder);
      }
    }
  }

  @Override
  public List<Component> components() throws IOException {
    List<Component> components = new ArrayList<>();
    if (parts.isPresent()) {
      components.addAll(parts.get().inherited());
      components.addAll(new DebianPackages(host.root()).of(parts.get().hostFiles()));
      parts.get().runtime().ifPresent(runtime -> components.addAll(runtime.components()));
    }
    return components;
  }

  private static Platform platform() {
    String architecture = System.getProperty("os.arch", "amd64");
    return new Platform(
        "linux",
        switch (architecture) {
          case "aarch64" -> "arm64";
          case "x86_64" -> "amd64";
          default -> architecture;
        });
  }
}
