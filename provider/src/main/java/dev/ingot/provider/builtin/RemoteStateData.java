package dev.ingot.provider.builtin;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Documentation;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ReadDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code terraform_remote_state}: the outputs of another deployment. Rules: as recorded. */
final class RemoteStateData {
  static final String TYPE = "terraform_remote_state";
  static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "backend",
              Attribute.required(Type.STRING)
                  .documented(described("The type of the backend that stores the state.")),
              "config",
              Attribute.optional(Type.DYNAMIC)
                  .documented(described("The configuration of the backend, as an object.")),
              "defaults",
              Attribute.optional(Type.DYNAMIC)
                  .documented(described("Values for outputs that the state doesn't have.")),
              "outputs",
              Attribute.computed(Type.DYNAMIC)
                  .documented(described("The outputs of the root module, as an object.")),
              "workspace",
              Attribute.optional(Type.STRING)
                  .documented(described("The workspace of the state."))));

  private final RemoteStates states;

  RemoteStateData(RemoteStates states) {
    this.states = states;
  }

  private static Documentation described(String text) {
    return new Documentation(text, Documentation.Format.MARKDOWN, false, "");
  }

  List<ProviderDiagnostic> validate(Value config) {
    List<ProviderDiagnostic> problems = new ArrayList<>();
    Optional<String> backend = Values.text(part(config, "backend"));
    backend
        .flatMap(states::problem)
        .ifPresent(problem -> problems.add(invalid(problem, "backend")));
    Value settings = part(config, "config");
    if (backend.isPresent() && states.problem(backend.get()).isEmpty()) {
      Optional<String> why =
          isObject(settings)
              ? states.problem(backend.get(), settings)
              : Optional.of("an object is required");
      why.ifPresent(
          problem ->
              problems.add(
                  invalid(
                      "The given configuration is not valid for backend \""
                          + backend.get()
                          + "\": "
                          + problem
                          + ".",
                      "config")));
    }
    if (!isObject(part(config, "defaults"))) {
      problems.add(
          ProviderDiagnostic.error(
              "Invalid default values",
              "Defaults must be given in an object value.",
              ValuePath.ROOT.attribute("defaults")));
    }
    return List.copyOf(problems);
  }

  private static ProviderDiagnostic invalid(String detail, String attribute) {
    return ProviderDiagnostic.error(
        "Invalid backend configuration", detail, ValuePath.ROOT.attribute(attribute));
  }

  private static boolean isObject(Value value) {
    if (value.isNull() || !value.isKnown()) {
      return true;
    }
    return value.type() instanceof Type.ObjectType || value.type() instanceof Type.MapType;
  }

  ReadDataSource.Response read(ReadDataSource.Request request, CallContext context) {
    Value config = request.config();
    TreeMap<String, Value> result = new TreeMap<>(Values.entries(config).orElse(new TreeMap<>()));
    String workspace = Values.text(part(config, "workspace")).orElse("default");
    String backend = Values.text(part(config, "backend")).orElse("");
    SortedMap<String, Value> defaults =
        Values.entries(part(config, "defaults")).orElse(new TreeMap<>());
    TreeMap<String, Value> outputs = new TreeMap<>(Value.KEY_ORDER);
    outputs.putAll(defaults);
    try {
      Optional<SortedMap<String, Value>> found =
          states.outputs(backend, part(config, "config"), workspace, context.subject().orElse(""));
      if (found.isEmpty()) {
        return failed(
            ProviderDiagnostic.error(
                "Unable to find remote state",
                "No stored state was found for the given workspace in the given backend.",
                ValuePath.ROOT.attribute("workspace")));
      }
      found.ifPresent(outputs::putAll);
    } catch (RemoteStates.RemoteStateException e) {
      return failed(
          ProviderDiagnostic.error(
              e.summary(),
              String.valueOf(e.getMessage()),
              e.attribute().isEmpty() ? ValuePath.ROOT : ValuePath.ROOT.attribute(e.attribute())));
    }
    result.put("outputs", new Value.ObjectValue(outputs));
    return new ReadDataSource.Response(new Value.ObjectValue(result), Optional.empty(), List.of());
  }

  private static ReadDataSource.Response failed(ProviderDiagnostic problem) {
    return new ReadDataSource.Response(Values.NULL, Optional.empty(), List.of(problem));
  }

  private static Value part(Value object, String name) {
    return Values.attribute(object, name).orElse(Values.NULL);
  }
}
