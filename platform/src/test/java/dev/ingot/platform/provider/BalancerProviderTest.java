package dev.ingot.platform.provider;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.Provider;
import dev.ingot.provider.kit.ProviderKit;
import dev.ingot.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every provider holds for balancers, the type that changes in place. */
final class BalancerProviderTest extends ProviderKit {
  @TempDir Path folder = Path.of(".");

  @Override
  protected Provider create() {
    return new IngotProvider(
        new FakePlatform(),
        Registry.open(folder, Clock.systemUTC()),
        Map.of(),
        new SplittableRandom(1));
  }

  @Override
  protected Value providerConfig() {
    return Values.EMPTY_OBJECT;
  }

  @Override
  protected String type() {
    return "ingot_balancer";
  }

  private Value balancer(String... backends) {
    Value empty =
        create().schema().resourceType("ingot_balancer").orElseThrow().block().emptyValue();
    TreeMap<String, Value> config = new TreeMap<>(Values.entries(empty).orElseThrow());
    config.put("port", Value.of(8080));
    config.put("backends", Values.strings(List.of(backends)));
    return Values.object(config);
  }

  @Override
  protected Value config() {
    return balancer("127.1.0.1:80", "127.1.0.2:80");
  }

  @Override
  protected Value changedConfig() {
    return balancer("127.1.0.2:80", "127.1.0.3:80");
  }
}
