package dev.ingot.provider.protocol;

import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.plugin.protobuf.MalformedMessageException;
import dev.ingot.plugin.protobuf.MessageReader;
import dev.ingot.provider.FunctionSignature;
import dev.ingot.provider.IdentitySchema;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.provider.ResourceTypes;
import dev.ingot.provider.ServerCapabilities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** Reads what a plugin says of itself. */
final class DescriptionReader {
  private final Protocol protocol;
  private final SchemaReader schemas;
  private final Map<String, IdentitySchema> identities = new HashMap<>();
  private final List<ProviderDiagnostic> diagnostics = new ArrayList<>();

  private DescriptionReader(Protocol protocol) {
    this.protocol = protocol;
    this.schemas = new SchemaReader(protocol);
  }

  /**
   * A description that was read.
   *
   * @param diagnostics with an error in them the schema must not be used
   */
  record Read(ProviderSchema schema, List<ProviderDiagnostic> diagnostics) {
    Read {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /**
   * Reads a description that a plugin has just given, every schema of it.
   *
   * @throws IOException if it is malformed
   */
  static Read read(SchemaCache.Description description) throws IOException {
    Read read = readSound(description);
    try {
      Stream.of(
              read.schema().resourceTypes(),
              read.schema().dataSources(),
              read.schema().ephemeralResources(),
              read.schema().listResources())
          .forEach(types -> types.forEach((_, _) -> {}));
    } catch (UncheckedIOException e) {
      throw new MalformedMessageException(String.valueOf(e.getMessage()));
    }
    return read;
  }

  /**
   * Reads a description that was read before: schemas of types when they are asked for.
   *
   * @throws IOException if it is malformed
   */
  static Read readSound(SchemaCache.Description description) throws IOException {
    DescriptionReader reader = new DescriptionReader(description.protocol());
    reader.identities(new MessageReader(description.identities()));
    ProviderSchema schema = reader.schema(new MessageReader(description.schema()));
    return new Read(schema, reader.diagnostics);
  }

  private ProviderSchema schema(MessageReader message) throws IOException {
    Schema provider = Schema.EMPTY;
    Optional<Schema> meta = Optional.empty();
    TreeMap<String, byte[]> resources = new TreeMap<>();
    TreeMap<String, byte[]> dataSources = new TreeMap<>();
    TreeMap<String, byte[]> ephemerals = new TreeMap<>();
    TreeMap<String, byte[]> lists = new TreeMap<>();
    TreeMap<String, FunctionSignature> functions = new TreeMap<>();
    ServerCapabilities capabilities = ServerCapabilities.NONE;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> provider = schemas.schema(message.message());
        case 2 -> type(message.message(), resources);
        case 3 -> type(message.message(), dataSources);
        case 4 -> diagnostics.add(Messages.diagnostic(message.message()));
        case 5 -> meta = Optional.of(schemas.schema(message.message()));
        case 6 -> capabilities = capabilities(message.message());
        case 7 -> function(message.message(), functions);
        case 8 -> type(message.message(), ephemerals);
        case 9 -> type(message.message(), lists);
        default -> {}
      }
    }
    return new ProviderSchema(
        provider,
        meta,
        types(resources, identities),
        types(dataSources, Map.of()),
        types(ephemerals, Map.of()),
        types(lists, Map.of()),
        functions,
        capabilities);
  }

  private ResourceTypes types(
      Map<String, byte[]> messages, Map<String, IdentitySchema> identified) {
    Map<String, Supplier<ResourceTypeSchema>> sources = new HashMap<>();
    messages.forEach(
        (name, message) ->
            sources.put(name, () -> type(message, Optional.ofNullable(identified.get(name)))));
    return ResourceTypes.readOnDemand(sources);
  }

  private ResourceTypeSchema type(byte[] message, Optional<IdentitySchema> identity) {
    try {
      // Of its own: schemas are asked for by several threads.
      Schema schema = new SchemaReader(protocol).schema(new MessageReader(message));
      return new ResourceTypeSchema(schema, identity);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static void type(MessageReader entry, Map<String, byte[]> into) throws IOException {
    String name = "";
    byte[] schema = new byte[0];
    while (entry.next()) {
      switch (entry.field()) {
        case 1 -> name = entry.text();
        case 2 -> schema = entry.bytes();
        default -> {}
      }
    }
    into.put(name, schema);
  }

  private void function(MessageReader entry, Map<String, FunctionSignature> into)
      throws IOException {
    String name = "";
    Optional<FunctionSignature> signature = Optional.empty();
    while (entry.next()) {
      switch (entry.field()) {
        case 1 -> name = entry.text();
        case 2 -> signature = Optional.of(schemas.function(entry.message()));
        default -> {}
      }
    }
    if (signature.isEmpty()) {
      throw new MalformedMessageException("the function " + name + " has no signature");
    }
    into.put(name, signature.get());
  }

  private static ServerCapabilities capabilities(MessageReader message)
      throws MalformedMessageException {
    boolean planDestroy = false;
    boolean schemaOptional = false;
    boolean move = false;
    boolean generate = false;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> planDestroy = message.flag();
        case 2 -> schemaOptional = message.flag();
        case 3 -> move = message.flag();
        case 4 -> generate = message.flag();
        default -> {}
      }
    }
    return new ServerCapabilities(planDestroy, schemaOptional, move, generate, false, false);
  }

  private void identities(MessageReader message) throws IOException {
    while (message.next()) {
      switch (message.field()) {
        case 1 -> {
          MessageReader entry = message.message();
          String name = "";
          Optional<IdentitySchema> identity = Optional.empty();
          while (entry.next()) {
            switch (entry.field()) {
              case 1 -> name = entry.text();
              case 2 -> identity = Optional.of(identity(entry.message()));
              default -> {}
            }
          }
          if (identity.isPresent()) {
            identities.put(name, identity.get());
          }
        }
        case 2 -> diagnostics.add(Messages.diagnostic(message.message()));
        default -> {}
      }
    }
  }

  private static IdentitySchema identity(MessageReader message) throws IOException {
    long version = 0;
    List<IdentitySchema.Attribute> attributes = new ArrayList<>();
    while (message.next()) {
      switch (message.field()) {
        case 1 -> version = message.number();
        case 2 -> attributes.add(identityAttribute(message.message()));
        default -> {}
      }
    }
    return new IdentitySchema(version, attributes);
  }

  private static IdentitySchema.Attribute identityAttribute(MessageReader message)
      throws IOException {
    String name = "";
    Type type = Type.DYNAMIC;
    boolean required = false;
    boolean optional = false;
    String description = "";
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = message.text();
        case 2 -> {
          try {
            type = TypeJson.parse(new String(message.bytes(), StandardCharsets.UTF_8));
          } catch (ValueJsonException | JacksonException e) {
            throw new MalformedMessageException("an identity has a malformed type");
          }
        }
        case 3 -> required = message.flag();
        case 4 -> optional = message.flag();
        case 5 -> description = message.text();
        default -> {}
      }
    }
    return new IdentitySchema.Attribute(name, type, required, optional, description);
  }
}
