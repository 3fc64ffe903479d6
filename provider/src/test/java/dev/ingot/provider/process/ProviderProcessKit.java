package dev.ingot.provider.process;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.Provider;
import dev.ingot.provider.kit.ProviderKit;
import dev.ingot.provider.protocol.SchemaCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every provider, of one in a process of its own. */
abstract class ProviderProcessKit extends ProviderKit {
  @TempDir Path folder;
  private Optional<Provider> provider = Optional.empty();

  /** Which protocol it speaks. */
  abstract String protocol();

  @Override
  protected Provider create() {
    try {
      provider =
          Optional.of(
              ProviderProcess.of(
                  FakeProgram.in(folder, protocol()), SchemaCache.NONE, new Random(1)));
      return provider.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
                    provider
                        .orElseThrow()
                        .schema()
                        .resourceType("fake_thing")
                        .orElseThrow()
                        .block()
                        .emptyValue())
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
