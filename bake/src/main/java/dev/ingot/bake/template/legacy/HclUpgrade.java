package dev.ingot.bake.template.legacy;

import dev.ingot.bake.gotext.GoPipelines;
import dev.ingot.bake.gotext.GoPipelines.Part;
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
import java.util.stream.Stream;

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

  /** Arguments of known components that are lists, although one text may be given. */
  private static final Set<String> LISTS =
      Set.of(
          "ami_regions",
          "ami_users",
          "ansible_env_vars",
          "boot_command",
          "cd_files",
          "changes",
          "checksum_types",
          "environment_vars",
          "extra_arguments",
          "files",
          "floppy_dirs",
          "floppy_files",
          "inline",
          "iso_urls",
          "scripts",
          "security_group_ids",
          "sources",
          "tags",
          "valid_exit_codes");

  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> names = new LinkedHashMap<>();

  /** Variables made of others: in HCL they are locals. */
  private final Set<String> derived = new LinkedHashSet<>();

  private final Set<String> used = new LinkedHashSet<>();
  private final HclCalls calls = new HclCalls(derived, used);

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
      out.append("packer {\nrequired_version = ")
          .append(HclText.quoted(">= " + version))
          .append("\n}\n\n");
    }
    List<String> sensitive =
        list(template, "sensitive-variables").stream()
            .flatMap(each -> Values.text(each).stream())
            .toList();
    SortedMap<String, Value> variables =
        Optional.ofNullable(template.get("variables"))
            .map(HclUpgrade::object)
            .orElse(new TreeMap<>());
    derived.addAll(MadeVariables.of(variables));
    variables.forEach(
        (name, value) -> {
          if (!derived.contains(name)) {
            variable(
                name, MadeVariables.isMade(value) ? Values.NULL : value, sensitive.contains(name));
          }
        });
    String head = taken();
    Map<String, SortedMap<String, Value>> sources = sources(template);
    sources.forEach((name, body) -> block(source(name), body));
    build(template, sources);
    String blocks = taken();
    Set<String> inBlocks = Set.copyOf(used);
    derived.forEach(
        name ->
            out.append("local ")
                .append(HclText.quoted(name))
                .append(" {\nexpression = ")
                .append(expression(variables.getOrDefault(name, Value.of("")), false))
                .append(sensitive.contains(name) ? "\nsensitive = true" : "")
                .append("\n}\n\n"));
    if (blocks.contains("local.timestamp") || out.indexOf("local.timestamp") >= 0) {
      out.append("locals {\ntimestamp = regex_replace(timestamp(), \"[- TZ:]\", \"\")\n}\n\n");
    }
    String locals = taken();
    Set<String> inDefaultsOnly = new LinkedHashSet<>(used);
    inDefaultsOnly.removeAll(inBlocks);
    out.append(head);
    undeclared(variables.keySet(), inDefaultsOnly);
    out.append(locals).append(blocks);
  }

  /** What was written since the last call. */
  private String taken() {
    String text = out.toString();
    out.setLength(0);
    return text;
  }

  /**
   * Variables that a legacy template uses without declaring them: they are empty, those of defaults
   * have to be given.
   */
  private void undeclared(Set<String> declared, Set<String> inDefaultsOnly) {
    used.stream()
        .filter(name -> !declared.contains(name))
        .forEach(
            name ->
                variable(name, inDefaultsOnly.contains(name) ? Values.NULL : Value.of(""), false));
  }

  private void variable(String name, Value value, boolean sensitive) {
    out.append("variable ").append(HclText.quoted(name)).append(" {\ntype = string\n");
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
      String name =
          given.isEmpty() || given.contains("{{")
              ? "autogenerated_" + number
              : HclText.identifier(given);
      names.put(given.isEmpty() ? type : given, type + "." + name);
      sources.put(type + "." + name, builder);
    }
    return sources;
  }

  private static String source(String name) {
    int dot = name.indexOf('.');
    return "source "
        + HclText.quoted(name.substring(0, dot))
        + " "
        + HclText.quoted(name.substring(dot + 1));
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
            out.append(name)
                .append(" = ")
                .append(LISTS.contains(name) ? list(value) : expression(value, false))
                .append('\n');
          }
        });
  }

  /** In a legacy template a text is a list of what is between its commas. */
  private String list(Value value) {
    Optional<String> text = Values.text(value);
    if (text.isEmpty()) {
      return value.unmarked() instanceof Value.TupleValue
          ? expression(value, false)
          : "[" + expression(value, false) + "]";
    }
    return text.get().contains("{{")
        ? "split(\",\", " + template(text.get(), false) + ")"
        : expression(
            Values.tuple(Stream.of(text.get().split(",", -1)).map(Value::of).toList()), false);
  }

  private void build(
      SortedMap<String, Value> template, Map<String, SortedMap<String, Value>> sources) {
    out.append("build {\n");
    String description = text(template, "description");
    if (!description.isEmpty()) {
      out.append("description = ").append(HclText.quoted(description)).append("\n\n");
    }
    out.append("sources = [");
    out.append(
        String.join(
            ", ",
            sources.keySet().stream().map(each -> HclText.quoted("source." + each)).toList()));
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
      out.append("post-processor ").append(HclText.quoted(name.get())).append(" {\n}\n");
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
    out.append(kind).append(' ').append(HclText.quoted(text(step, "type"))).append(" {\n");
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
                text.append(HclText.isIdentifier(name) ? name : HclText.quoted(name))
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

  /** A string whose template functions have become expressions. */
  private String template(String text, boolean variable) {
    StringBuilder made = new StringBuilder("\"");
    for (Part part : GoPipelines.of(text)) {
      switch (part) {
        case Part.Text(String plain) -> made.append(HclText.escaped(plain));
        case Part.Action(String source, GoPipelines.Call call) ->
            made.append(
                calls
                    .expression(call, variable)
                    .map(expression -> "${" + expression + "}")
                    .orElse(HclText.escaped(source)));
      }
    }
    return made.append('"').toString();
  }
}
