package dev.ingot.bake.plugin;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What a plugin says of itself: {@code PLUGIN describe}. Rules: measured with real plugins.
 *
 * @param version its own
 * @param api of the interface, {@code x5.0}
 * @param specification whether its components tell their arguments in protocol buffers
 * @param components the names of its components by kind
 */
public record PluginDescription(
    String version,
    String api,
    boolean specification,
    Map<ComponentKind, List<String>> components) {
  /** The name of a component that is called as its plugin. */
  private static final String DEFAULT = "-packer-default-plugin-name-";

  public PluginDescription {
    components = Map.copyOf(components);
  }

  /** That of a program which is one component, and says nothing of itself. */
  static PluginDescription ofSingle(ComponentKind kind, String version) {
    return new PluginDescription(version, "x5.0", false, Map.of(kind, List.of(DEFAULT)));
  }

  /** Reads what a plugin prints; empty if it is no description. */
  public static Optional<PluginDescription> parse(String json) {
    try {
      if (!(ValueJson.parse(json) instanceof Value.ObjectValue(var attributes))) {
        return Optional.empty();
      }
      Map<ComponentKind, List<String>> components = new LinkedHashMap<>();
      components.put(ComponentKind.BUILDER, texts(attributes.get("builders")));
      components.put(ComponentKind.PROVISIONER, texts(attributes.get("provisioners")));
      components.put(ComponentKind.POST_PROCESSOR, texts(attributes.get("post_processors")));
      components.put(ComponentKind.DATA_SOURCE, texts(attributes.get("datasources")));
      return Optional.of(
          new PluginDescription(
              text(attributes.get("version")),
              text(attributes.get("api_version")),
              text(attributes.get("protocol_version")).equals("v2"),
              components));
    } catch (ValueJsonException | JacksonException e) {
      return Optional.empty();
    }
  }

  private static String text(@org.jspecify.annotations.Nullable Value value) {
    return value instanceof Value.StringValue(String text) ? text : "";
  }

  private static List<String> texts(@org.jspecify.annotations.Nullable Value value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof Value.TupleValue(List<Value> elements)) {
      elements.forEach(each -> texts.add(text(each)));
    }
    return texts;
  }

  /**
   * The name templates use for a component.
   *
   * @param accessor the name of the plugin in templates
   */
  public static String name(String accessor, String component) {
    return component.equals(DEFAULT) ? accessor : accessor + "-" + component;
  }
}
