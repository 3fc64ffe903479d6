package dev.ingot.bake.template;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.gotext.GoText;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fills in the Go templates in the arguments of components. Rules: Packer's public documentation of
 * its template engine; functions that read external data are for variables only.
 */
public final class ComponentText {
  private final BuildIdentity build;
  private final SortedMap<String, Value> buildValues;
  private final Scope scope;

  /**
   * @param buildValues the values of {@code build "NAME"}
   * @param scope provides functions and the clock
   */
  public ComponentText(BuildIdentity build, Map<String, Value> buildValues, Scope scope) {
    this.build = build;
    this.buildValues = new TreeMap<>(buildValues);
    this.scope = scope;
  }

  /**
   * The arguments with their templates filled in; unknown functions cause a warning and are left as
   * they are.
   */
  public Arguments fill(Arguments arguments, Diagnostics diagnostics) {
    SortedMap<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
    arguments
        .values()
        .forEach(
            (name, value) -> {
              GoText text =
                  new GoText((function, given) -> call(function, given, arguments.place(name)));
              values.put(name, fill(value, text));
              for (String unknown : text.unknown()) {
                diagnostics.add(
                    Diagnostic.warning(
                        "Unknown template function",
                        "{{ "
                            + unknown
                            + " }} calls an unknown function, so this text"
                            + " is left as it is.",
                        arguments.place(name)));
              }
            });
    return new Arguments(values, arguments.places(), arguments.block());
  }

  private static Value fill(Value value, GoText text) {
    return switch (value) {
      case Value.StringValue(String content) ->
          content.contains("{{") ? Value.of(text.render(content)) : value;
      case Value.ListValue(Type element, List<Value> elements) ->
          new Value.ListValue(element, fill(elements, text));
      case Value.SetValue set -> set;
      case Value.TupleValue(List<Value> elements) -> new Value.TupleValue(fill(elements, text));
      case Value.MapValue(Type element, SortedMap<String, Value> entries) ->
          new Value.MapValue(element, fill(entries, text));
      case Value.ObjectValue(SortedMap<String, Value> attributes) ->
          new Value.ObjectValue(fill(attributes, text));
      case Value.MarkedValue marked -> fill(marked.inner(), text).marked(marked.marks());
      case Value.NumberValue _, Value.BoolValue _, Value.NullValue _, Value.UnknownValue _ -> value;
    };
  }

  private static List<Value> fill(List<Value> elements, GoText text) {
    return elements.stream().map(element -> fill(element, text)).toList();
  }

  private static SortedMap<String, Value> fill(SortedMap<String, Value> entries, GoText text) {
    SortedMap<String, Value> filled = new TreeMap<>(entries);
    filled.replaceAll((name, value) -> fill(value, text));
    return filled;
  }

  private Optional<Value> call(String function, List<Value> arguments, SourceRange place) {
    return switch (function) {
      case "format" -> of("format", arguments, place);
      case "user" ->
          arguments.size() == 1 ? user(GoText.text(arguments.getFirst()), place) : Optional.empty();
      default ->
          textCall(function, arguments.stream().map(GoText::text).toList(), place).map(Value::of);
    };
  }

  /** A variable of the template. */
  private Optional<Value> user(String name, SourceRange place) {
    Traversal traversal =
        new Traversal("var", place, List.of(new Traversal.Attribute(name, place)));
    Diagnostics problems = new Diagnostics();
    return scope
        .resolve(traversal, problems)
        .filter(found -> !problems.hasErrors() && found.steps() == 1)
        .map(Scope.Resolved::value);
  }

  private Optional<String> textCall(String function, List<String> arguments, SourceRange place) {
    return switch (function) {
      case "build_name" -> Optional.of(build.declaredName());
      case "build_type" -> Optional.of(build.sourceType());
      case "packer_version" -> Optional.of(Template.LANGUAGE_VERSION);
      case "pwd" -> Optional.of(build.workingFolder().toString());
      case "template_dir" -> Optional.of(build.folder().toAbsolutePath().normalize().toString());
      case "timestamp" ->
          Optional.of(Long.toString(scope.environment().clock().instant().getEpochSecond()));
      case "isotime" -> textOf("legacy_isotime", arguments, place);
      case "strftime" -> textOf("legacy_strftime", arguments, place);
      case "uuid" -> textOf("uuidv4", arguments, place);
      case "upper", "lower" -> textOf(function, arguments, place);
      case "clean_resource_name" -> arguments.stream().findFirst().map(ComponentText::clean);
      case "build" -> arguments.stream().findFirst().flatMap(this::buildValue);
      case "split" -> split(arguments);
      case "replace_all" ->
          arguments.size() == 3
              ? Optional.of(arguments.get(2).replace(arguments.get(0), arguments.get(1)))
              : Optional.empty();
      case "replace" -> replace(arguments);
      case "sed" -> arguments.size() == 2 ? sed(arguments, place) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<String> textOf(String function, List<String> arguments, SourceRange place) {
    return of(function, arguments.stream().map(Value::of).toList(), place).flatMap(Values::text);
  }

  private Optional<Value> of(String function, List<Value> arguments, SourceRange place) {
    Diagnostics problems = new Diagnostics();
    List<SourceRange> places = arguments.stream().map(each -> place).toList();
    return scope
        .functions()
        .find(function)
        .map(
            found ->
                found.call(
                    new Scope.Call(function, arguments, places, place, place, scope), problems))
        .filter(value -> !problems.hasErrors());
  }

  private Optional<String> buildValue(String name) {
    return Optional.ofNullable(buildValues.get(name)).flatMap(Values::text);
  }

  private static String clean(String name) {
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char next = name.charAt(i);
      clean.append(
          next < 0x80 && (Character.isLetterOrDigit(next) || next == '-' || next == '_')
              ? next
              : '-');
    }
    return clean.toString();
  }

  private static Optional<String> split(List<String> arguments) {
    Optional<Integer> index = arguments.size() == 3 ? whole(arguments.get(2)) : Optional.empty();
    if (index.isEmpty() || arguments.get(1).isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    String text = arguments.get(0);
    String separator = arguments.get(1);
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return index.get() >= 0 && index.get() < parts.size()
        ? Optional.of(parts.get(index.get()))
        : Optional.empty();
  }

  private static Optional<String> replace(List<String> arguments) {
    Optional<Integer> most = arguments.size() == 4 ? whole(arguments.get(2)) : Optional.empty();
    if (most.isEmpty() || arguments.get(0).isEmpty()) {
      return Optional.empty();
    }
    StringBuilder replaced = new StringBuilder();
    String text = arguments.get(3);
    int from = 0;
    int count = 0;
    for (int at = text.indexOf(arguments.get(0));
        at >= 0 && (most.get() < 0 || count < most.get());
        at = text.indexOf(arguments.get(0), from)) {
      replaced.append(text, from, at).append(arguments.get(1));
      from = at + arguments.get(0).length();
      count++;
    }
    return Optional.of(replaced.append(text.substring(from)).toString());
  }

  /** {@code s/pattern/replacement/g} of a text. */
  private Optional<String> sed(List<String> arguments, SourceRange place) {
    return Substitution.parse(arguments.getFirst())
        .flatMap(
            each ->
                textOf(
                    "regex_replace",
                    List.of(arguments.getLast(), each.pattern(), each.replacement()),
                    place));
  }

  private static Optional<Integer> whole(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
