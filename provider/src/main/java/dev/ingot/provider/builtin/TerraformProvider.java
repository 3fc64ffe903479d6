package dev.ingot.provider.builtin;

import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.InProcessProvider;
import dev.ingot.provider.MoveResourceState;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.provider.ResourceTypes;
import dev.ingot.provider.ServerCapabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The provider {@code terraform.io/builtin/terraform}: {@code terraform_data}, {@code
 * terraform_remote_state} and functions on the language itself.
 */
public final class TerraformProvider extends InProcessProvider {
  private final TerraformData data;
  private final RemoteStateData remoteState;
  private final ProviderSchema schema;

  /**
   * The provider.
   *
   * @param random for the ids of {@code terraform_data}
   * @param states the states for {@code terraform_remote_state}
   */
  public TerraformProvider(RandomGenerator random, RemoteStates states) {
    data = new TerraformData(random);
    remoteState = new RemoteStateData(states);
    schema =
        new ProviderSchema(
            Schema.EMPTY,
            Optional.empty(),
            ResourceTypes.of(
                Map.of(TerraformData.TYPE, ResourceTypeSchema.of(TerraformData.SCHEMA))),
            ResourceTypes.of(
                Map.of(RemoteStateData.TYPE, ResourceTypeSchema.of(RemoteStateData.SCHEMA))),
            ResourceTypes.NONE,
            LanguageFunctions.SIGNATURES,
            new ServerCapabilities(false, true, true, false, false, true));
  }

  @Override
  public ProviderSchema schema() {
    return schema;
  }

  @Override
  public List<ProviderDiagnostic> validateResourceConfig(
      String type, Value config, ClientCapabilities capabilities, CallContext context) {
    return TerraformData.validate(config);
  }

  @Override
  public List<ProviderDiagnostic> validateDataSourceConfig(
      String type, Value config, CallContext context) {
    return type.equals(RemoteStateData.TYPE) ? remoteState.validate(config) : List.of();
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    return TerraformData.read(request);
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    return TerraformData.plan(request);
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    return data.apply(request);
  }

  @Override
  public ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context) {
    return TerraformData.importObject(request);
  }

  @Override
  public MoveResourceState.Response moveResourceState(
      MoveResourceState.Request request, CallContext context) {
    return TerraformData.move(request);
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    return remoteState.read(request, context);
  }

  @Override
  public CallFunction.Response callFunction(CallFunction.Request request, CallContext context) {
    return LanguageFunctions.call(request);
  }
}
