package dev.ingot.deploy.mock;

import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.TypeNames;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.InProcessProvider;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.ResourceTypeSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers in the place of a provider, for one object. Objects exist only in the state of the test.
 * Rules: the recorded behaviour of Terraform 1.11.
 */
public final class MockProvider extends InProcessProvider {
  private final ProviderSchema schema;
  private final MockedObject object;
  private final boolean overridden;
  private final long seed;

  /**
   * @param schema of the provider it stands in for
   * @param overridden whether it stands in for this object only, and not for the whole provider
   * @param seed of generated values
   */
  public MockProvider(ProviderSchema schema, MockedObject object, boolean overridden, long seed) {
    this.schema = schema;
    this.object = object;
    this.overridden = overridden;
    this.seed = seed;
  }

  @Override
  public ProviderSchema schema() {
    return schema;
  }

  /** A value, and what is wrong with it. */
  private record Filled(Value value, List<ProviderDiagnostic> problems) {}

  private Filled filled(Schema block, Value from, GeneratedValues.Gap gap) {
    GeneratedValues generated = new GeneratedValues(object, seed);
    Value value = generated.filled(block, from, gap);
    List<ProviderDiagnostic> problems = new ArrayList<>();
    for (GeneratedValues.Misfit misfit : generated.misfits()) {
      problems.add(
          ProviderDiagnostic.error(
              "Failed to compute attribute",
              "No value of the target type "
                  + TypeNames.friendly(misfit.type())
                  + " could be computed with the mocked data defined at "
                  + object.place()
                  + " with the attribute \""
                  + name(misfit.path())
                  + "\": "
                  + misfit.problem()
                  + "."));
    }
    return new Filled(value, problems);
  }

  private static String name(ValuePath path) {
    String text = path.toString();
    return text.startsWith(".") ? text.substring(1) : text;
  }

  private static Schema block(Optional<ResourceTypeSchema> type) {
    return type.map(ResourceTypeSchema::block).orElse(Schema.EMPTY);
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    return new ReadResource.Response(
        request.current(), request.privateData(), Optional.empty(), request.identity(), List.of());
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    Value proposed = request.proposedNew();
    Filled planned = new Filled(proposed, List.of());
    if (!proposed.isNull() && request.prior().isNull()) {
      Schema block = block(schema.resourceType(request.type()));
      planned =
          object.whilePlanning()
              ? filled(block, proposed, GeneratedValues.Gap.NULL)
              : new Filled(GeneratedValues.unknown(block, proposed, object), List.of());
    }
    return new PlanResourceChange.Response(
        planned.value(),
        List.of(),
        request.priorPrivate(),
        Optional.empty(),
        Optional.empty(),
        false,
        planned.problems());
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    Value planned = request.planned();
    Filled applied =
        planned.isNull()
            ? new Filled(planned, List.of())
            : filled(
                block(schema.resourceType(request.type())), planned, GeneratedValues.Gap.UNKNOWN);
    return new ApplyResourceChange.Response(
        applied.problems().isEmpty() ? applied.value() : request.prior(),
        Bytes.EMPTY,
        request.plannedIdentity(),
        false,
        applied.problems());
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    Filled read =
        filled(
            block(schema.dataSource(request.type())), request.config(), GeneratedValues.Gap.NULL);
    return new ReadDataSource.Response(read.value(), Optional.empty(), read.problems());
  }

  @Override
  public EphemeralResource.OpenResponse openEphemeral(
      EphemeralResource.OpenRequest request, CallContext context) {
    Filled opened =
        filled(
            block(schema.ephemeralResource(request.type())),
            request.config(),
            GeneratedValues.Gap.NULL);
    return new EphemeralResource.OpenResponse(
        opened.value(), Bytes.EMPTY, Optional.empty(), Optional.empty(), opened.problems());
  }

  @Override
  public ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context) {
    if (!overridden) {
      return new ImportResourceState.Response(
          List.of(),
          Optional.empty(),
          List.of(
              ProviderDiagnostic.error(
                  "Invalid import request",
                  "Cannot import resources from mock providers. Use an `override_resource` block"
                      + " to targeting the specific resource being imported instead.")));
    }
    Value found =
        new GeneratedValues(object, seed).imported(block(schema.resourceType(request.type())));
    return new ImportResourceState.Response(
        List.of(
            new ImportResourceState.Imported(request.type(), found, Bytes.EMPTY, Optional.empty())),
        Optional.empty(),
        List.of());
  }
}
