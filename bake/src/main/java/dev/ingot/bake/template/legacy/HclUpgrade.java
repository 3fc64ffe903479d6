package dev.ingot.bake.template.legacy;

import dev.ingot.bake.gotext.GoCalls;
import dev.ingot.bake.gotext.GoCalls.Part;
import dev.ingot.lang.format.Formatter;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A legacy JSON template in HCL, with the blocks in the order in which Packer's {@code
 * hcl2_upgrade} writes them. Template functions without a counterpart stay as they are: they are
 * filled in components' arguments in both languages.
 */
public final class HclUpgrade {
  private static final Set<String> META = Set.of("type", "name");

  /** Arguments of known components that are blocks, although one object is given. */
  private static final Set<String> BLOCKS =
      Set.of(
          "assume_role",
          "metadata_options",
          "plan_info",
          "security_group_filter",
          "shared_image_gallery",
          "shared_image_gallery_destination",
          "source_ami_filter",
          "subnet_filter",
          "temporary_iam_instance_profile_policy_document",
          "vault_aws_engine",
          "vpc_filter");

  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> names = new LinkedHashMap<>();

  /** Variables made of others: in HCL they are locals. */
  private final Set<String> derived = new LinkedHashSet<>();

  private HclUpgrade() {}

  /** The text of a template that was brought up to date by {@link LegacyFix}. */
  public static String of(Value template) {
    HclUpgrade upgrade = new HclUpgrade();
    upgrade.template(object(template));
    return Formatter.format(upgrade.out.toString());
  }

  private static SortedMap<String, Value> object(Value value) {
    return value.unmarked() instanceof Value.ObjectValue(SortedMap<String, Value> attributes)
        ? attributes
        : new TreeMap<>();
  }

  private static List<Value> elements(Value value) {
    return value.unmarked() instanceof Value.TupleValue(List<Value> elements)
        ? elements
        : List.of(value);
  }

  private static List<Value> list(SortedMap<String, Value> of, String name) {
    return Optional.ofNullable(of.get(name)).map(HclUpgrade::elements).orElse(List.of());
  }

  private static String text(SortedMap<String, Value> of, String name) {
    return Optional.ofNullable(of.get(name)).flatMap(Values::text).orElse("");
  }

  private void template(SortedMap<String, Value> template) {
    String version = text(template, "min_packer_version");
    if (!version.isEmpty()) {
      out.append("packer {\nrequired_version = ").append(quoted(">= " + version)).append("\n}\n\n");
    }
    List<String> sensitive =
        list(template, "sensitive-variables").stream()
            .flatMap(each -> Values.text(each).stream())
            .toList();
    SortedMap<String, Value> variables =
        Optional.ofNullable(template.get("variables"))
            .map(HclUpgrade::object)
            .orElse(new TreeMap<>());
    variables.forEach(
        (name, value) -> {
          if (GoCalls.of(Values.text(value).orElse("")).stream().anyMatch(HclUpgrade::isMade)) {
            derived.add(name);
          }
        });
    variables.forEach(
        (name, value) -> {
          if (!derived.contains(name)) {
            variable(name, value, sensitive.contains(name));
          }
        });
    int locals = out.length();
    Map<String, SortedMap<String, Value>> sources = sources(template);
    sources.forEach((name, body) -> block(source(name), body));
    build(template, sources);
    StringBuilder made = new StringBuilder();
    derived.forEach(
        name ->
            made.append("local ")
                .append(quoted(name))
                .append(" {\nexpression = ")
                .append(expression(variables.getOrDefault(name, Value.of("")), false))
                .append(sensitive.contains(name) ? "\nsensitive = true" : "")
                .append("\n}\n\n"));
    if (out.indexOf("local.timestamp") >= 0 || made.indexOf("local.timestamp") >= 0) {
      made.append("locals {\ntimestamp = regex_replace(timestamp(), \"[- TZ:]\", \"\")\n}\n\n");
    }
    out.insert(locals, made);
  }

