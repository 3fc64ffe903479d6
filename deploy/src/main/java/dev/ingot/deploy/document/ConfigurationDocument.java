package dev.ingot.deploy.document;

import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.OutputValue;
import dev.ingot.deploy.configuration.PassedProvider;
import dev.ingot.deploy.configuration.ProviderConfiguration;
import dev.ingot.deploy.configuration.ProviderRequirement;
import dev.ingot.deploy.configuration.Provisioner;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.reference.LocalExecSchema;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.version.VersionConstraints;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.provider.install.ConstraintText;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** A configuration as a document, in the form of plan JSON 1.2. */
final class ConfigurationDocument {
  private final ConfigurationSchemas schemas;
  private final Map<String, Used> providers = new TreeMap<>();
  private final Map<String, ProviderConfiguration> blocks = new HashMap<>();
  private final Set<String> declared = new HashSet<>();
  private final Map<String, ModuleTree> callers = new HashMap<>();

  private record Used(String name, String source, String module, String alias, String constraint) {}

  ConfigurationDocument(Map<ProviderAddress, ProviderSchema> schemas) {
    this.schemas = new ConfigurationSchemas(schemas);
  }

  void write(JsonGenerator json, ModuleTree root) {
    providers(root);
    json.writeStartObject();
    if (!providers.isEmpty()) {
      json.writeName("provider_config");
      json.writeStartObject();
      providers.forEach(
          (key, used) -> {
            json.writeName(key);
            json.writeStartObject();
            json.writeStringProperty("name", used.name());
            json.writeStringProperty("full_name", used.source());
            if (!used.alias().isEmpty()) {
              json.writeStringProperty("alias", used.alias());
            }
            if (!used.constraint().isEmpty()) {
              json.writeStringProperty("version_constraint", used.constraint());
            }
            if (!used.module().isEmpty()) {
              json.writeStringProperty("module_address", used.module());
            }
            Optional.ofNullable(blocks.get(key)).ifPresent(block -> expressions(json, used, block));
            json.writeEndObject();
          });
      json.writeEndObject();
    }
    json.writeName("root_module");
    module(json, root);
    json.writeEndObject();
  }

  private void providers(ModuleTree tree) {
    ModuleConfiguration module = tree.module();
    for (ProviderRequirement requirement : module.requirements().values()) {
      used(tree, requirement.localName(), "");
    }
    for (ProviderConfiguration configuration : module.providers().values()) {
      used(tree, configuration.localName(), configuration.alias());
      blocks.put(key(tree, configuration.localName(), configuration.alias()), configuration);
    }
    for (ResourceConfiguration resource : module.resources().values()) {
      used(tree, ConfigurationSchemas.localName(resource), "");
      used(tree, ModuleConfiguration.impliedProvider(resource.type()), "");
    }
    for (ImportBlock block : module.imports()) {
      if (block.to().modules().isEmpty()) {
        used(tree, ModuleConfiguration.impliedProvider(block.to().type()), "");
      }
    }
    for (ModuleTree child : tree.children().values()) {
      callers.put(child.address(), tree);
      providers(child);
    }
  }

  private void used(ModuleTree tree, String localName, String alias) {
    declared.add(prefix(tree.path()) + localName + (alias.isEmpty() ? "" : "." + alias));
    providers.putIfAbsent(
        key(tree, localName, alias),
        new Used(
            localName,
            tree.module().providerAddress(localName),
            tree.address(),
            alias,
            constraint(tree, localName)));
  }

  /** Which versions a module asks for; empty for any. */
  private static String constraint(ModuleTree tree, String localName) {
    return Optional.ofNullable(tree.module().requirements().get(localName))
        .flatMap(requirement -> VersionConstraints.parse(requirement.versionConstraint()))
        .map(constraints -> ConstraintText.of(constraints.parts()))
        .orElse("");
  }

  /** A default configuration is the one of the outermost of the modules around that have it. */
  private String key(ModuleTree tree, String localName, String alias) {
    ModuleTree caller = callers.get(tree.address());
    if (caller != null) {
      ModuleCall call = caller.module().calls().get(tree.path().getLast());
      PassedProvider passed =
          call == null
              ? null
              : call.providers().get(alias.isEmpty() ? localName : localName + "." + alias);
      if (passed != null) {
        return key(caller, passed.outside().localName(), passed.outside().alias());
      }
    }
    String name = localName + (alias.isEmpty() ? "" : "." + alias);
    int depth = tree.path().size();
    while (alias.isEmpty()
        && depth > 0
        && declared.contains(prefix(tree.path().subList(0, depth - 1)) + name)) {
      depth--;
    }
    return prefix(tree.path().subList(0, depth)) + name;
  }

  private static String prefix(List<String> path) {
    return path.isEmpty() ? "" : "module." + String.join(".module.", path) + ":";
  }

