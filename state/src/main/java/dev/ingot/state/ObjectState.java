package dev.ingot.state;

import dev.ingot.address.ResourceAddress;
import dev.ingot.lang.value.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A real object as it was last seen. Immutable; change it through {@link #toBuilder()}.
 *
 * <p>Fields of the file that are not known here are kept and written back.
 */
public final class ObjectState {

  private final ObjectStatus status;
  private final long schemaVersion;
  private final StoredAttributes attributes;
  private final RawJson sensitiveAttributes;
  private final Optional<StoredIdentity> identity;
  private final Bytes privateBytes;
  private final List<ResourceAddress> dependencies;
  private final boolean createBeforeDestroy;
  private final Map<String, RawJson> unknownFields;

  private ObjectState(Builder builder) {
    status = builder.status;
    schemaVersion = builder.schemaVersion;
    attributes = builder.attributes;
    sensitiveAttributes = builder.sensitiveAttributes;
    identity = builder.identity;
    privateBytes = builder.privateBytes;
    dependencies = builder.dependencies;
    createBeforeDestroy = builder.createBeforeDestroy;
    unknownFields = builder.unknownFields;
  }

  /** Starts an object with the attributes given; all else is empty. */
  public static Builder builder(StoredAttributes attributes) {
    return new Builder(attributes);
  }

  /** Starts an object with the attributes given as JSON; all else is empty. */
  public static Builder builder(RawJson attributes) {
    return new Builder(StoredAttributes.json(attributes));
  }

  /** Starts a changed copy. */
  public Builder toBuilder() {
    return new Builder(attributes)
        .status(status)
        .schemaVersion(schemaVersion)
        .sensitiveAttributes(sensitiveAttributes)
        .identity(identity)
        .privateBytes(privateBytes)
        .dependencies(dependencies)
        .createBeforeDestroy(createBeforeDestroy)
        .unknownFields(unknownFields);
  }

  /** Whether it is complete. */
  public ObjectStatus status() {
    return status;
  }

  /** The version of the resource type's schema that the attributes follow. */
  public long schemaVersion() {
    return schemaVersion;
  }

  /** The attributes, not decoded. */
  public StoredAttributes attributes() {
    return attributes;
  }

  /** The paths of what is sensitive, as the file writes them. */
  public RawJson sensitiveAttributes() {
    return sensitiveAttributes;
  }

  /** Its identity, if the provider has one. */
  public Optional<StoredIdentity> identity() {
    return identity;
  }

  /** What its provider keeps with it; empty for nothing. */
  public Bytes privateBytes() {
    return privateBytes;
  }

  /** The resources it was created from, in the order of the file. */
  public List<ResourceAddress> dependencies() {
    return dependencies;
  }

  /** Whether a replacement is created before this is destroyed. */
  public boolean createBeforeDestroy() {
    return createBeforeDestroy;
  }

  /** Fields of the file not known here. */
  public Map<String, RawJson> unknownFields() {
    return unknownFields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectState that
        && status == that.status
        && schemaVersion == that.schemaVersion
        && attributes.equals(that.attributes)
        && sensitiveAttributes.equals(that.sensitiveAttributes)
        && identity.equals(that.identity)
        && privateBytes.equals(that.privateBytes)
        && dependencies.equals(that.dependencies)
        && createBeforeDestroy == that.createBeforeDestroy
        && unknownFields.equals(that.unknownFields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, schemaVersion, attributes, dependencies);
  }

  /** Collects the parts of an object. */
  public static final class Builder {
    private StoredAttributes attributes;
    private ObjectStatus status = ObjectStatus.READY;
    private long schemaVersion;
    private RawJson sensitiveAttributes = RawJson.EMPTY_LIST;
    private Optional<StoredIdentity> identity = Optional.empty();
    private Bytes privateBytes = Bytes.EMPTY;
    private List<ResourceAddress> dependencies = List.of();
    private boolean createBeforeDestroy;
    private Map<String, RawJson> unknownFields = Map.of();

    private Builder(StoredAttributes attributes) {
      this.attributes = attributes;
    }

    /** Sets the attributes. */
    public Builder attributes(StoredAttributes value) {
      attributes = value;
      return this;
    }

    /** Sets whether it is complete. */
    public Builder status(ObjectStatus value) {
      status = value;
      return this;
    }

    /** Sets the version of the schema that the attributes follow. */
    public Builder schemaVersion(long value) {
      schemaVersion = value;
      return this;
    }

    /** Sets the paths of what is sensitive, as the file writes them. */
    public Builder sensitiveAttributes(RawJson value) {
      sensitiveAttributes = value;
      return this;
    }

    /** Sets what identifies it. */
    public Builder identity(Optional<StoredIdentity> value) {
      identity = value;
      return this;
    }

    /** Sets what its provider keeps with it. */
    public Builder privateBytes(Bytes value) {
      privateBytes = value;
      return this;
    }

    /** Sets the resources it is created from. */
    public Builder dependencies(List<ResourceAddress> value) {
      dependencies = List.copyOf(value);
      return this;
    }

    /** Sets whether a replacement is created before it is destroyed. */
    public Builder createBeforeDestroy(boolean value) {
      createBeforeDestroy = value;
      return this;
    }

    /** Sets fields of the file not known here. */
    public Builder unknownFields(Map<String, RawJson> value) {
      unknownFields = Collections.unmodifiableMap(new LinkedHashMap<>(value));
      return this;
    }

    /** The object. */
    public ObjectState build() {
      return new ObjectState(this);
    }
  }
}
