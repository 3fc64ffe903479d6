package dev.ingot.deploy.reference;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.configuration.Provisioner;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.reference.ReferenceChecker.Repetition;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypeSchema;
import java.util.Optional;

/** The edges of a resource. */
final class ResourceEdges {
  private final Schemas schemas;
  private final Node.Resource node;
  private final ResourceConfiguration resource;

  ResourceEdges(Schemas schemas, Node.Resource node) {
    this.schemas = schemas;
    this.node = node;
    this.resource = node.resource();
  }

  void collect(EdgeCollector edges) {
    Diagnostics diagnostics = edges.diagnostics();
    resource
        .lifecycle()
        .enabled()
        .ifPresent(enabled -> edges.expression(enabled.expression(), Repetition.NONE, false));
    resource.count().ifPresent(count -> edges.expression(count, Repetition.NONE, false));
    resource.forEach().ifPresent(each -> edges.expression(each, Repetition.NONE, false));
    edges.dependsOn(resource.dependsOn());
    resource.lifecycle().preconditions().forEach(condition -> edges.condition(condition, false));
    resource.lifecycle().postconditions().forEach(condition -> edges.condition(condition, true));
    for (Expression trigger : resource.lifecycle().replaceTriggeredBy()) {
      trigger(trigger, edges);
    }
    for (Provisioner provisioner : resource.provisioners()) {
      Optional<Schema> arguments = ProvisionerTypes.schema(provisioner.type());
      if (arguments.isPresent()) {
        for (Traversal reference : arguments.get().references(provisioner.body())) {
          edges.reference(reference, repetition(), true);
        }
      }
    }
    Optional<ResourceTypeSchema> type =
        schemas.resource(node.provider().provider(), resource.mode(), resource.type());
    if (type.isEmpty()) {
      schemas
          .find(node.provider().provider())
          .ifPresent(provider -> unsupported(provider, diagnostics));
      return;
    }
    Schema schema = type.get().block();
    int before = diagnostics.list().size();
    for (Traversal reference : schema.references(resource.body())) {
      edges.reference(reference);
    }
    if (diagnostics.list().size() == before) {
      ignored(schema, diagnostics);
    }
  }

  private void ignored(Schema schema, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    for (Traversal ignored : resource.lifecycle().ignoreChanges()) {
      new SchemaTraversal(own).follow(schema, ignored.root(), ignored.rootRange(), ignored.steps());
    }
    // Which attributes are deprecated doesn't matter here.
    own.list().stream().filter(Diagnostic::isError).forEach(diagnostics::add);
    if (own.hasErrors()) {
      return;
    }
    for (Traversal ignored : resource.lifecycle().ignoreChanges()) {
      Attribute attribute = schema.attributes().get(ignored.root());
      if (attribute != null && !attribute.required() && !attribute.optional()) {
        diagnostics.add(redundant(ignored.root()));
      }
    }
  }

  private Diagnostic redundant(String attribute) {
    return Diagnostic.warning(
        "Redundant ignore_changes element",
        Phrase.of(
            "Adding an attribute name to ignore_changes tells Ingot to ignore future changes to the"
                + " argument in configuration after the object has been created, retaining the"
                + " value originally configured.\n\nThe attribute %s is decided by the provider"
                + " alone and therefore there can be no configured value to compare with. Including"
                + " this attribute in ignore_changes has no effect. Remove the attribute from"
                + " ignore_changes to quiet this warning.",
            attribute),
        resource.typeRange());
  }

  private Repetition repetition() {
    return resource.count().isPresent()
        ? Repetition.COUNT
        : resource.forEach().isPresent() ? Repetition.FOR_EACH : Repetition.NONE;
  }

  private void trigger(Expression trigger, EdgeCollector edges) {
    for (Traversal traversal : Evaluator.references(trigger)) {
      Optional<Reference> reference = References.parse(traversal, new Diagnostics());
      if (reference.isPresent() && reference.get() instanceof Reference.Resource found) {
        // A resource that isn't declared is reported when planning only.
        edges.resource(ConfigResource.localText(found.mode(), found.type(), found.name()));
      } else {
        edges.reference(traversal);
      }
    }
  }

  private void unsupported(ProviderSchema provider, Diagnostics diagnostics) {
    String kind =
        switch (resource.mode()) {
          case MANAGED -> "resource type";
          case DATA -> "data source";
          case EPHEMERAL -> "ephemeral resource";
        };
    String type = resource.type();
    String hint = "";
    if (resource.mode() == ResourceMode.DATA && provider.resourceType(type).isPresent()) {
      hint =
          "\n\nDid you intend to use the managed resource type \""
              + type
              + "\"? If so, declare this using a \"resource\" block instead of a \""
              + resource.mode().text()
              + "\" block.";
    } else if (resource.mode() == ResourceMode.MANAGED && provider.dataSource(type).isPresent()) {
      hint =
          "\n\nDid you intend to use the data source \""
              + type
              + "\"? If so, declare this using a \"data\" block instead of a \"resource\" block.";
    } else {
      hint =
          ReferenceChecker.suggestion(
                  type,
                  switch (resource.mode()) {
                    case MANAGED -> provider.resourceTypes().names();
                    case DATA -> provider.dataSources().names();
                    case EPHEMERAL -> provider.ephemeralResources().names();
                  })
              .map(" "::concat)
              .orElse("");
    }
    diagnostics.error(
        "Invalid " + kind,
        "The provider "
            + node.provider().provider().shortText()
            + " does not support "
            + kind
            + " \""
            + type
            + "\"."
            + hint,
        resource.typeRange());
  }
}
