package dev.ingot.state.format;

import dev.ingot.address.AddressException;
import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.lang.value.Bytes;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.RawJson;
import dev.ingot.state.StoredAttributes;
import dev.ingot.state.StoredIdentity;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One object as an element of {@code instances}: its fields, its key, its deposed key. */
public final class ObjectCodec {
  private ObjectCodec() {}

  /**
   * An element of {@code instances}.
   *
   * @param provider the provider's configuration, where instances name theirs
   */
  public record Element(
      InstanceKey key,
      Optional<DeposedKey> deposed,
      Optional<ProviderConfigAddress> provider,
      ObjectState object) {}

  /** Collects the fields of one element. */
  public static final class Reader {
    private static final String METADATA = "Invalid resource instance metadata in state";
    private static final int DEPOSED_KEY = 8;

    private final JsonSource source;
    private final Supplier<String> resource;
    private InstanceKey key = InstanceKey.none();
    private Optional<DeposedKey> deposed = Optional.empty();
    private Optional<ProviderConfigAddress> provider = Optional.empty();
    private ObjectStatus status = ObjectStatus.READY;
    private long schemaVersion;
    private Optional<RawJson> attributes = Optional.empty();
    private Optional<SortedMap<String, String>> flat = Optional.empty();
    private RawJson sensitive = RawJson.EMPTY_LIST;
    private long identityVersion;
    private Optional<RawJson> identity = Optional.empty();
    private Bytes privateBytes = Bytes.EMPTY;
    private final List<ResourceAddress> dependencies = new ArrayList<>();
    private boolean createBeforeDestroy;
    private final Map<String, RawJson> unknown = new LinkedHashMap<>();

    /**
     * Reads from a source.
     *
     * @param resource names the resource in messages
     */
    public Reader(JsonSource source, Supplier<String> resource) {
      this.source = source;
      this.resource = resource;
    }

    /** Reads the value of one field. */
    public void field(String name) {
      switch (name) {
        case "index_key" -> key = readKey();
        case "status" -> status = readStatus();
        case "provider" -> provider = readProvider();
        case "deposed" -> {
          String text = source.text("\"deposed\"");
          deposed = text.isEmpty() ? Optional.empty() : Optional.of(deposedKey(text));
        }
        case "schema_version" -> schemaVersion = readVersion();
        case "attributes" -> attributes = present(source.raw());
        case "attributes_flat" -> flat = readFlat();
        case "sensitive_attributes" -> sensitive = present(source.raw()).orElse(RawJson.EMPTY_LIST);
        case "identity_schema_version" ->
            identityVersion = source.wholeNumber("\"identity_schema_version\"");
        case "identity" -> identity = present(source.raw());
        case "private" -> privateBytes = readPrivate();
        case "dependencies" ->
            source.texts("\"dependencies\"", text -> dependencies.add(address(text)));
        case "create_before_destroy" ->
            createBeforeDestroy = source.truth("\"create_before_destroy\"");
        default -> unknown.put(name, source.raw());
      }
    }

    private static Optional<RawJson> present(RawJson raw) {
      return raw.isNull() ? Optional.empty() : Optional.of(raw);
    }

    private long readVersion() {
      long number = source.wholeNumber("\"schema_version\"");
      if (number < 0) {
        throw MisshapenException.invalid("resources.instances.schema_version", "number " + number);
      }
      return number;
    }

    private DeposedKey deposedKey(String text) {
      boolean formatted =
          text.length() == DEPOSED_KEY
              && text.chars()
                  .allMatch(
                      c ->
                          (c >= '0' && c <= '9')
                              || (c >= 'a' && c <= 'f')
                              || (c >= 'A' && c <= 'F'));
      if (!formatted) {
        throw new MisshapenException(
            METADATA,
            "Instance "
                + instance()
                + " has an object with deposed key \""
                + text
                + "\", which is not correctly formatted.");
      }
      return new DeposedKey(text);
    }

    private String instance() {
      return resource.get() + key.suffix();
    }

    private InstanceKey readKey() {
      return switch (source.textOrNumber("\"index_key\"")) {
        case JsonSource.TextOrNumber.Text(String text) -> InstanceKey.of(text);
        case JsonSource.TextOrNumber.WholeNumber(long number) -> InstanceKey.of(number);
      };
    }

