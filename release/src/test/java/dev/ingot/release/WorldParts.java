package dev.ingot.release;

import dev.ingot.address.ProviderAddress;
import dev.ingot.bake.gate.BootReport;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.plugin.InstalledPlugins;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.bake.run.Bake;
import dev.ingot.bake.run.StandardComponents;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.variable.VariablePrompt;
import dev.ingot.health.SimulatedTime;
import dev.ingot.http.client.Surroundings;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.value.Value;
import dev.ingot.ledger.Ledger;
import dev.ingot.provider.Providers;
import dev.ingot.provider.builtin.RemoteStates;
import dev.ingot.provider.builtin.TerraformProvider;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import dev.ingot.registry.Registry;
import dev.ingot.registry.content.OciImage;
import dev.ingot.release.bake.Bakery;
import dev.ingot.release.bake.TemplateBakery;
import dev.ingot.state.local.LocalStateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a process of a world is made of.
 *
 * @param calls what happens around the changes of the cloud
 * @param cutOff whether no balancer reaches its machines
 * @param store of the state
 */
record WorldParts(
    Path root,
    Path folder,
    FakeCloud cloud,
    SimulatedTime time,
    RandomGenerator random,
    ProviderCalls calls,
    boolean cutOff,
    Supplier<LocalStateStore> store) {
  ReleaseParts of(Ledger ledger, Registry registry) {
    return new ReleaseParts(
        ledger,
        registry,
        bakery(registry),
        (image, _, _) -> {
          String content = OciImage.read(registry.store(), image).config().command().getFirst();
          return content.startsWith("unbootable")
              ? new BootReport.Failed("tcp 80", "refused", List.of(), Duration.ofSeconds(30))
              : new BootReport.Passed("accepted", Duration.ZERO, List.of(), Duration.ofSeconds(1));
        },
        new CloudFleet(cloud, cutOff, time),
        held -> providers(registry, held),
        new Setting(
            folder,
            folder,
            Path.of("/home"),
            "default",
            clock(),
            random,
            FunctionTable.standard(),
            10),
        _ -> store.get(),
        VariablePrompt.NONE,
        time,
        random,
        "somebody@here",
        Map.of());
  }

  private Clock clock() {
    return time.withZone(ZoneOffset.UTC);
  }

  private Bakery bakery(Registry registry) {
    return new TemplateBakery(
        new Bake(
            registry,
            StandardComponents.with(
                List.of(new PrintedImages()),
                Surroundings.of(Map.of(), Clock.systemUTC(), new Random(1)),
                registry,
                new BakeJournal(BakeJournal.folderIn(root), "tester@host", Clock.systemUTC()),
                root.resolve("cache")),
            InstalledPlugins.of(
                Map.of("PACKER_PLUGIN_PATH", "/nonexistent"),
                new TiedPrograms(),
                new BakeJournal(BakeJournal.folderIn(root), "tester@host", Clock.systemUTC())),
            new TiedPrograms(),
            new BakeJournal(BakeJournal.folderIn(root), "tester@host", Clock.systemUTC()),
            root.resolve("cache"),
            clock()),
        "somebody@here",
        Map.of(),
        random);
  }

  private Providers providers(Registry registry, Map<String, String> held) {
    return new Providers(
        Map.of(
            ProviderAddress.TERRAFORM,
            () -> new TerraformProvider(random, new NoRemoteStates()),
            ImageProvider.ADDRESS,
            () -> new ImageProvider(registry, held),
            FakeProvider.ADDRESS,
            () -> calls.provider(cloud)));
  }

  private static final class NoRemoteStates implements RemoteStates {
    @Override
    public Optional<String> problem(String backend, Value config) {
      return Optional.empty();
    }

    @Override
    public Optional<String> problem(String backend) {
      return Optional.of("there are none here");
    }

    @Override
    public Optional<SortedMap<String, Value>> outputs(
        String backend, Value config, String workspace, String reader) {
      return Optional.empty();
    }
  }
}
