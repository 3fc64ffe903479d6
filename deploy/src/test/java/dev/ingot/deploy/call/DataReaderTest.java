package dev.ingot.deploy.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.Providers;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DataReaderTest {
  private static final InstanceAddress ADDRESS = InstanceAddress.parse("data.fake_lookup.a");

  /** Answers with one value, whatever is asked. */
  private static final class Answering extends FakeProvider {
    private final Value answer;

    Answering(Value answer) {
      super(new FakeCloud());
      this.answer = answer;
    }

    @Override
    public ReadDataSource.Response readDataSource(
        ReadDataSource.Request request, CallContext context) {
      return new ReadDataSource.Response(answer, Optional.empty(), List.of());
    }
  }

  private static Value object(Value name, Value value) {
    return Values.object(new TreeMap<>(Map.of("name", name, "value", value)));
  }

  private static Optional<Value> read(Value answer, Diagnostics diagnostics) {
    ResourceConfiguration resource =
        Configuration.load(Map.of("main.tf", "data \"fake_lookup\" \"a\" {\n  name = \"n\"\n}\n"))
            .get()
            .root()
            .module()
            .resources()
            .values()
            .iterator()
            .next();
    Providers providers = new Providers(Map.of(FakeProvider.ADDRESS, () -> new Answering(answer)));
    try (ProviderPool pool = new ProviderPool(providers)) {
      ResourceType type =
          new ResourceType(
              "fake_lookup",
              pool.resource(FakeProvider.ADDRESS, ResourceMode.DATA, "fake_lookup").orElseThrow());
      return new DataReader(_ -> {})
          .read(
              ADDRESS,
              resource,
              type,
              pool.unconfigured(FakeProvider.ADDRESS).orElseThrow(),
              object(Value.of("n"), Value.nullOf(Type.STRING)),
              diagnostics);
    }
  }

  @Test
  void aProviderMaySayOtherThingsThanWhatIsConfigured() {
    Diagnostics diagnostics = new Diagnostics();
    Value answer = object(Value.of("N"), Value.of("v"));
    assertThat(read(answer, diagnostics)).contains(answer);
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void whatIsReadIsKnown() {
    Diagnostics diagnostics = new Diagnostics();
    Value unknown = Values.unknown(Type.STRING, Refinement.NONE);
    assertThat(read(object(Value.of("n"), unknown), diagnostics)).isEmpty();
    assertThat(diagnostics.list().getFirst().detail())
        .startsWith("The provider returned an object for data.fake_lookup.a that is not wholly");
  }
}
