package dev.ingot.bake.template.legacy;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Brings a legacy template up to date: arguments and types that were renamed or taken away since it
 * was written. Rules: the public documentation of {@code packer fix}.
 */
public final class LegacyFix {
  private static final List<ArgumentFix> BUILDERS =
      List.of(
          ArgumentFix.type("virtualbox", "virtualbox-iso"),
          ArgumentFix.type("vmware", "vmware-iso"),
          ArgumentFix.type("proxmox", "proxmox-iso"),
          ArgumentFix.rename("", "ssh_key_path", "ssh_private_key_file"),
          ArgumentFix.rename("", "ssh_disable_agent", "ssh_disable_agent_forwarding"),
          ArgumentFix.rename("", "ssh_wait_timeout", "ssh_timeout"),
          ArgumentFix.rename("", "ssh_host_port_min", "host_port_min"),
          ArgumentFix.rename("", "ssh_host_port_max", "host_port_max"),
          ArgumentFix.rename("scaleway", "access_key", "organization_id"),
          ArgumentFix.rename("amazon-", "shutdown_behaviour", "shutdown_behavior"),
          ArgumentFix.rename("amazon-", "enhanced_networking", "ena_support"),
          ArgumentFix.remove("amazon-", "spot_price_auto_product"),
          ArgumentFix.change(
              "amazon-",
              "temporary_security_group_source_cidr",
              "temporary_security_group_source_cidrs",
              ArgumentFix::listed),
          ArgumentFix.rename("azure-", "exlude_from_latest", "exclude_from_latest"),
          ArgumentFix.remove("parallels-", "headless"),
          ArgumentFix.remove("parallels-", "parallels_tools_host_path"),
          ArgumentFix.remove("hyperv-", "vhd_temp_path"),
          ArgumentFix.rename("hyperv-", "clone_from_vmxc_path", "clone_from_vmcx_path"),
          ArgumentFix.rename("hyperv-", "cpu", "cpus"),
          ArgumentFix.rename("hyperv-", "ram_size", "memory"),
          ArgumentFix.change("qemu", "disk_size", "disk_size", ArgumentFix::megabytes));

  private static final List<ArgumentFix> PROVISIONERS =
      List.of(ArgumentFix.remove("ansible-local", "galaxycommand"));

  private static final List<ArgumentFix> POST_PROCESSORS =
      List.of(
          ArgumentFix.rename("manifest", "filename", "output"),
          ArgumentFix.remove("docker-", "login_email"),
          ArgumentFix.change("docker-tag", "tag", "tags", ArgumentFix::listed));

  private LegacyFix() {}

