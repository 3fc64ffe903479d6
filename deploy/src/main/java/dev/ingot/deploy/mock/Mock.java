package dev.ingot.deploy.mock;

import dev.ingot.address.ResourceMode;
import dev.ingot.lang.SourceRange;
import java.util.Map;

/**
 * What stands in for a provider.
 *
 * @param resources what the objects of resource types are like, by type
 * @param dataSources the same of data sources
 * @param whilePlanning whether generated values of other types are known while planning
 * @param place where this is written
 */
public record Mock(
    Map<String, MockedObject> resources,
    Map<String, MockedObject> dataSources,
    boolean whilePlanning,
    SourceRange place) {
  public Mock {
    resources = Map.copyOf(resources);
    dataSources = Map.copyOf(dataSources);
  }

  /** What an object of a type is like. */
  public MockedObject object(ResourceMode mode, String type) {
    MockedObject generated = MockedObject.generated(whilePlanning, place);
    return switch (mode) {
      case MANAGED -> resources.getOrDefault(type, generated);
      case DATA -> dataSources.getOrDefault(type, generated);
      case EPHEMERAL -> generated;
    };
  }
}
