package dev.ingot.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import dev.ingot.provider.protocol.Protocol;
import dev.ingot.provider.protocol.SchemaCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that crash, hang, or answer nonsense. */
@Timeout(60)
class FaultyProcessTest {
  private static final CallContext CONTEXT = CallContext.unlimited();

  @TempDir Path folder;

  private Provider start(String... arguments) throws Exception {
    return ProviderProcess.of(FakeProgram.in(folder, arguments), SchemaCache.NONE, new Random(1));
  }

  private static Value none() {
    return Value.nullOf(
        new FakeProvider(new FakeCloud())
            .schema()
            .resourceType("fake_keyed")
            .orElseThrow()
            .block()
            .impliedType());
  }

  private static PlanResourceChange.Response plan(Provider provider) {
    return provider.planResourceChange(
        new PlanResourceChange.Request(
            "fake_keyed",
            none(),
            none(),
            none(),
            Bytes.EMPTY,
            Values.NULL,
            Optional.empty(),
            ClientCapabilities.NONE),
        CONTEXT);
  }

  private static void refused(
      ThrowingCallable call, ProviderException.Reason reason, String... said) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContainingAll(said);
  }

  /** Folders that plugins of this process have: other builds may run on the machine. */
  private static List<Path> folders() throws Exception {
    String own = "ingot-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> all = Files.list(Path.of("/tmp"))) {
      return all.filter(each -> String.valueOf(each.getFileName()).startsWith(own)).toList();
    }
  }

  @Test
  void whatItSaysOfItselfIsUnderstood() throws Exception {
    ProviderSchema expected = new FakeProvider(new FakeCloud()).schema();
    for (String protocol : List.of("5", "6")) {
      try (Provider provider = start(protocol)) {
        ProviderSchema schema = provider.schema();
        assertThat(schema.resourceTypes()).isEqualTo(expected.resourceTypes());
        assertThat(schema.dataSources()).isEqualTo(expected.dataSources());
        assertThat(schema.ephemeralResources()).isEqualTo(expected.ephemeralResources());
        assertThat(schema.provider()).isEqualTo(expected.provider());
        // Only a provider in this process can find what was merely planned.
        assertThat(schema.capabilities().findsPlanned()).isFalse();
      }
    }
  }

  @Test
  void aCrashSaysTheCallTheExitCodeAndTheLastOutput() throws Exception {
    try (Provider provider = start("6", "crash", "PlanResourceChange")) {
      refused(
          () -> plan(provider),
          ProviderException.Reason.UNREACHABLE,
          "its process ended (exit code 2) before it answered PlanResourceChange",
          "panic: runtime error: index out of range [3] with length 3",
          "goroutine 42 [running]:");
      // It isn't started again: what it was configured with is gone.
      refused(() -> plan(provider), ProviderException.Reason.UNREACHABLE, "exit code 2");
    }
  }

  @Test
  void anErrorOfTheProtocolIsPassedOn() throws Exception {
    try (Provider provider = start("5", "error", "PlanResourceChange")) {
      refused(
          () -> plan(provider),
          ProviderException.Reason.UNREACHABLE,
          "it answered PlanResourceChange with the error UNKNOWN: disk on fire (really)");
    }
  }

  @Test
  void answersThatAreNoneAreTheProvidersMistake() throws Exception {
    for (String fault : List.of("malformed", "untyped")) {
      try (Provider provider = start("5", fault, "PlanResourceChange")) {
        refused(
            () -> plan(provider),
            ProviderException.Reason.INVALID_ANSWER,
            "its answer to PlanResourceChange cannot be understood");
      }
    }
    try (Provider provider = start("6", "malformed", "GetProviderSchema")) {
      refused(
          provider::schema,
          ProviderException.Reason.INVALID_ANSWER,
          "its answer to GetProviderSchema cannot be understood");
    }
  }

  /** The calls about what lives for one run, each with what it is asked. */
  private static Map<String, Consumer<Provider>> ephemeralCalls() {
    EphemeralResource.Handle handle = new EphemeralResource.Handle("fake_token", Bytes.EMPTY);
    return Map.of(
        "ValidateEphemeralResourceConfig",
        provider -> provider.validateEphemeralConfig("fake_token", token(), CONTEXT),
        "OpenEphemeralResource",
        provider ->
            provider.openEphemeral(
                new EphemeralResource.OpenRequest("fake_token", token(), ClientCapabilities.NONE),
                CONTEXT),
        "RenewEphemeralResource",
        provider -> provider.renewEphemeral(handle, CONTEXT),
        "CloseEphemeralResource",
        provider -> provider.closeEphemeral(handle, CONTEXT));
  }

  private static Value token() {
    return new FakeProvider(new FakeCloud())
        .schema()
        .ephemeralResource("fake_token")
        .orElseThrow()
        .block()
        .emptyValue();
  }

  @TestFactory
  Stream<DynamicTest> eachCallAboutAnEphemeralResourceThatFailsIsNamed() {
    return ephemeralCalls().entrySet().stream()
        .flatMap(
            call ->
                Stream.of("5 crash", "6 crash", "5 error", "6 error", "5 malformed", "6 malformed")
                    .map(
                        fault ->
                            DynamicTest.dynamicTest(
                                call.getKey() + " " + fault,
                                () -> isNamed(call.getKey(), call.getValue(), fault.split(" ")))));
  }

  private void isNamed(String name, Consumer<Provider> call, String[] fault) throws Exception {
    try (Provider provider = start(fault[0], fault[1], name)) {
      switch (fault[1]) {
        case "crash" ->
            refused(
                () -> call.accept(provider),
                ProviderException.Reason.UNREACHABLE,
                "before it answered " + name,
                "panic: runtime error");
        case "error" ->
            refused(
                () -> call.accept(provider),
                ProviderException.Reason.UNREACHABLE,
                "it answered " + name + " with the error UNKNOWN: disk on fire");
        default ->
            refused(
                () -> call.accept(provider),
                ProviderException.Reason.INVALID_ANSWER,
                "its answer to " + name + " cannot be understood");
      }
    }
  }

  @Test
  void anAnswerWithoutAValueIsNull() throws Exception {
    try (Provider provider = start("6", "empty", "PlanResourceChange")) {
      assertThat(plan(provider).planned().isNull()).isTrue();
    }
  }

  @Test
  void garbageInsteadOfTheProtocolIsTheProvidersMistake() throws Exception {
    try (Provider provider = start("6", "garbage")) {
      refused(
          provider::schema,
          ProviderException.Reason.INVALID_ANSWER,
          "perhaps the plugin does not speak HTTP/2");
    }
  }

  @Test
  void aCallerThatIsInterruptedWaitsNoLongerForOneThatHangs() throws Exception {
    try (Provider provider = start("6", "hang", "PlanResourceChange")) {
      ProviderSchema _ = provider.schema();
      CompletableFuture<String> end = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      end.complete("answered " + plan(provider));
                    } catch (ProviderException e) {
                      end.complete(String.valueOf(e.getMessage()));
                    }
                  });
      caller.interrupt();
      assertThat(end).succeedsWithin(Duration.ofSeconds(20)).asString().contains("cancelled");
      // Others are answered all the same.
      assertThat(
              provider.validateProviderConfig(provider.schema().provider().emptyValue(), CONTEXT))
          .isEmpty();
    }
  }

  @Test
  void nothingIsLeftOfOneThatDoesNotEnd() throws Exception {
    List<Path> before = folders();
    try (Provider provider = start("6", "stays", "Shutdown")) {
      assertThat(provider.schema()).isNotNull();
    }
    assertThat(folders()).isSubsetOf(before);
  }

  @Test
  void oneThatTakesNoMoreRequestsIsEndedAllTheSame() throws Exception {
    List<Path> before = folders();
    try (Provider provider = start("6", "full", "PlanResourceChange")) {
      assertThat(plan(provider)).isNotNull();
    }
    assertThat(folders()).isSubsetOf(before);
  }

  @Test
  void oneThatListensElsewhereMustShowACertificate() throws Exception {
    try (Provider provider = start("5", "elsewhere")) {
      refused(
          provider::schema,
          ProviderException.Reason.UNREACHABLE,
          "it listens outside of the folder made for it and shows no certificate");
    }
  }

  @Test
  void aProgramThatCannotBeStartedSaysWhy() throws Exception {
    Program missing =
        new Program("terraform-provider-gone", folder.resolve("gone"), Map.of(), folder);
    try (Provider provider = ProviderProcess.of(missing, SchemaCache.NONE, new Random(1))) {
      refused(
          provider::schema,
          ProviderException.Reason.UNREACHABLE,
          "terraform-provider-gone ended before it printed its address (exit code 127)");
    }
  }

  @Test
  void whatDescribesItselfInAnotherWayThanWasKeptIsBelieved() throws Exception {
    AtomicBoolean varies = new AtomicBoolean();
    SchemaCache cache =
        new SchemaCache() {
          @Override
          public Optional<Description> read() {
            byte[] nothing = new byte[0];
            return Optional.of(new Description(Protocol.of(6).orElseThrow(), nothing, nothing));
          }

          @Override
          public void write(Description description) {}

          @Override
          public void varies() {
            varies.set(true);
          }
        };
    try (Provider provider =
        ProviderProcess.of(FakeProgram.in(folder, "6"), cache, new Random(1))) {
      assertThat(provider.schema().resourceType("fake_keyed")).isEmpty();
      assertThat(provider.describedAnew().orElseThrow().resourceType("fake_keyed")).isPresent();
      assertThat(varies).isTrue();
      assertThat(provider.schema().resourceType("fake_keyed")).isPresent();
      assertThat(provider.describedAnew()).isEmpty();
    }
  }

  @Test
  void nothingIsStartedForWhatIsKnown() throws Exception {
    SchemaCache.Description[] kept = new SchemaCache.Description[1];
    SchemaCache cache =
        new SchemaCache() {
          @Override
          public Optional<Description> read() {
            return Optional.ofNullable(kept[0]);
          }

          @Override
          public void write(Description description) {
            kept[0] = description;
          }

          @Override
          public void varies() {}
        };
    Program program = FakeProgram.in(folder, "6");
    try (Provider provider = ProviderProcess.of(program, cache, new Random(1))) {
      assertThat(provider.schema()).isNotNull();
    }
    Files.delete(program.file());
    try (Provider provider = ProviderProcess.of(program, cache, new Random(1))) {
      assertThat(provider.schema().resourceTypes().names()).contains("fake_thing");
      provider.stop();
    }
  }
}