  /** Whether a part of a default needs more than a variable of the environment. */
  private static boolean isMade(Part part) {
    return part instanceof Part.Call call && !call.name().equals("env");
  }

  private void variable(String name, Value value, boolean sensitive) {
    out.append("variable ").append(quoted(name)).append(" {\ntype = string\n");
    if (!value.isNull()) {
      out.append("default = ").append(expression(value, true)).append('\n');
    }
    if (sensitive) {
      out.append("sensitive = true\n");
    }
    out.append("}\n\n");
  }

  /** By type and name, as they are written. */
  private Map<String, SortedMap<String, Value>> sources(SortedMap<String, Value> template) {
    List<SortedMap<String, Value>> builders = new ArrayList<>();
    list(template, "builders").forEach(each -> builders.add(object(each)));
    builders.sort(java.util.Comparator.comparing(each -> text(each, "type")));
    Map<String, SortedMap<String, Value>> sources = new LinkedHashMap<>();
    int number = 0;
    for (SortedMap<String, Value> builder : builders) {
      number++;
      String type = text(builder, "type");
      String given = text(builder, "name");
      String name = given.isEmpty() ? "autogenerated_" + number : given.replace('.', '_');
      names.put(given.isEmpty() ? type : given, type + "." + name);
      sources.put(type + "." + name, builder);
    }
    return sources;
  }

  private static String source(String name) {
    int dot = name.indexOf('.');
    return "source " + quoted(name.substring(0, dot)) + " " + quoted(name.substring(dot + 1));
  }

  private void block(String head, SortedMap<String, Value> body) {
    out.append(head).append(" {\n");
    arguments(body, META);
    out.append("}\n\n");
  }

  private void arguments(SortedMap<String, Value> body, Set<String> without) {
    body.forEach(
        (name, value) -> {
          if (without.contains(name) || value.isNull()) {
            return;
          }
          List<Value> elements = elements(value);
          boolean several = value.unmarked() instanceof Value.TupleValue;
          boolean blocks =
              !elements.isEmpty()
                  && elements.stream()
                      .allMatch(each -> each.unmarked() instanceof Value.ObjectValue)
                  && (several || BLOCKS.contains(name));
          if (blocks) {
            for (Value each : elements) {
              out.append(name).append(" {\n");
              arguments(object(each), Set.of());
              out.append("}\n");
            }
          } else {
            out.append(name).append(" = ").append(expression(value, false)).append('\n');
          }
        });
  }

  private void build(
      SortedMap<String, Value> template, Map<String, SortedMap<String, Value>> sources) {
    out.append("build {\n");
    String description = text(template, "description");
    if (!description.isEmpty()) {
      out.append("description = ").append(quoted(description)).append("\n\n");
    }
    out.append("sources = [");
    out.append(
        String.join(
            ", ", sources.keySet().stream().map(each -> quoted("source." + each)).toList()));
    out.append("]\n\n");
    for (Value each : list(template, "provisioners")) {
      step("provisioner", object(each));
    }
    if (template.containsKey("error-cleanup-provisioner")) {
      step(
          "error-cleanup-provisioner",
          object(template.getOrDefault("error-cleanup-provisioner", Value.of(""))));
    }
    for (Value each : list(template, "post-processors")) {
      if (each.unmarked() instanceof Value.TupleValue(List<Value> chain)) {
        out.append("post-processors {\n");
        chain.forEach(this::post);
        out.append("}\n");
      } else {
        post(each);
      }
    }
    out.append("}\n");
  }

  private void post(Value value) {
    Optional<String> name = Values.text(value);
    if (name.isPresent()) {
      out.append("post-processor ").append(quoted(name.get())).append(" {\n}\n");
    } else {
      step("post-processor", object(value));
    }
  }

