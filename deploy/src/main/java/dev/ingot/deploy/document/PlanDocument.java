package dev.ingot.deploy.document;

import dev.ingot.address.DeposedKey;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ImportKey;
import dev.ingot.deploy.OutputChange;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.configuration.LanguageVersion;
import dev.ingot.deploy.document.ValueDocument.Aspect;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** A plan as a document. Rules: plan JSON 1.2. */
public final class PlanDocument {
  private static final Comparator<ResourceChange> ORDER =
      Comparator.comparingInt((ResourceChange change) -> change.address().module().calls().size())
          .thenComparing(Comparator.naturalOrder());

  private static final String FORMAT_VERSION = "1.2";

  private final Plan plan;
  private final List<DecodedState.Stored> prior;

  private PlanDocument(Plan plan, List<DecodedState.Stored> prior) {
    this.plan = plan;
    this.prior = prior;
  }

  /**
   * The document of a plan.
   *
   * @param prior the objects of the plan's prior state
   */
  public static String text(Plan plan, List<DecodedState.Stored> prior) {
    return JsonDocument.line(json -> new PlanDocument(plan, prior).write(json));
  }

  /** Only what a plan changes, as fields of an object that the caller has opened. */
  public static void changes(JsonGenerator json, Plan plan) {
    PlanDocument document = new PlanDocument(plan, List.of());
    json.writeStringProperty("plan_format_version", FORMAT_VERSION);
    document.outputChanges(json);
    document.changes(json);
    document.drift(json);
    RelevantAttributes.write(json, plan);
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("format_version", FORMAT_VERSION);
    json.writeStringProperty("terraform_version", LanguageVersion.TERRAFORM);
    variables(json);
    planned(json);
    drift(json);
    changes(json);
    outputChanges(json);
    prior(json);
    json.writeName("configuration");
    new ConfigurationDocument(plan.schemas()).write(json, plan.configuration().root());
    RelevantAttributes.write(json, plan);
    if (!plan.checks().isEmpty()) {
      json.writeName("checks");
      ChecksDocument.write(json, plan.checks());
    }
    json.writeStringProperty(
        "timestamp",
        DateTimeFormatter.ISO_INSTANT.format(
            plan.timestamp().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS)));
    json.writeBooleanProperty("applyable", plan.isApplyable());
    json.writeBooleanProperty("complete", !plan.errored() && !plan.options().isPartial());
    json.writeBooleanProperty("errored", plan.errored());
    json.writeEndObject();
  }

  private void variables(JsonGenerator json) {
    Map<String, Value> all = new TreeMap<>(Value.KEY_ORDER);
    plan.configuration()
        .root()
        .module()
        .variables()
        .forEach(
            (name, variable) -> variable.defaultValue().ifPresent(usual -> all.put(name, usual)));
    // As given: their converted values follow from their types.
    all.putAll(plan.given());
    if (all.isEmpty()) {
      return;
    }
    json.writeName("variables");
    json.writeStartObject();
    all.forEach(
        (name, value) -> {
          json.writeName(name);
          json.writeStartObject();
          json.writeName("value");
          ValueDocument.write(json, value);
          json.writeEndObject();
        });
    json.writeEndObject();
  }

  private void planned(JsonGenerator json) {
    json.writeName("planned_values");
    json.writeStartObject();
    List<OutputChange> outputs =
        plan.outputs().values().stream()
            .filter(
                change ->
                    change.action() == ChangeAction.NO_OP
                        || (change.action() != ChangeAction.DELETE && !change.after().isNull()))
            .toList();
    if (!outputs.isEmpty()) {
      json.writeName("outputs");
      json.writeStartObject();
      outputs.forEach(output -> planned(json, output));
      json.writeEndObject();
    }
    json.writeName("root_module");
    ModuleDocuments.of(
            plan.changes().stream()
                .filter(change -> change.deposed().isEmpty())
                .filter(change -> change.action() != ChangeAction.DELETE)
                .sorted(ORDER)
                .map(PlanDocument::planned)
                .toList())
        .write(json);
    json.writeEndObject();
  }

  private static void planned(JsonGenerator json, OutputChange output) {
    json.writeName(output.name());
    json.writeStartObject();
    json.writeBooleanProperty("sensitive", output.beforeSensitive() || output.afterSensitive());
    if (Values.isWhollyKnown(output.after())) {
      json.writeName("type");
      // A plan keeps no type with null.
      Value after = Values.unmarkDeep(output.after()).value();
      json.writeRawValue(TypeJson.format(after.isNull() ? Type.DYNAMIC : after.type()));
      json.writeName("value");
      ValueDocument.write(json, output.after());
    }
    json.writeEndObject();
  }

  private static ResourceDocument planned(ResourceChange change) {
    return new ResourceDocument(
        change.address(),
        change.provider().provider().toString(),
        change.schemaVersion(),
        change.after().isNull() ? Optional.empty() : Optional.of(change.after()),
        List.of(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private void drift(JsonGenerator json) {
    if (plan.drift().isEmpty()) {
      return;
    }
    json.writeName("resource_drift");
    json.writeStartArray();
    plan.drift().stream().sorted(ORDER).forEach(change -> change(json, change));
    json.writeEndArray();
  }

  private void changes(JsonGenerator json) {
    if (plan.changes().isEmpty()) {
      return;
    }
    json.writeName("resource_changes");
    json.writeStartArray();
    plan.changes().stream().sorted(ORDER).forEach(change -> change(json, change));
    json.writeEndArray();
  }

  private static void change(JsonGenerator json, ResourceChange change) {
    json.writeStartObject();
    json.writeStringProperty("address", change.address().toString());
    if (change.isMoved()) {
      json.writeStringProperty("previous_address", change.previousAddress().toString());
    }
    if (!change.address().module().isRoot()) {
      json.writeStringProperty("module_address", change.address().module().toString());
    }
    ResourceDocument.address(json, change.address(), change.provider().provider().toString());
    change
        .deposed()
        .map(DeposedKey::text)
        .ifPresent(key -> json.writeStringProperty("deposed", key));
    json.writeName("change");
    json.writeStartObject();
    actions(json, change.action());
    Value after =
        change.action() == ChangeAction.FORGET
            ? Value.nullOf(change.before().type())
            : change.after();
    json.writeName("before");
    ValueDocument.write(json, change.before());
    json.writeName("after");
    ValueDocument.write(json, after);
    json.writeName("after_unknown");
    if (Values.isWhollyKnown(after)) {
      json.writeStartObject();
      json.writeEndObject();
    } else {
      ValueDocument.shape(json, after, Aspect.UNKNOWN);
    }
    json.writeName("before_sensitive");
    ValueDocument.shape(json, change.before(), Aspect.SENSITIVE);
    json.writeName("after_sensitive");
    ValueDocument.shape(json, after, Aspect.SENSITIVE);
    replacePaths(json, change);
    change
        .importKey()
        .ifPresent(
            key -> {
              json.writeName("importing");
              json.writeStartObject();
              importKey(json, key);
              json.writeEndObject();
            });
    change.generated().ifPresent(block -> json.writeStringProperty("generated_config", block));
    json.writeEndObject();
    if (!change.reason().text().isEmpty()) {
      json.writeStringProperty("action_reason", change.reason().text());
    }
    json.writeEndObject();
  }

  /** The property that tells what an object is imported by. */
  public static void importKey(JsonGenerator json, ImportKey key) {
    if (key.identity()) {
      json.writeName("identity");
      json.writeRawValue(key.text());
    } else {
      json.writeStringProperty("id", key.text());
    }
  }

  private static void replacePaths(JsonGenerator json, ResourceChange change) {
    if (change.replacePaths().isEmpty() || !change.action().isReplace()) {
      return;
    }
    json.writeName("replace_paths");
    json.writeStartArray();
    for (ValuePath path : change.replacePaths()) {
      json.writeStartArray();
      for (ValuePath.Step step : path.steps()) {
        switch (step) {
          case ValuePath.Attribute(String name) -> json.writeString(name);
          case ValuePath.Index(Value key) -> ValueDocument.write(json, key);
        }
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  static void actions(JsonGenerator json, ChangeAction action) {
    List<String> actions =
        switch (action) {
          case NO_OP -> List.of("no-op");
          case CREATE -> List.of("create");
          case READ -> List.of("read");
          case UPDATE -> List.of("update");
          case DELETE -> List.of("delete");
          case DELETE_THEN_CREATE -> List.of("delete", "create");
          case CREATE_THEN_DELETE -> List.of("create", "delete");
          case FORGET -> List.of("forget");
        };
    json.writeName("actions");
    json.writeStartArray();
    actions.forEach(json::writeString);
    json.writeEndArray();
  }

  private void outputChanges(JsonGenerator json) {
    if (plan.outputs().isEmpty()) {
      return;
    }
    json.writeName("output_changes");
    json.writeStartObject();
    for (OutputChange output : plan.outputs().values()) {
      json.writeName(output.name());
      json.writeStartObject();
      actions(json, output.action());
      json.writeName("before");
      ValueDocument.write(json, output.before());
      if (output.after().isKnown()) {
        json.writeName("after");
        ValueDocument.write(json, output.after());
      }
      json.writeName("after_unknown");
      if (Values.isWhollyKnown(output.after())) {
        json.writeBoolean(false);
      } else {
        ValueDocument.shape(json, output.after(), Aspect.UNKNOWN);
      }
      // One mark covers both sides: a value that was or becomes sensitive must not be shown.
      boolean sensitive = output.beforeSensitive() || output.afterSensitive();
      json.writeBooleanProperty("before_sensitive", sensitive);
      json.writeBooleanProperty("after_sensitive", sensitive);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void prior(JsonGenerator json) {
    Map<String, OutputState> outputs = new TreeMap<>(Value.KEY_ORDER);
    outputs.putAll(plan.prior().outputs());
    for (OutputChange output : plan.outputs().values()) {
      if (!output.after().isNull() && Values.isWhollyKnown(output.after())) {
        Value plain = Values.unmarkDeep(output.after()).value();
        outputs.put(
            output.name(),
            new OutputState(
                new RawJson(dev.ingot.lang.value.ValueJson.format(plain, plain.type())),
                new RawJson(TypeJson.format(plain.type())),
                output.afterSensitive()));
      }
    }
    if (outputs.isEmpty() && prior.isEmpty()) {
      return;
    }
    json.writeName("prior_state");
    StateDocument.write(json, outputs, prior, "null");
  }
}
