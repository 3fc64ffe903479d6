package dev.ingot.platform.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.platform.api.Backend;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProposedNew;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.Platform;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IngotProviderTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private final FakePlatform platform = new FakePlatform();
  private Registry registry = Registry.open(Path.of("."), Clock.systemUTC());
  private IngotProvider provider =
      new IngotProvider(platform, registry, Map.of(), new SplittableRandom(3));

  @BeforeEach
  void open(@TempDir Path folder) {
    registry = Registry.open(folder, Clock.systemUTC());
    provider = new IngotProvider(platform, registry, Map.of(), new SplittableRandom(3));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Value config(String type, Map<String, Value> given) {
    Value empty = provider.schema().resourceType(type).orElseThrow().block().emptyValue();
    TreeMap<String, Value> config = new TreeMap<>(Values.entries(empty).orElseThrow());
    config.putAll(given);
    return Values.object(config);
  }

  private Value machine(String image) {
    return config("ingot_machine", Map.of("image", Value.of(image)));
  }

  private PlanResourceChange.Response plan(String type, Value prior, Value config) {
    return provider.planResourceChange(
        new PlanResourceChange.Request(
            type,
            prior,
            ProposedNew.of(
                provider.schema().resourceType(type).orElseThrow().block(), prior, config),
            config,
            Bytes.EMPTY,
            Values.NULL,
            Optional.empty(),
            ClientCapabilities.NONE),
        CallContext.unlimited());
  }

  private ApplyResourceChange.Response apply(
      String type, Value prior, PlanResourceChange.Response planned, Value config) {
    return provider.applyResourceChange(
        new ApplyResourceChange.Request(
            type,
            prior,
            planned.planned(),
            config,
            planned.plannedPrivate(),
            Values.NULL,
            Optional.empty()),
        CallContext.unlimited());
  }

  private ApplyResourceChange.Response created(Value config) {
    return apply("ingot_machine", Values.NULL, plan("ingot_machine", Values.NULL, config), config);
  }

  private Value read(String type, Value current, Bytes privateData) {
    return provider
        .readResource(
            new ReadResource.Request(
                type, current, privateData, Values.NULL, Optional.empty(), ClientCapabilities.NONE),
            CallContext.unlimited())
        .value();
  }

  private static Optional<String> text(Value object, String name) {
    return Values.attribute(object, name).flatMap(Values::text);
  }

  private Version bake(String fingerprint) {
    if (!(registry.begin(BeginRequest.of("hello", fingerprint, "ada", "ada:1"))
        instanceof BeginResult.Claimed(var version, var claim, var resumed))) {
      throw new AssertionError("not claimed");
    }
    assertThat(version.bucket()).isEqualTo("hello");
    assertThat(resumed).isFalse();
    ImageConfig config =
        ImageConfig.empty(new Platform("linux", "amd64")).toBuilder()
            .labels(Map.of("fingerprint", fingerprint))
            .build();
    OciImage image = OciImage.write(registry.store(), config, List.of(), Map.of());
    return registry.complete(claim, "ada", Completion.ofImage(image.digest()));
  }

  @Test
  void creatingAMachineTwiceMakesOne() {
    Value config = machine(DIGEST);
    PlanResourceChange.Response planned = plan("ingot_machine", Values.NULL, config);
    ApplyResourceChange.Response first = apply("ingot_machine", Values.NULL, planned, config);
    ApplyResourceChange.Response second = apply("ingot_machine", Values.NULL, planned, config);
    assertThat(second.value()).isEqualTo(first.value());
    assertThat(platform.machines).hasSize(1);
    assertThat(Values.isWhollyKnown(first.value())).isTrue();
  }

  @Test
  void aMachineWhoseCreationWasBegunIsFoundThroughItsPlan() {
    Value config = machine(DIGEST);
    PlanResourceChange.Response planned = plan("ingot_machine", Values.NULL, config);
    Value known = Values.transform(planned.planned(), (path, part) -> nullIfUnknown(part));
    assertThat(read("ingot_machine", known, planned.plannedPrivate()).isNull()).isTrue();
    ApplyResourceChange.Response applied = apply("ingot_machine", Values.NULL, planned, config);
    assertThat(read("ingot_machine", known, planned.plannedPrivate())).isEqualTo(applied.value());
  }

  private static Value nullIfUnknown(Value part) {
    return part.isKnown() ? part : Value.nullOf(part.type());
  }

  @Test
  void anotherImageNeedsAnotherMachine() {
    ApplyResourceChange.Response old = created(machine(DIGEST));
    PlanResourceChange.Response planned =
        plan("ingot_machine", old.value(), machine("sha256:" + "b".repeat(64)));
    assertThat(planned.requiresReplace()).containsExactly(ValuePath.ROOT.attribute("image"));
    assertThat(plan("ingot_machine", old.value(), machine(DIGEST)).planned())
        .isEqualTo(old.value());
  }

  @Test
  void aMachineThatDiedIsReplaced() {
    ApplyResourceChange.Response old = created(machine(DIGEST));
    platform.kill(text(old.value(), "id").orElseThrow());
    Value seen = read("ingot_machine", old.value(), old.privateData());
    assertThat(text(seen, "status")).contains("killed by signal KILL");
    PlanResourceChange.Response planned = plan("ingot_machine", seen, machine(DIGEST));
    assertThat(planned.requiresReplace()).containsExactly(ValuePath.ROOT.attribute("status"));
    // An engine counts only paths whose value differs.
    assertThat(Values.attribute(planned.planned(), "status").orElseThrow().isKnown()).isFalse();
    platform.destroyMachine(text(old.value(), "id").orElseThrow());
    assertThat(read("ingot_machine", old.value(), old.privateData()).isNull()).isTrue();
  }

  @Test
  void aMachineThatEndsAtOnceIsKeptAndItsLogShown() {
    platform.endsAtOnce = true;
    ApplyResourceChange.Response applied = created(machine(DIGEST));
    assertThat(applied.value().isNull()).isFalse();
    assertThat(applied.diagnostics())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.detail()).contains("exited with code 3", "no such file"));
  }

  @Test
  void aFullDiskIsSaidAndNothingIsThere() {
    platform.full = true;
    ApplyResourceChange.Response applied = created(machine(DIGEST));
    assertThat(applied.value().isNull()).isTrue();
    assertThat(applied.diagnostics()).extracting("summary").containsExactly("Disk full");
  }

  @Test
  void backendsOfABalancerChangeInPlace() {
    Map<String, Value> before =
        Map.of(
            "port", Value.of(8080),
            "backends", Values.strings(List.of("127.1.0.1:80")));
    Map<String, Value> after =
        Map.of(
            "port", Value.of(8080),
            "backends", Values.strings(List.of("127.1.0.2:80", "127.1.0.1:80")));
    Value config = config("ingot_balancer", before);
    ApplyResourceChange.Response old =
        apply("ingot_balancer", Values.NULL, plan("ingot_balancer", Values.NULL, config), config);
    assertThat(text(old.value(), "url")).contains("http://127.0.0.1:8080");
    Value changed = config("ingot_balancer", after);
    PlanResourceChange.Response planned = plan("ingot_balancer", old.value(), changed);
    assertThat(planned.requiresReplace()).isEmpty();
    apply("ingot_balancer", old.value(), planned, changed);
    String id = text(old.value(), "id").orElseThrow();
    assertThat(platform.updates).containsExactly(id);
    assertThat(platform.balancers.values())
        .singleElement()
        .satisfies(
            balancer ->
                assertThat(balancer.spec().backends())
                    .extracting(Backend::endpoint)
                    .containsExactly("127.1.0.2:80", "127.1.0.1:80"));
    Value moved =
        config(
            "ingot_balancer", Map.of("port", Value.of(81), "backends", Values.strings(List.of())));
    assertThat(plan("ingot_balancer", old.value(), moved).requiresReplace())
        .containsExactly(ValuePath.ROOT.attribute("port"));
  }

  @Test
  void whatIsConfiguredWronglyIsNamed() {
    Value wrong =
        config(
            "ingot_machine",
            Map.of(
                "image", Value.of(DIGEST),
                "memory", Value.of("much"),
                "stop_grace", Value.of("soon"),
                "cpus", Value.of(0)));
    assertThat(
            provider.validateResourceConfig(
                "ingot_machine", wrong, ClientCapabilities.NONE, CallContext.unlimited()))
        .extracting("attribute")
        .containsExactly(
            ValuePath.ROOT.attribute("memory"),
            ValuePath.ROOT.attribute("stop_grace"),
            ValuePath.ROOT.attribute("cpus"));
    assertThat(Quantity.bytes("256MiB")).contains(256L << 20);
    assertThat(Quantity.bytes("1.5G")).contains(1_500_000_000L);
    assertThat(Quantity.bytes("-1")).isEmpty();
  }

  @Test
  void snapshotsOfAVolumeAreNoneOrMoreThanOne() {
    for (long wrong : new long[] {-1, 1, 101}) {
      Value volume =
          config("ingot_volume", Map.of("name", Value.of("data"), "snapshots", Value.of(wrong)));
      assertThat(
              provider.validateResourceConfig(
                  "ingot_volume", volume, ClientCapabilities.NONE, CallContext.unlimited()))
          .as(String.valueOf(wrong))
          .extracting("attribute")
          .containsExactly(ValuePath.ROOT.attribute("snapshots"));
    }
    Value right =
        config("ingot_volume", Map.of("name", Value.of("data"), "snapshots", Value.of(2)));
    assertThat(
            provider.validateResourceConfig(
                "ingot_volume", right, ClientCapabilities.NONE, CallContext.unlimited()))
        .isEmpty();
  }

  private ReadDataSource.Response image(Map<String, String> given, Map<String, String> held) {
    IngotProvider reader = new IngotProvider(platform, registry, held, new SplittableRandom(3));
    TreeMap<String, Value> config =
        new TreeMap<>(Values.entries(ImageData.SCHEMA.emptyValue()).orElseThrow());
    given.forEach((name, text) -> config.put(name, Value.of(text)));
    return reader.readDataSource(
        new ReadDataSource.Request(
            "ingot_image", Values.object(config), Values.NULL, ClientCapabilities.NONE),
        CallContext.unlimited());
  }

  @Test
  void aMissingBucketOrChannelIsSaidWithItsRemedy() {
    assertThat(image(Map.of("bucket", "hello"), Map.of()).diagnostics())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.summary()).isEqualTo("Bucket not found");
              assertThat(problem.detail()).contains("ingot build");
            });
    bake("one");
    assertThat(image(Map.of("bucket", "hello", "channel", "production"), Map.of()).diagnostics())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.summary()).isEqualTo("Channel not found");
              assertThat(problem.detail()).contains("latest", "promoted");
              assertThat(problem.attribute()).isEqualTo(ValuePath.ROOT.attribute("channel"));
            });
  }

  @Test
  void aChannelLeadsToItsVersionAndARollbackHoldsItAtAnother() {
    Version first = bake("one");
    Version second = bake("two");
    registry.channels().assign("hello", "production", second.id(), "ada", "");
    Map<String, String> production = Map.of("bucket", "hello", "channel", "production");
    Value now = image(production, Map.of()).value();
    assertThat(text(now, "version")).contains("v2");
    assertThat(text(now, "digest")).isEqualTo(second.image().map(Object::toString));
    String earlier = first.image().orElseThrow().toString();
    Value held = image(production, Map.of("hello:production", earlier)).value();
    assertThat(text(held, "version")).contains("v1");
    assertThat(text(held, "digest")).contains(earlier);
    assertThat(text(image(Map.of("bucket", "hello", "version", "1"), Map.of()).value(), "digest"))
        .contains(earlier);
  }

  @Test
  void aMachineByChannelIsReplacedWhenTheChannelMoves() {
    Version first = bake("one");
    Version second = bake("two");
    registry.channels().assign("hello", "production", first.id(), "ada", "");
    ApplyResourceChange.Response old = created(machine("hello:production"));
    registry.channels().assign("hello", "production", second.id(), "ada", "");
    assertThat(plan("ingot_machine", old.value(), machine("hello:production")).requiresReplace())
        .containsExactly(ValuePath.ROOT.attribute("image_digest"));
  }

  @Test
  void aChannelLeadsToTheImageOfACloudInARegion() {
    cloud("f1", "ami-1");
    cloud("f2", "ami-2");
    Map<String, String> here =
        Map.of("bucket", "cloud", "channel", "latest", "platform", "aws", "region", "eu-1");
    Value now = image(here, Map.of()).value();
    assertThat(text(now, "image_id")).contains("ami-2-eu-1");
    assertThat(text(now, "digest")).contains("");
    assertThat(text(now, "source_image")).contains("ami-0");
    assertThat(text(image(here, Map.of("cloud:latest", "v1")).value(), "image_id"))
        .as("what a release used is known by its number")
        .contains("ami-1-eu-1");
    assertThat(image(Map.of("bucket", "cloud", "region", "us-1"), Map.of()).diagnostics())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.detail())
                    .isEqualTo(
                        "cloud:v2 has no image for us-1; its images are aws eu-1, aws eu-2."));
  }

  private void cloud(String fingerprint, String id) {
    Claim claim =
        ((BeginResult.Claimed) registry.begin(BeginRequest.of("cloud", fingerprint, "ada", "a:1")))
            .claim();
    for (String region : List.of("eu-1", "eu-2")) {
      registry.recordBuild(
          claim,
          new Build(
              "amazon-ebs.web",
              "aws",
              Optional.empty(),
              id + "-" + region,
              region,
              "ami-0",
              Map.of(),
              Instant.EPOCH));
    }
    registry.complete(claim, "ada", Completion.elsewhere());
  }

  @Test
  void aRevokedVersionIsRefused() {
    Version only = bake("one");
    registry.versions().revoke(only.id(), "ada", "a hole", false);
    assertThat(image(Map.of("bucket", "hello", "version", "v1"), Map.of()).diagnostics())
        .singleElement()
        .satisfies(problem -> assertThat(problem.detail()).contains("a hole"));
  }
}