  private void step(String kind, SortedMap<String, Value> step) {
    SortedMap<String, Value> body = new TreeMap<>(step);
    for (String meta : List.of("only", "except")) {
      body.computeIfPresent(
          meta,
          (_, given) ->
              new Value.TupleValue(
                  elements(given).stream()
                      .map(
                          each ->
                              Values.text(each)
                                  .map(name -> Value.of(names.getOrDefault(name, name)))
                                  .orElse(each))
                      .toList()));
    }
    SortedMap<String, Value> overrides =
        Optional.ofNullable(body.get("override")).map(HclUpgrade::object).orElse(new TreeMap<>());
    if (!overrides.isEmpty()) {
      SortedMap<String, Value> renamed = new TreeMap<>(Value.KEY_ORDER);
      overrides.forEach(
          (name, value) -> {
            String full = names.getOrDefault(name, name);
            renamed.put(full.substring(full.indexOf('.') + 1), value);
          });
      body.put("override", new Value.ObjectValue(renamed));
    }
    out.append(kind).append(' ').append(quoted(text(step, "type"))).append(" {\n");
    arguments(body, Set.of("type"));
    out.append("}\n");
  }

  private String expression(Value value, boolean variable) {
    return switch (value.unmarked()) {
      case Value.StringValue(String text) -> template(text, variable);
      case Value.NumberValue number -> number.number().toString();
      case Value.BoolValue(boolean truth) -> Boolean.toString(truth);
      case Value.TupleValue(List<Value> elements) ->
          "["
              + String.join(
                  ", ", elements.stream().map(each -> expression(each, variable)).toList())
              + "]";
      case Value.ObjectValue(SortedMap<String, Value> attributes) -> {
        StringBuilder text = new StringBuilder("{\n");
        attributes.forEach(
            (name, each) ->
                text.append(isName(name) ? name : quoted(name))
                    .append(" = ")
                    .append(expression(each, variable))
                    .append('\n'));
        yield text.append('}').toString();
      }
      case Value.NullValue _,
          Value.UnknownValue _,
          Value.ListValue _,
          Value.SetValue _,
          Value.MapValue _,
          Value.MarkedValue _ ->
          "null";
    };
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && !Character.isDigit(text.charAt(0))
        && text.chars().allMatch(c -> c == '_' || (c < 0x80 && Character.isLetterOrDigit(c)));
  }

  /** A string whose template functions have become expressions. */
  private String template(String text, boolean variable) {
    StringBuilder made = new StringBuilder("\"");
    for (Part part : GoCalls.of(text)) {
      switch (part) {
        case Part.Text(String plain) -> made.append(escaped(plain));
        case Part.Call call -> {
          Optional<String> counterpart = counterpart(call, variable);
          if (counterpart.isPresent()) {
            made.append("${").append(counterpart.get()).append('}');
          } else {
            made.append(escaped(call.source()));
          }
        }
      }
    }
    return made.append('"').toString();
  }

  private Optional<String> counterpart(Part.Call call, boolean variable) {
    List<String> given = call.arguments();
    if (given.isEmpty()) {
      return switch (call.name()) {
        case "timestamp" -> Optional.of("local.timestamp");
        case "isotime" -> Optional.of("timestamp()");
        case "uuid" -> Optional.of("uuidv4()");
        case "build_name" -> Optional.of("source.name");
        case "build_type" -> Optional.of("source.type");
        case "template_dir" -> Optional.of("path.root");
        case "pwd" -> Optional.of("path.cwd");
        case "packer_version" -> Optional.of("packer.version");
        default -> Optional.empty();
      };
    }
    if (given.size() != 1) {
      return Optional.empty();
    }
    String argument = given.getFirst();
    return switch (call.name()) {
      case "user" ->
          isName(argument)
              ? Optional.of((derived.contains(argument) ? "local." : "var.") + argument)
              : Optional.empty();
      case "env" -> variable ? Optional.of("env(" + quoted(argument) + ")") : Optional.empty();
      case "isotime" -> Optional.of("legacy_isotime(" + quoted(argument) + ")");
      case "build" -> isName(argument) ? Optional.of("build." + argument) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replace("${", "$${")
        .replace("%{", "%%{");
  }
}
