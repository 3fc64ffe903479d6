package dev.ingot.bake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The components templates can name, by type.
 *
 * @param builders the builders
 * @param provisioners the provisioners
 * @param postProcessors the post-processors
 * @param dataSources what gives templates values from outside
 */
public record Components(
    Map<String, Builder> builders,
    Map<String, Provisioner> provisioners,
    Map<String, PostProcessor> postProcessors,
    Map<String, DataSource> dataSources) {

  public Components {
    builders = Collections.unmodifiableMap(new LinkedHashMap<>(builders));
    provisioners = Collections.unmodifiableMap(new LinkedHashMap<>(provisioners));
    postProcessors = Collections.unmodifiableMap(new LinkedHashMap<>(postProcessors));
    dataSources = Collections.unmodifiableMap(new LinkedHashMap<>(dataSources));
  }

  /** These components, each under its type. */
  public static Components of(
      List<Builder> builders,
      List<Provisioner> provisioners,
      List<PostProcessor> postProcessors,
      List<DataSource> dataSources) {
    return new Components(
        byType(builders, Builder::type),
        byType(provisioners, Provisioner::type),
        byType(postProcessors, PostProcessor::type),
        byType(dataSources, DataSource::type));
  }

  private static <T> Map<String, T> byType(List<T> components, Function<T, String> type) {
    Map<String, T> map = new LinkedHashMap<>();
    components.forEach(component -> map.put(type.apply(component), component));
    return map;
  }
}
