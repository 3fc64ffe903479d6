package dev.ingot.provider;

import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/**
 * Base of in-process providers: unsupported calls return an error, and stored objects are read with
 * the current schema.
 */
public abstract class InProcessProvider implements Provider {
  /** A provider that is not configured yet. */
  protected InProcessProvider() {}

  /** The error for an unsupported call. */
  protected static ProviderDiagnostic notOffered(String what) {
    return ProviderDiagnostic.error(
        "Not supported by the provider", "The provider does not support " + what + ".");
  }

  @Override
  public List<ProviderDiagnostic> validateProviderConfig(Value config, CallContext context) {
    return List.of();
  }

  @Override
  public List<ProviderDiagnostic> validateResourceConfig(
      String type, Value config, ClientCapabilities capabilities, CallContext context) {
    return List.of();
  }

  @Override
  public List<ProviderDiagnostic> validateDataSourceConfig(
      String type, Value config, CallContext context) {
    return List.of();
  }

  @Override
  public List<ProviderDiagnostic> validateEphemeralConfig(
      String type, Value config, CallContext context) {
    return List.of();
  }

  @Override
  public List<ProviderDiagnostic> configure(
      Value config, String clientVersion, ClientCapabilities capabilities, CallContext context) {
    return List.of();
  }

  @Override
  public UpgradeResourceState.Response upgradeResourceState(
      UpgradeResourceState.Request request, CallContext context) {
    Optional<ResourceTypeSchema> schema = schema().resourceType(request.type());
    if (schema.isEmpty()) {
      return failed(notOffered("the resource type " + request.type()));
    }
    if (request.version() > schema.get().version()) {
      return failed(
          ProviderDiagnostic.error(
              "Object from a newer version",
              "The object was stored by a newer version of the provider (schema "
                  + request.version()
                  + ", this one has "
                  + schema.get().version()
                  + "). Use that version or a later one."));
    }
    return read(request.state(), schema.get().block());
  }

  private static UpgradeResourceState.Response read(RawState state, Schema schema) {
    Type type = schema.impliedType();
    return switch (state) {
      case RawState.Flat _ ->
          failed(
              ProviderDiagnostic.error(
                  "Object in an outdated format",
                  "The object was stored before Terraform 0.12. Upgrade the state with Terraform"
                      + " 0.13 first."));
      case RawState.Json(String text) -> {
        try {
          yield new UpgradeResourceState.Response(ValueJson.parse(text, type), List.of());
        } catch (ValueJsonException | JacksonException e) {
          yield failed(
              ProviderDiagnostic.error(
                  "Stored object does not fit its schema",
                  "The stored object could not be read: " + e.getMessage() + "."));
        }
      }
    };
  }

  private static UpgradeResourceState.Response failed(ProviderDiagnostic problem) {
    return new UpgradeResourceState.Response(Value.nullOf(Type.DYNAMIC), List.of(problem));
  }

  @Override
  public UpgradeResourceState.Response upgradeResourceIdentity(
      UpgradeResourceState.Request request, CallContext context) {
    return failed(notOffered("identities"));
  }

  @Override
  public ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context) {
    return new ImportResourceState.Response(
        List.of(),
        Optional.empty(),
        List.of(notOffered("the import of objects of type " + request.type())));
  }

  @Override
  public MoveResourceState.Response moveResourceState(
      MoveResourceState.Request request, CallContext context) {
    return new MoveResourceState.Response(
        Value.nullOf(Type.DYNAMIC),
        Bytes.EMPTY,
        Optional.empty(),
        List.of(
            notOffered(
                "moving objects of type " + request.sourceType() + " to " + request.targetType())));
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    return new ReadDataSource.Response(
        Value.nullOf(Type.DYNAMIC),
        Optional.empty(),
        List.of(notOffered("the data source " + request.type())));
  }

  @Override
  public EphemeralResource.OpenResponse openEphemeral(
      EphemeralResource.OpenRequest request, CallContext context) {
    return new EphemeralResource.OpenResponse(
        Value.nullOf(Type.DYNAMIC),
        Bytes.EMPTY,
        Optional.empty(),
        Optional.empty(),
        List.of(notOffered("the ephemeral resource " + request.type())));
  }

  @Override
  public EphemeralResource.RenewResponse renewEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    return new EphemeralResource.RenewResponse(request.privateData(), Optional.empty(), List.of());
  }

  @Override
  public List<ProviderDiagnostic> closeEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    return List.of();
  }

  @Override
  public List<ProviderDiagnostic> listResource(
      ListResource.Request request, CallContext context, Consumer<ListResource.Found> found) {
    return List.of(notOffered("listing objects of type " + request.type()));
  }

  @Override
  public CallFunction.Response callFunction(CallFunction.Request request, CallContext context) {
    return new CallFunction.Failure(
        "the provider has no function named " + request.name(), java.util.OptionalInt.empty());
  }

  @Override
  public void stop() {}

  @Override
  public void close() {}
}
