package dev.ingot.deploy.document;

import dev.ingot.address.ModuleAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Resources sorted into a tree of modules, as plan and state documents show them. */
final class ModuleDocuments {
  private final ModuleAddress address;
  private final List<ResourceDocument> resources = new ArrayList<>();
  private final SortedMap<ModuleAddress, ModuleDocuments> children = new TreeMap<>();

  private ModuleDocuments(ModuleAddress address) {
    this.address = address;
  }

  /** The tree of resources, which keep their order. */
  static ModuleDocuments of(List<ResourceDocument> resources) {
    ModuleDocuments root = new ModuleDocuments(ModuleAddress.ROOT);
    for (ResourceDocument resource : resources) {
      root.module(resource.address().module()).resources.add(resource);
    }
    return root;
  }

  private ModuleDocuments module(ModuleAddress wanted) {
    ModuleDocuments at = this;
    ModuleAddress path = ModuleAddress.ROOT;
    for (ModuleAddress.Call call : wanted.calls()) {
      path = path.child(call.name(), call.key());
      at = at.children.computeIfAbsent(path, ModuleDocuments::new);
    }
    return at;
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    if (!address.isRoot()) {
      json.writeStringProperty("address", address.toString());
    }
    if (!resources.isEmpty()) {
      json.writeName("resources");
      json.writeStartArray();
      resources.forEach(resource -> resource.write(json));
      json.writeEndArray();
    }
    if (!children.isEmpty()) {
      json.writeName("child_modules");
      json.writeStartArray();
      children.values().forEach(child -> child.write(json));
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
