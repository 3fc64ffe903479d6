package dev.ingot.platform.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.OnError;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.plugin.InstalledPlugins;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.bake.run.Bake;
import dev.ingot.bake.run.StandardComponents;
import dev.ingot.bake.template.BuildSelection;
import dev.ingot.bake.template.DataSources;
import dev.ingot.bake.template.Template;
import dev.ingot.bake.template.VariableInputs;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.Surroundings;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.driver.jail.Cgroups;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.driver.jail.JailDetector;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.image.RegistryImages;
import dev.ingot.registry.Registry;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.distribution.RegistryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry for images that are baked from root file systems. */
abstract class RootfsFixture {
  static final String HOST =
      """
      source "rootfs" "base" {
        base     = "host"
        commands = ["sh", "cat", "mkdir", "rm"]
        command  = ["cat", "/srv/page"]
        labels   = { team = "a" }
      }
      build {
        sources = ["source.rootfs.base"]
        provisioner "shell" {
          inline = ["mkdir -p /srv/old", "echo one > /srv/old/a", "echo two > /srv/page"]
        }
        provisioner "shell" {
          inline = ["rm -r /srv/old", "cat /srv/page", "echo $HOME > /tmp/never-in-the-image"]
        }
      }
      """;

  @TempDir Path folder;

  final List<BakeEvent> events = new ArrayList<>();

  JailCapability capability;

  Registry registry;

  @BeforeEach
  void open() {
    capability = new JailDetector(folder.resolve("trial")).detect();
    assumeTrue(
        capability.mode() != JailMode.NONE,
        () -> "skipped, since this host starts no jails: " + capability.explanation());
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped, since this host has no /bin/sh");
    registry = Registry.open(folder.resolve("registry"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    if (registry != null) {
      registry.close();
    }
  }

  BuildOutcome.Baked baked(String template) throws Exception {
    BuildOutcome outcome = bake(template);
    assertThat(outcome).as("%s", outcome).isInstanceOf(BuildOutcome.Baked.class);
    return (BuildOutcome.Baked) outcome;
  }

  BuildOutcome bake(String text) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("test.pkr.hcl"), text);
    Diagnostics diagnostics = new Diagnostics();
    Template template =
        Template.load(
            file,
            VariableInputs.NONE,
            new Template.Surroundings(
                folder,
                FunctionTable.standard(),
                new Scope.Environment(
                    folder, folder, Clock.systemUTC(), new SplittableRandom(1), false),
                DataSources.NONE),
            diagnostics);
    Processes processes = Processes.ofHost();
    RootfsBuilder builder =
        new RootfsBuilder(
            new RootfsBuilder.Host(
                Path.of("/"),
                Path.of(System.getProperty("java.home")),
                folder.resolve("cache"),
                registry,
                RegistryAccess.of(Surroundings.of(Map.of(), Clock.systemUTC(), new Random(1))),
                () -> new Jail(capability, processes, new Cgroups(Path.of("/proc"))),
                this::images,
                new TiedPrograms(),
                processes,
                0));
    Optional<Bake.Result> result =
        new Bake(
                registry,
                StandardComponents.with(
                    List.of(builder),
                    Surroundings.of(Map.of(), Clock.systemUTC(), new Random(1)),
                    registry,
                    new BakeJournal(
                        BakeJournal.folderIn(registry.root()), "tester@host", Clock.systemUTC()),
                    registry.root().resolve("cache")),
                InstalledPlugins.of(
                    Map.of("PACKER_PLUGIN_PATH", "/nonexistent"),
                    new TiedPrograms(),
                    new BakeJournal(
                        BakeJournal.folderIn(registry.root()), "tester@host", Clock.systemUTC())),
                new TiedPrograms(),
                new BakeJournal(
                    BakeJournal.folderIn(registry.root()), "tester@host", Clock.systemUTC()),
                registry.root().resolve("layers"),
                Clock.systemUTC())
            .run(
                template,
                new Bake.Options(
                    BuildSelection.ALL,
                    "00000000-0000-4000-8000-000000000000",
                    "tester@host",
                    "tester@host:1",
                    0,
                    0,
                    OnError.CLEANUP,
                    false),
                diagnostics,
                events::add,
                new Cancellation());
    assertThat(diagnostics.list()).isEmpty();
    return result.orElseThrow().outcomes().getFirst();
  }

  RegistryImages images() {
    return new RegistryImages(registry.store(), folder.resolve("roots"), capability);
  }

  LayeredTree tree(BuildOutcome.Baked baked) throws IOException, InterruptedException {
    List<Path> layers = new ArrayList<>();
    for (Descriptor layer :
        OciImage.read(registry.store(), baked.image().orElseThrow()).manifest().layers()) {
      layers.add(images().unpacked(layer));
    }
    return new LayeredTree(layers, Files.createTempDirectory(folder, "top"));
  }

  List<String> output() {
    return events.stream()
        .filter(BakeEvent.Output.class::isInstance)
        .map(event -> ((BakeEvent.Output) event).line())
        .toList();
  }

  static String content(LayeredTree tree, String path) throws IOException {
    return Files.readString(tree.find(path).orElseThrow());
  }

  static boolean onPath(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
