package dev.ingot.deploy.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderFactory;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.Providers;
import dev.ingot.provider.ResourceTypes;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProviderPoolTest {
  @Test
  void aCancelAsksProvidersThatRunToStop() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    Provider provider =
        new FakeProvider(new FakeCloud()) {
          @Override
          public void stop() {
            stopped.countDown();
          }
        };
    Cancellation cancellation = new Cancellation();
    try (ProviderPool pool =
        new ProviderPool(
            new Providers(Map.of(FakeProvider.ADDRESS, () -> provider)), 1, cancellation)) {
      assertThat(pool.find(FakeProvider.ADDRESS)).isPresent();
      cancellation.cancel();
      assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aTypeThatIsMissingInWhatWasKeptIsLookedForInTheProviderItselfOnce() {
    ProviderSchema whole = new FakeProvider(new FakeCloud()).schema();
    ProviderSchema kept =
        new ProviderSchema(
            whole.provider(),
            whole.providerMeta(),
            ResourceTypes.NONE,
            whole.dataSources(),
            whole.ephemeralResources(),
            whole.functions(),
            whole.capabilities());
    AtomicInteger asked = new AtomicInteger();
    ProviderFactory factory =
        () ->
            new FakeProvider(new FakeCloud()) {
              @Override
              public ProviderSchema schema() {
                return kept;
              }

              @Override
              public Optional<ProviderSchema> describedAnew() {
                asked.incrementAndGet();
                return Optional.of(whole);
              }
            };
    try (ProviderPool pool =
        new ProviderPool(new Providers(Map.of(FakeProvider.ADDRESS, factory)))) {
      assertThat(pool.type(FakeProvider.ADDRESS, ResourceMode.MANAGED, "fake_thing")).isPresent();
      assertThat(pool.type(FakeProvider.ADDRESS, ResourceMode.MANAGED, "fake_none")).isEmpty();
      assertThat(pool.find(FakeProvider.ADDRESS)).contains(whole);
      assertThat(pool.unconfigured(FakeProvider.ADDRESS).orElseThrow().schema()).isEqualTo(whole);
      assertThat(asked).hasValue(1);
    }
  }

  /** Notes what it is asked. */
  private static final class Noting extends FakeProvider {
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Noting() {
      super(new FakeCloud());
    }

    @Override
    public List<ProviderDiagnostic> validateProviderConfig(Value config, CallContext context) {
      asked.add("check");
      return List.of();
    }

    @Override
    public List<ProviderDiagnostic> configure(
        Value config, String version, ClientCapabilities capabilities, CallContext context) {
      asked.add("take");
      return List.of();
    }
  }

  @Test
  void eachConfigurationIsCheckedByTheProviderThatTakesItAndByNoOther() throws Exception {
    List<Noting> made = new CopyOnWriteArrayList<>();
    ProviderFactory factory =
        () -> {
          Noting provider = new Noting();
          made.add(provider);
          return provider;
        };
    try (ProviderPool pool =
        new ProviderPool(new Providers(Map.of(FakeProvider.ADDRESS, factory)))) {
      Value config = pool.find(FakeProvider.ADDRESS).orElseThrow().provider().emptyValue();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ProviderConfigAddress address =
            new ProviderConfigAddress("", FakeProvider.ADDRESS, Optional.of("alias" + i));
        threads.add(
            Thread.ofVirtual()
                .start(
                    () ->
                        assertThat(
                                pool.configure(
                                    address,
                                    config,
                                    new CallSubject(address.toString(), Optional.empty(), true),
                                    new Diagnostics()))
                            .isTrue()));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(made)
        .hasSize(8)
        .allSatisfy(provider -> assertThat(provider.asked).containsExactly("check", "take"));
  }
}
