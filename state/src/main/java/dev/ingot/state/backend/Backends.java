package dev.ingot.state.backend;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.eval.ConstantScope;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The backends a configuration can use, and which one it uses: the one that was made ready by
 * {@code init}, as long as the configuration still says the same. Rules: the recorded behaviour of
 * Terraform 1.11.
 */
public final class Backends {
  private static final Set<String> KNOWN =
      Set.of(
          "azurerm",
          "cloud",
          "consul",
          "cos",
          "gcs",
          "http",
          "kubernetes",
          "oci",
          "oss",
          "pg",
          "remote",
          "s3");

  private final BackendTypes types;
  private final BackendPlace place;

  /** Of these kinds. */
  public Backends(BackendTypes types, BackendPlace place) {
    this.types = types;
    this.place = place;
  }

  BackendPlace place() {
    return place;
  }

  /**
   * The backend to work with.
   *
   * @param configured the block of the configuration
   * @throws BackendException if {@code init} has to be run first
   */
  public Backend current(Optional<BackendBlock> configured) {
    Optional<InitializedBackend> initialized = InitializedBackend.read(place.data());
    if (configured.isEmpty()) {
      initialized.ifPresent(
          before -> {
            throw needed(
                "required, please",
                "Unsetting the previously set backend \"" + before.type() + "\"");
          });
      return open(usual());
    }
    BackendBlock block = configured.get();
    if (initialized.isEmpty()) {
      throw needed(
          "required, please",
          "Initial configuration of the requested backend \"" + block.type() + "\"");
    }
    InitializedBackend before = initialized.get();
    if (!before.type().equals(block.type())) {
      throw needed(
          "required: please",
          "Backend type changed from \"" + before.type() + "\" to \"" + block.type() + "\"");
    }
    BackendType type = find(block);
    BackendSettings settings = read(type, block.body(), new Diagnostics());
    BackendSettings ready = before.settings(type);
    if (settings.hash() != before.hash() && !settings.equals(ready)) {
      throw needed("required: please", "Backend configuration block has changed");
    }
    return open(ready);
  }

  /** The settings where nothing is configured. */
  BackendSettings usual() {
    return empty(types.usual());
  }

  static BackendSettings empty(BackendType type) {
    TreeMap<String, Value> arguments = new TreeMap<>();
    for (String name : type.schema().attributes().keySet()) {
      if (!type.additions().contains(name)) {
        arguments.put(name, Values.NULL);
      }
    }
    type.schema().blocks().keySet().forEach(name -> arguments.put(name, Values.NULL));
    return new BackendSettings(type.name(), arguments);
  }

  /** The settings a block, or a file of settings, gives. */
  static BackendSettings read(BackendType type, Body body, Diagnostics diagnostics) {
    Value decoded = type.schema().decode(body, ConstantScope.INSTANCE, diagnostics);
    return settings(type, decoded);
  }

  /** The settings in an object; other attributes are ignored. */
  static BackendSettings settings(BackendType type, Value object) {
    BackendSettings settings = empty(type);
    for (String name : type.schema().attributes().keySet()) {
      Optional<Value> given = Values.attribute(object, name).filter(value -> !value.isNull());
      if (given.isPresent()) {
        settings = settings.with(name, converted(type, name, given.get()).orElse(given.get()));
      }
    }
    for (Map.Entry<String, NestedBlock> block : type.schema().blocks().entrySet()) {
      Optional<Value> given =
          Values.attribute(object, block.getKey()).filter(value -> !value.isNull());
      if (given.isPresent()) {
        Conversion.Result converted =
            Conversion.convert(
                given.get(), TypeConstraint.of(block.getValue().schema().impliedType()));
        settings =
            settings.with(
                block.getKey(), converted.problem().isEmpty() ? converted.value() : given.get());
      }
    }
    return settings;
  }

  /** The value of an argument in its type; empty if it doesn't fit. */
  static Optional<Value> converted(BackendType type, String argument, Value value) {
    return Optional.ofNullable(type.schema().attributes().get(argument))
        .map(attribute -> Conversion.convert(value, attribute.configurationConstraint()))
        .filter(result -> result.problem().isEmpty())
        .map(Conversion.Result::value);
  }

  /**
   * The backend of some settings.
   *
   * @throws BackendException if there is none of this kind, or the settings can't be used: the
   *     environment may give less than it did when they were written down
   */
  Backend open(BackendSettings settings) {
    BackendType type =
        find(settings.type()).orElseThrow(() -> new BackendException(unsupported(settings.type())));
    type.problems(settings, place).stream()
        .filter(Diagnostic::isError)
        .findFirst()
        .ifPresent(
            problem -> {
              throw new BackendException(problem);
            });
    return type.open(settings, place);
  }

  /**
   * A backend that another configuration uses.
   *
   * @param config its settings, an object or null
   * @throws BackendException if there is none of this kind
   */
  public Backend other(String type, Value config) {
    BackendType found = find(type).orElseThrow(() -> new BackendException(unsupported(type)));
    return open(settings(found, config));
  }

  /** Why a kind of backend can't be used. */
  public Optional<Diagnostic> problem(String type) {
    return find(type).isPresent() ? Optional.empty() : Optional.of(unsupported(type));
  }

  Optional<BackendType> find(String type) {
    return types.find(type);
  }

  /** The arguments of a kind of backend; empty if there is no such kind. */
  public Optional<Schema> schema(String type) {
    return find(type).map(BackendType::schema);
  }

  /** The kind of backend a block asks for. */
  BackendType find(BackendBlock block) {
    return find(block.type())
        .orElseThrow(
            () -> {
              Diagnostic problem = unsupported(block.type());
              return new BackendException(problem.orAt(block.typeRange()));
            });
  }

  private Diagnostic unsupported(String type) {
    if (KNOWN.contains(type)) {
      return Diagnostic.error(
          "Unsupported backend type",
          Phrase.of(
              "Ingot doesn't have the \"%s\" backend yet. It has %s.",
              type,
              types.names().stream()
                  .map(name -> "\"" + name + "\"")
                  .collect(Collectors.joining(", "))));
    }
    return Diagnostic.error(
        "Unsupported backend type",
        "There is no backend type named \""
            + type
            + "\"."
            + Suggestion.nearest(type, types.names())
                .map(nearest -> " Did you mean \"" + nearest + "\"?")
                .orElse(""));
  }

  private static BackendException needed(String demand, String reason) {
    return new BackendException(
        Diagnostic.error(
            Phrase.of("Backend initialization %s run \"ingot init\"", demand),
            Phrase.of(
                "Reason: %s\n\n"
                    + "The \"backend\" is the interface that Ingot uses to store state,\n"
                    + "perform operations, etc. If this message is showing up, it means that the\n"
                    + "Ingot configuration you're using is using a custom configuration for\n"
                    + "the Ingot backend.\n\n"
                    + "Changes to backend configurations require reinitialization. This allows\n"
                    + "Ingot to set up the new configuration, copy existing state, etc. Please"
                    + " run\n"
                    + "\"ingot init\" with either the \"-reconfigure\" or \"-migrate-state\" flags"
                    + " to\n"
                    + "use the current configuration.\n\n"
                    + "If the change reason above is incorrect, please verify your configuration\n"
                    + "hasn't changed and try again. At this point, no changes to your existing\n"
                    + "configuration or state have been made.",
                reason)));
  }
}
