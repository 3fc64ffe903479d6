package dev.ingot.provider;

import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Manages the objects of some resource types. It runs in this process or in a separate one; its
 * callers can't tell. Rules: the plugin protocols 5 and 6.
 *
 * <p>Values given and returned carry no marks; objects have every attribute of their schema. Except
 * for {@link #schema}, the {@code validate} calls, {@link #upgradeResourceState} and {@link
 * #callFunction}, {@link #configure} comes first. Safe for use by several threads.
 *
 * <p>Every call throws {@link ProviderException} if the provider can't answer.
 */
public interface Provider extends AutoCloseable {
  /** Its schema; always the same. */
  ProviderSchema schema();

  /**
   * Its schema if it is another than {@link #schema} was, which may have been kept from another
   * run: a few providers have other types in other folders. From then on it is the one of {@link
   * #schema}.
   */
  default Optional<ProviderSchema> describedAnew() {
    return Optional.empty();
  }

  /** Validates its own configuration; parts may be unknown. */
  List<ProviderDiagnostic> validateProviderConfig(Value config, CallContext context);

  /** Validates the configuration of a resource; parts may be unknown. */
  List<ProviderDiagnostic> validateResourceConfig(
      String type, Value config, ClientCapabilities capabilities, CallContext context);

  /** Validates the configuration of a data source; parts may be unknown. */
  List<ProviderDiagnostic> validateDataSourceConfig(String type, Value config, CallContext context);

  /** Validates the configuration of an ephemeral resource; parts may be unknown. */
  List<ProviderDiagnostic> validateEphemeralConfig(String type, Value config, CallContext context);

  /** Configures it, once. Parts may be unknown while planning. */
  List<ProviderDiagnostic> configure(
      Value config, String clientVersion, ClientCapabilities capabilities, CallContext context);

  /** Upgrades a stored object to the current schema. */
  UpgradeResourceState.Response upgradeResourceState(
      UpgradeResourceState.Request request, CallContext context);

  /** Upgrades a stored identity to the current schema. */
  UpgradeResourceState.Response upgradeResourceIdentity(
      UpgradeResourceState.Request request, CallContext context);

  /** Refreshes an object. */
  ReadResource.Response readResource(ReadResource.Request request, CallContext context);

  /** Plans a change; changes nothing. */
  PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context);

  /** Applies a planned change. */
  ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context);

  /** Imports existing objects. */
  ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context);

  /** Moves a stored object to another type. */
  MoveResourceState.Response moveResourceState(
      MoveResourceState.Request request, CallContext context);

  /** Reads a data source. */
  ReadDataSource.Response readDataSource(ReadDataSource.Request request, CallContext context);

  /** Opens an ephemeral resource. */
  EphemeralResource.OpenResponse openEphemeral(
      EphemeralResource.OpenRequest request, CallContext context);

  /** Renews an ephemeral resource. */
  EphemeralResource.RenewResponse renewEphemeral(
      EphemeralResource.Handle request, CallContext context);

  /** Closes an ephemeral resource. */
  List<ProviderDiagnostic> closeEphemeral(EphemeralResource.Handle request, CallContext context);

  /**
   * Finds objects that a query asks for, and gives each as it is found.
   *
   * @return what is wrong with the query as a whole
   */
  List<ProviderDiagnostic> listResource(
      ListResource.Request request, CallContext context, Consumer<ListResource.Found> found);

  /** Calls one of its functions; needs no configuration. */
  CallFunction.Response callFunction(CallFunction.Request request, CallContext context);

  /** Asks all calls in progress to end early; they return what they have done so far. */
  void stop();

  /** Ends the provider. */
  @Override
  void close();
}