  /**
   * The content of a file, up to date.
   *
   * @return empty where the file is no JSON object; a diagnostic says why
   */
  public static Optional<Value> fix(SourceFile file, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    Body json = Syntax.parseJson(file, own);
    Map<String, Attribute> attributes = json.attributes(own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    SortedMap<String, Value> root = new TreeMap<>(Value.KEY_ORDER);
    attributes.forEach((name, attribute) -> root.put(name, plain(attribute.expression())));
    root.computeIfPresent(
        "builders", (name, all) -> each(all, one -> names(apply(BUILDERS, special(one)))));
    root.computeIfPresent(
        "provisioners", (name, all) -> each(all, one -> apply(PROVISIONERS, one)));
    root.computeIfPresent(
        "post-processors",
        (name, all) ->
            each(
                all,
                one ->
                    Values.elements(one).isPresent()
                        ? each(one, inner -> apply(POST_PROCESSORS, inner))
                        : apply(POST_PROCESSORS, one)));
    return Optional.of(new Value.ObjectValue(root));
  }

  /** A JSON value, whose strings are nothing but texts. */
  private static Value plain(Expression expression) {
    return switch (expression) {
      case Expression.ObjectConstructor object -> {
        SortedMap<String, Value> entries = new TreeMap<>(Value.KEY_ORDER);
        for (Expression.ObjectConstructor.Item item : object.items()) {
          LegacyValues.text(item.key()).ifPresent(key -> entries.put(key, plain(item.value())));
        }
        yield new Value.ObjectValue(entries);
      }
      case Expression.TupleConstructor tuple ->
          new Value.TupleValue(tuple.elements().stream().map(LegacyFix::plain).toList());
      case Expression.Literal(Value value, var _) -> value;
      default -> LegacyValues.text(expression).map(Value::of).orElse(Values.NULL);
    };
  }

  private static Value each(Value list, UnaryOperator<Value> change) {
    return Values.elements(list)
        .<Value>map(elements -> new Value.TupleValue(elements.stream().map(change).toList()))
        .orElse(list);
  }

  private static Value apply(List<ArgumentFix> fixes, Value component) {
    if (!(component instanceof Value.ObjectValue(SortedMap<String, Value> given))) {
      return component;
    }
    SortedMap<String, Value> arguments = new TreeMap<>(given);
    fixes.forEach(fix -> fix.apply(arguments));
    return new Value.ObjectValue(arguments);
  }

  /** What takes more than one argument into account. */
  private static Value special(Value builder) {
    if (!(builder instanceof Value.ObjectValue(SortedMap<String, Value> given))) {
      return builder;
    }
    SortedMap<String, Value> arguments = new TreeMap<>(given);
    Value md5 = arguments.remove("iso_md5");
    if (md5 != null) {
      arguments.put(
          "iso_checksum", Values.text(md5).<Value>map(sum -> Value.of("md5:" + sum)).orElse(md5));
    }
    checksum(arguments);
    Value privateAddress = arguments.remove("ssh_private_ip");
    if (privateAddress != null) {
      arguments.putIfAbsent(
          "ssh_interface",
          Value.of(
              Values.isTrue(privateAddress) || Values.text(privateAddress).orElse("").equals("true")
                  ? "private_ip"
                  : "public_ip"));
    }
    Value attach = arguments.remove("guest_additions_attach");
    if (attach != null) {
      arguments.put("guest_additions_mode", Value.of(Values.isTrue(attach) ? "attach" : "upload"));
    }
    return new Value.ObjectValue(arguments);
  }

  /** The kind of a checksum stands before it. */
  private static void checksum(SortedMap<String, Value> arguments) {
    Optional<String> url = text(arguments, "iso_checksum_url");
    Optional<String> type = text(arguments, "iso_checksum_type");
    Optional<String> sum = text(arguments, "iso_checksum");
    if (url.isEmpty() && type.isEmpty()) {
      return;
    }
    arguments.remove("iso_checksum_url");
    arguments.remove("iso_checksum_type");
    if (type.orElse("").equals("none")) {
      arguments.put("iso_checksum", Value.of("none"));
    } else if (url.isPresent()) {
      arguments.put("iso_checksum", Value.of("file:" + url.get()));
    } else if (sum.isPresent() && sum.get().indexOf(':') < 0) {
      arguments.put("iso_checksum", Value.of(type.get() + ":" + sum.get()));
    }
  }

  private static Optional<String> text(SortedMap<String, Value> arguments, String name) {
    return Optional.ofNullable(arguments.get(name)).flatMap(Values::text);
  }

  /** Functions that have other names now, in all texts. */
  private static Value names(Value value) {
    return switch (value) {
      case Value.StringValue(String text) ->
          Value.of(
              text.replace("clean_image_name", "clean_resource_name")
                  .replace("clean_ami_name", "clean_resource_name")
                  .replace("{{.CreateTime}}", "{{timestamp}}")
                  .replace("{{ .CreateTime }}", "{{timestamp}}"));
      case Value.TupleValue(List<Value> elements) -> {
        List<Value> changed = new ArrayList<>();
        elements.forEach(element -> changed.add(names(element)));
        yield new Value.TupleValue(changed);
      }
      case Value.ObjectValue(SortedMap<String, Value> attributes) -> {
        SortedMap<String, Value> changed = new TreeMap<>(attributes);
        changed.replaceAll((key, each) -> names(each));
        yield new Value.ObjectValue(changed);
      }
      default -> value;
    };
  }
}