    private ObjectStatus readStatus() {
      String text = source.text("\"status\"");
      return switch (text) {
        case "" -> ObjectStatus.READY;
        case "tainted" -> ObjectStatus.TAINTED;
        default ->
            throw new MisshapenException(
                METADATA, "Instance " + instance() + " has invalid status \"" + text + "\".");
      };
    }

    private Optional<ProviderConfigAddress> readProvider() {
      try {
        return Optional.of(ProviderConfigAddress.parse(source.text("\"provider\"")));
      } catch (AddressException e) {
        throw new MisshapenException(instance() + ": " + e.getMessage());
      }
    }

    private Optional<SortedMap<String, String>> readFlat() {
      SortedMap<String, String> values = new TreeMap<>();
      source.objectOrNull(
          "\"attributes_flat\"", name -> values.put(name, source.text("\"attributes_flat\"")));
      return Optional.of(values);
    }

    private Bytes readPrivate() {
      try {
        return Bytes.of(Base64.getDecoder().decode(source.text("\"private\"")));
      } catch (IllegalArgumentException _) {
        throw new MisshapenException("\"private\" must be base64");
      }
    }

    private static ResourceAddress address(String text) {
      try {
        return ResourceAddress.parse(text);
      } catch (AddressException e) {
        throw new MisshapenException("invalid address in \"dependencies\": " + e.getMessage());
      }
    }

    /** The element, once its fields are read. */
    public Element element() {
      StoredAttributes stored =
          attributes.isEmpty() && flat.isPresent()
              ? new StoredAttributes.Flat(flat.get())
              : StoredAttributes.json(attributes.orElse(RawJson.EMPTY_OBJECT));
      ObjectState object =
          ObjectState.builder(stored)
              .status(status)
              .schemaVersion(schemaVersion)
              .sensitiveAttributes(sensitive)
              .identity(identity.map(value -> new StoredIdentity(identityVersion, value)))
              .privateBytes(privateBytes)
              .dependencies(dependencies)
              .createBeforeDestroy(createBeforeDestroy)
              .unknownFields(unknown)
              .build();
      return new Element(key, deposed, provider, object);
    }
  }

  /** Writes an element that does not name its provider. */
  public static void write(
      InstanceKey key, Optional<DeposedKey> deposed, ObjectState object, JsonSink sink) {
    write(new Element(key, deposed, Optional.empty(), object), sink);
  }

  /** Writes an element. */
  static void write(Element element, JsonSink sink) {
    InstanceKey key = element.key();
    ObjectState object = element.object();
    sink.beginObject();
    switch (key) {
      case InstanceKey.None() -> {}
      case InstanceKey.Index(long index) -> sink.name("index_key").value(index);
      case InstanceKey.Text(String text) -> sink.name("index_key").value(text);
    }
    switch (object.status()) {
      case READY -> {}
      case TAINTED -> sink.name("status").value("tainted");
    }
    element.deposed().ifPresent(name -> sink.name("deposed").value(name.text()));
    element.provider().ifPresent(provider -> sink.name("provider").value(provider.toString()));
    sink.name("schema_version").value(object.schemaVersion());
    switch (object.attributes()) {
      case StoredAttributes.Json(RawJson value) -> sink.name("attributes").value(value);
      case StoredAttributes.Flat(var values) -> {
        sink.name("attributes_flat").beginObject();
        values.forEach((name, value) -> sink.name(name).value(value));
        sink.endObject();
      }
    }
    sink.name("sensitive_attributes").value(object.sensitiveAttributes());
    object
        .identity()
        .ifPresent(
            identity ->
                sink.name("identity_schema_version")
                    .value(identity.schemaVersion())
                    .name("identity")
                    .value(identity.value()));
    if (!object.privateBytes().isEmpty()) {
      sink.name("private").value(base64(object.privateBytes()));
    }
    if (!object.dependencies().isEmpty()) {
      sink.name("dependencies").beginArray();
      object.dependencies().forEach(address -> sink.value(address.toString()));
      sink.endArray();
    }
    if (object.createBeforeDestroy()) {
      sink.name("create_before_destroy").value(true);
    }
    object.unknownFields().forEach((name, value) -> sink.name(name).value(value));
    sink.endObject();
  }

  /** The text of bytes in JSON. */
  public static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
