package dev.ingot.deploy.call;

import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.mock.Mock;
import dev.ingot.deploy.mock.MockProvider;
import dev.ingot.deploy.mock.MockedObject;
import dev.ingot.deploy.mock.Substitutes;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderSchema;
import java.util.Optional;

/**
 * What answers calls about objects in the place of a provider, while a configuration is tested.
 *
 * @param mock stands in for the whole provider
 */
record StandIns(Substitutes substitutes, Optional<Mock> mock) {
  /** What answers calls about an object: what stands in for it, or the provider. */
  Provider answering(
      Provider provider,
      ProviderSchema schema,
      ResourceMode mode,
      String type,
      CallSubject subject) {
    Optional<MockedObject> override = subject.instance().flatMap(substitutes::object);
    return override
        .or(() -> mock.map(found -> found.object(mode, type)))
        .<Provider>map(
            object ->
                new MockProvider(
                    schema,
                    object,
                    override.isPresent(),
                    substitutes.seed() * 31 + subject.name().hashCode()))
        .orElse(provider);
  }
}
