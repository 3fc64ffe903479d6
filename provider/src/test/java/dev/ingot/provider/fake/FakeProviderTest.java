package dev.ingot.provider.fake;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.Provider;
import dev.ingot.provider.kit.ProviderKit;
import java.util.Map;
import java.util.TreeMap;

final class FakeProviderTest extends ProviderKit {
  private final Provider provider = new FakeProvider(new FakeCloud());

  @Override
  protected Provider create() {
    return provider;
  }

  @Override
  protected Value providerConfig() {
    return Values.object(Map.of("region", Value.of("north")));
  }

  @Override
  protected String type() {
    return "fake_thing";
  }

  private Value thing(String name) {
    TreeMap<String, Value> config =
        new TreeMap<>(
            Values.entries(
                    provider.schema().resourceType("fake_thing").orElseThrow().block().emptyValue())
                .orElseThrow());
    config.put("name", Value.of(name));
    return Values.object(config);
  }

  @Override
  protected Value config() {
    return thing("a");
  }

  @Override
  protected Value changedConfig() {
    return thing("b");
  }
}