  private void module(JsonGenerator json, ModuleTree tree) {
    ModuleConfiguration module = tree.module();
    json.writeStartObject();
    if (!module.outputs().isEmpty()) {
      json.writeName("outputs");
      json.writeStartObject();
      module.outputs().values().forEach(output -> output(json, output));
      json.writeEndObject();
    }
    // What lives for one run is no part of what is deployed.
    List<ResourceConfiguration> resources =
        module.resources().values().stream()
            .filter(resource -> resource.mode() != ResourceMode.EPHEMERAL)
            .toList();
    if (!resources.isEmpty()) {
      json.writeName("resources");
      json.writeStartArray();
      resources.stream()
          .sorted(
              Comparator.comparing((ResourceConfiguration each) -> !each.isManaged())
                  .thenComparing(ResourceConfiguration::type)
                  .thenComparing(ResourceConfiguration::name))
          .forEach(resource -> resource(json, tree, resource));
      json.writeEndArray();
    }
    if (!module.calls().isEmpty()) {
      json.writeName("module_calls");
      json.writeStartObject();
      module.calls().values().forEach(call -> call(json, tree, call));
      json.writeEndObject();
    }
    if (!module.variables().isEmpty()) {
      json.writeName("variables");
      json.writeStartObject();
      module.variables().values().forEach(variable -> variable(json, variable));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void output(JsonGenerator json, OutputValue output) {
    json.writeName(output.name());
    json.writeStartObject();
    if (output.sensitive()) {
      json.writeBooleanProperty("sensitive", true);
    }
    json.writeName("expression");
    ExpressionDocument.write(json, output.expression());
    dependencies(json, output.dependsOn());
    output.description().ifPresent(text -> json.writeStringProperty("description", text));
    json.writeEndObject();
  }

  private static void dependencies(JsonGenerator json, Collection<Traversal> dependencies) {
    if (dependencies.isEmpty()) {
      return;
    }
    json.writeName("depends_on");
    json.writeStartArray();
    dependencies.forEach(
        each -> json.writeString(ExpressionDocument.text(each, each.steps().size())));
    json.writeEndArray();
  }

  private static void variable(JsonGenerator json, InputVariable variable) {
    json.writeName(variable.name());
    json.writeStartObject();
    Optional<Value> usual = variable.defaultValue();
    if (usual.isPresent()) {
      json.writeName("default");
      ValueDocument.write(json, usual.get());
    }
    variable.description().ifPresent(text -> json.writeStringProperty("description", text));
    if (variable.sensitive()) {
      json.writeBooleanProperty("sensitive", true);
    }
    json.writeEndObject();
  }

  private void resource(JsonGenerator json, ModuleTree tree, ResourceConfiguration resource) {
    Optional<ResourceTypeSchema> schema = schemas.of(tree, resource);
    json.writeStartObject();
    json.writeStringProperty("address", resource.key());
    json.writeStringProperty("mode", resource.mode().text());
    json.writeStringProperty("type", resource.type());
    json.writeStringProperty("name", resource.name());
    json.writeStringProperty(
        "provider_config_key",
        key(
            tree,
            ConfigurationSchemas.localName(resource),
            resource.provider().map(reference -> reference.alias()).orElse("")));
    if (!resource.provisioners().isEmpty()) {
      json.writeName("provisioners");
      json.writeStartArray();
      for (Provisioner provisioner : resource.provisioners()) {
        json.writeStartObject();
        json.writeStringProperty("type", provisioner.type());
        ExpressionDocument.body(json, "expressions", provisioner.body(), provisioner(provisioner));
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    ExpressionDocument.body(
        json,
        "expressions",
        resource.body(),
        schema.map(ResourceTypeSchema::block).orElse(Schema.EMPTY));
    json.writeNumberProperty("schema_version", schema.map(ResourceTypeSchema::version).orElse(0L));
    repetition(json, resource.count(), resource.forEach());
    dependencies(json, resource.dependsOn());
    json.writeEndObject();
  }

  private static Schema provisioner(Provisioner provisioner) {
    return provisioner.type().equals("local-exec") ? LocalExecSchema.SCHEMA : Schema.EMPTY;
  }

  private static void repetition(
      JsonGenerator json, Optional<Expression> count, Optional<Expression> forEach) {
    if (count.isPresent() && !ExpressionDocument.isSilent(count.get())) {
      json.writeName("count_expression");
      ExpressionDocument.write(json, count.get());
    }
    if (forEach.isPresent() && !ExpressionDocument.isSilent(forEach.get())) {
      json.writeName("for_each_expression");
      ExpressionDocument.write(json, forEach.get());
    }
  }

  private void expressions(JsonGenerator json, Used used, ProviderConfiguration block) {
    Schema schema =
        Optional.ofNullable(schemas.providers().get(ProviderAddress.parse(used.source())))
            .map(ProviderSchema::provider)
            .orElse(Schema.EMPTY);
    ExpressionDocument.body(json, "expressions", block.body(), schema);
  }

  private void call(JsonGenerator json, ModuleTree tree, ModuleCall call) {
    json.writeName(call.name());
    json.writeStartObject();
    json.writeStringProperty("source", call.source());
    if (!call.arguments().isEmpty()) {
      json.writeName("expressions");
      json.writeStartObject();
      call.arguments()
          .forEach(
              (name, attribute) -> {
                json.writeName(name);
                ExpressionDocument.write(json, attribute.expression());
              });
      json.writeEndObject();
    }
    repetition(json, call.count(), call.forEach());
    call.version().ifPresent(version -> json.writeStringProperty("version_constraint", version));
    ModuleTree child = tree.children().get(call.name());
    if (child != null) {
      json.writeName("module");
      module(json, child);
    }
    dependencies(json, call.dependsOn());
    json.writeEndObject();
  }
}
