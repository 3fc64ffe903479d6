package dev.ingot.deploy.document;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Documentation;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.provider.FunctionSignature;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.core.JsonGenerator;

/**
 * The schemas of providers and the functions of the language, as JSON. Rules: Terraform's JSON
 * output formats of {@code providers schema} and {@code metadata functions}, version 1.0.
 */
public final class SchemasDocument {
  private static final String FORMAT_VERSION = "1.0";

  private final JsonGenerator json;

  /** Writes into a document. */
  public SchemasDocument(JsonGenerator json) {
    this.json = json;
  }

  /** The schemas of providers. */
  public void providers(SortedMap<ProviderAddress, ProviderSchema> providers) {
    json.writeStartObject();
    json.writeStringProperty("format_version", FORMAT_VERSION);
    schemas(providers);
    json.writeEndObject();
  }

  /** The same as fields of an object that the caller has opened, with the version's own name. */
  public void providersWithin(SortedMap<ProviderAddress, ProviderSchema> providers) {
    json.writeStringProperty("provider_format_version", FORMAT_VERSION);
    schemas(providers);
  }

  private void schemas(SortedMap<ProviderAddress, ProviderSchema> providers) {
    if (!providers.isEmpty()) {
      json.writeName("provider_schemas");
      json.writeStartObject();
      providers.forEach(
          (address, schema) -> {
            json.writeName(address.toString());
            provider(schema, address.isBuiltIn());
          });
      json.writeEndObject();
    }
  }

  /** The signatures of the language's functions. */
  public void functions(SortedMap<String, Scope.Signature> functions) {
    json.writeStartObject();
    json.writeStringProperty("format_version", FORMAT_VERSION);
    json.writeName("function_signatures");
    json.writeStartObject();
    functions.forEach(
        (name, signature) -> {
          json.writeName(name);
          json.writeStartObject();
          type("return_type", signature.result());
          if (!signature.parameters().isEmpty()) {
            json.writeName("parameters");
            json.writeStartArray();
            signature.parameters().forEach(each -> parameter(each.name(), each.type(), "", false));
            json.writeEndArray();
          }
          signature
              .variadic()
              .ifPresent(
                  each -> {
                    json.writeName("variadic_parameter");
                    parameter(each.name(), each.type(), "", false);
                  });
          json.writeEndObject();
        });
    json.writeEndObject();
    json.writeEndObject();
  }

  private void provider(ProviderSchema schema, boolean builtIn) {
    json.writeStartObject();
    json.writeName("provider");
    json.writeStartObject();
    json.writeNumberProperty("version", schema.provider().version());
    // The one that is part of the program has no configuration at all.
    if (!builtIn || !schema.provider().equals(Schema.EMPTY)) {
      json.writeName("block");
      block(schema.provider());
    }
    json.writeEndObject();
    types("resource_schemas", schema.resourceTypes());
    types("data_source_schemas", schema.dataSources());
    types("ephemeral_resource_schemas", schema.ephemeralResources());
    if (!schema.functions().isEmpty()) {
      json.writeName("functions");
      json.writeStartObject();
      schema.functions().forEach(this::function);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void types(String name, ResourceTypes types) {
    if (types.isEmpty()) {
      return;
    }
    json.writeName(name);
    json.writeStartObject();
    types.forEach(
        (type, schema) -> {
          json.writeName(type);
          json.writeStartObject();
          json.writeNumberProperty("version", schema.version());
          json.writeName("block");
          block(schema.block());
          json.writeEndObject();
        });
    json.writeEndObject();
  }

  private void block(Schema schema) {
    json.writeStartObject();
    attributes(schema.attributes());
    if (!schema.blocks().isEmpty()) {
      json.writeName("block_types");
      json.writeStartObject();
      schema.blocks().forEach(this::nested);
      json.writeEndObject();
    }
    documentation(schema.documentation());
    json.writeEndObject();
  }

  private void nested(String name, NestedBlock block) {
    json.writeName(name);
    json.writeStartObject();
    json.writeStringProperty("nesting_mode", mode(block.nesting()));
    json.writeName("block");
    block(block.schema());
    positive("min_items", block.minItems());
    positive("max_items", block.maxItems());
    json.writeEndObject();
  }

  private void attributes(Map<String, Attribute> attributes) {
    if (attributes.isEmpty()) {
      return;
    }
    json.writeName("attributes");
    json.writeStartObject();
    attributes.forEach(this::attribute);
    json.writeEndObject();
  }

  private void attribute(String name, Attribute attribute) {
    json.writeName(name);
    json.writeStartObject();
    Optional<Attribute.Nested> nested = attribute.nested();
    if (nested.isPresent()) {
      json.writeName("nested_type");
      json.writeStartObject();
      attributes(nested.get().attributes());
      json.writeStringProperty("nesting_mode", mode(nested.get().nesting()));
      json.writeEndObject();
    } else {
      type("type", attribute.type());
    }
    documentation(attribute.documentation());
    truth("required", attribute.required());
    truth("optional", attribute.optional());
    truth("computed", attribute.computed());
    truth("sensitive", attribute.sensitive());
    truth("write_only", attribute.writeOnly());
    json.writeEndObject();
  }

  private void documentation(Documentation documentation) {
    text("description", documentation.text());
    json.writeStringProperty(
        "description_kind", documentation.format().name().toLowerCase(Locale.ROOT));
    truth("deprecated", documentation.deprecated());
  }

  private void function(String name, FunctionSignature signature) {
    json.writeName(name);
    json.writeStartObject();
    text("description", signature.description());
    text("summary", signature.summary());
    text("deprecation_message", signature.deprecation());
    type("return_type", signature.returnType());
    if (!signature.parameters().isEmpty()) {
      json.writeName("parameters");
      json.writeStartArray();
      signature.parameters().forEach(this::parameter);
      json.writeEndArray();
    }
    signature
        .variadic()
        .ifPresent(
            each -> {
              json.writeName("variadic_parameter");
              parameter(each);
            });
    json.writeEndObject();
  }

  private void parameter(FunctionSignature.Parameter parameter) {
    parameter(parameter.name(), parameter.type(), parameter.description(), parameter.allowNull());
  }

  private void parameter(String name, Type type, String description, boolean nullable) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    text("description", description);
    truth("is_nullable", nullable);
    type("type", type);
    json.writeEndObject();
  }

  private void type(String name, Type type) {
    json.writeName(name);
    TypeJson.write(json, type);
  }

  private void text(String name, String text) {
    if (!text.isEmpty()) {
      json.writeStringProperty(name, text);
    }
  }

  private void truth(String name, boolean truth) {
    if (truth) {
      json.writeBooleanProperty(name, true);
    }
  }

  private void positive(String name, int number) {
    if (number > 0) {
      json.writeNumberProperty(name, number);
    }
  }

  private static String mode(Nesting nesting) {
    return nesting.name().toLowerCase(Locale.ROOT);
  }
}
