package dev.ingot.deploy.mock;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in for what, in one run of a test.
 *
 * @param mocks by the provider configurations they stand in for
 * @param overrides of single resources; of two with the same target the first applies
 * @param seed of generated values: the same object has the same ones whenever it is asked for
 */
public record Substitutes(
    Map<ProviderConfigAddress, Mock> mocks, List<ObjectOverride> overrides, long seed) {
  /** Nothing stands in for anything. */
  public static final Substitutes NONE = new Substitutes(Map.of(), List.of(), 0);

  public Substitutes {
    mocks = Map.copyOf(mocks);
    overrides = List.copyOf(overrides);
  }

  /** What stands in for a provider. */
  public Optional<Mock> mock(ProviderConfigAddress provider) {
    return Optional.ofNullable(mocks.get(provider.block()));
  }

  /** What stands in for an object: the most precise override. */
  public Optional<MockedObject> object(InstanceAddress address) {
    return overrides.isEmpty()
        ? Optional.empty()
        : overrides.stream()
            .filter(override -> override.matches(address))
            .sorted(Comparator.comparingInt(ObjectOverride::precision).reversed())
            .findFirst()
            .map(ObjectOverride::object);
  }
}
