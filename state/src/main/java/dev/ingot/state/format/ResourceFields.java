package dev.ingot.state.format;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.state.InstanceState;
import dev.ingot.state.RawJson;
import dev.ingot.state.ResourceState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects the fields of one element of {@code resources}. */
final class ResourceFields {
  private final JsonSource source;
  private final Map<String, ProviderConfigAddress> providers;
  private String module = "";
  private String mode = "";
  private String type = "";
  private String name = "";
  private String provider = "";
  private final List<ObjectCodec.Element> elements = new ArrayList<>();
  private final Map<String, RawJson> unknown = new LinkedHashMap<>();

  ResourceFields(JsonSource source, Map<String, ProviderConfigAddress> providers) {
    this.source = source;
    this.providers = providers;
  }

  void field(String field) {
    switch (field) {
      case "module" -> module = source.text("\"module\"");
      case "mode" -> mode = source.text("\"mode\"");
      case "type" -> type = source.text("\"type\"");
      case "name" -> name = source.text("\"name\"");
      case "provider" -> provider = source.text("\"provider\"");
      case "instances" -> readInstances();
      default -> unknown.put(field, source.raw());
    }
  }

  private void readInstances() {
    ObjectCodec.Reader[] current = {new ObjectCodec.Reader(source, this::label)};
    source.objects(
        "\"instances\"",
        () -> current[0] = new ObjectCodec.Reader(source, this::label),
        field -> current[0].field(field),
        () -> elements.add(current[0].element()));
  }

  /** As far as it is known by now. */
  private String label() {
    return (module.isEmpty() ? "" : module + ".")
        + (mode.equals("data") ? "data." : "")
        + type
        + "."
        + name;
  }

  ResourceState resource() {
    ResourceAddress address = new ResourceAddress(module(), mode(), type, name);
    if (type.isEmpty() || name.isEmpty()) {
      throw new MisshapenException("a resource has no \"type\" or no \"name\"");
    }
    ProviderConfigAddress common = provider(address);
    TreeMap<InstanceKey, InstanceState> instances = new TreeMap<>();
    for (ObjectCodec.Element element : elements) {
      InstanceState before = instances.getOrDefault(element.key(), InstanceState.EMPTY);
      boolean taken =
          element
              .deposed()
              .map(key -> before.deposed().containsKey(key))
              .orElseGet(() -> before.current().isPresent());
      if (taken) {
        throw MisshapenException.duplicate(address.instance(element.key()).toString());
      }
      instances.put(
          element.key(),
          element
              .deposed()
              .map(key -> before.withDeposed(key, element.object()))
              .orElseGet(() -> before.withCurrent(element.object()))
              .withProviderKey(
                  element.provider().map(ProviderConfigAddress::key).orElse(InstanceKey.none())));
    }
    return new ResourceState(address, common, instances, unknown);
  }

  /**
   * The provider's configuration: the resource's, or the one its instances name, as OpenTofu writes
   * it where a block makes several.
   */
  private ProviderConfigAddress provider(ResourceAddress address) {
    Optional<ProviderConfigAddress> found =
        provider.isEmpty() ? Optional.empty() : Optional.of(parsed(address));
    for (ObjectCodec.Element element : elements) {
      if (element.provider().isEmpty()) {
        continue;
      }
      ProviderConfigAddress own = element.provider().get().block();
      if (!provider.isEmpty()) {
        throw new MisshapenException(
            "Provider field conflict in state",
            "Resource "
                + address
                + " has a provider address "
                + provider
                + ", as well as instance "
                + element.key().suffix()
                + " with provider address "
                + element.provider().get()
                + ".");
      }
      if (found.isPresent() && !found.get().equals(own)) {
        throw new MisshapenException(
            "Provider instance field conflict in state",
            "Resource "
                + address
                + " has instances with different provider addresses: \""
                + found.get()
                + "\" != \""
                + own
                + "\".");
      }
      found = Optional.of(own);
    }
    return found.orElseThrow(() -> new MisshapenException(address + " has no \"provider\""));
  }

  // Thousands of resources share a handful of configurations.
  private ProviderConfigAddress parsed(ResourceAddress address) {
    try {
      return providers.computeIfAbsent(provider, ProviderConfigAddress::parse);
    } catch (AddressException e) {
      String reason = String.valueOf(e.getMessage());
      throw new MisshapenException(
          address
              + ": "
              + (reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason));
    }
  }

  private ModuleAddress module() {
    try {
      return ModuleAddress.parse(module);
    } catch (AddressException e) {
      if (!module.startsWith("module.")) {
        throw new MisshapenException(
            "Invalid module instance address",
            "A module instance address must begin with \"module.\".");
      }
      throw new MisshapenException("invalid module address: " + e.getMessage());
    }
  }

  private ResourceMode mode() {
    return switch (mode) {
      case "managed" -> ResourceMode.MANAGED;
      case "data" -> ResourceMode.DATA;
      default ->
          throw new MisshapenException(
              "Invalid resource mode in state",
              "State contains a resource with mode \""
                  + mode
                  + "\" (\""
                  + type
                  + "\" \""
                  + name
                  + "\") which is not supported.");
    };
  }
}
