package dev.ingot.deploy.reference;

import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.Provisioner;
import dev.ingot.deploy.configuration.RemovedBlock;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The supported types of provisioners. Rules: the recorded behaviour of Terraform 1.11. */
public final class ProvisionerTypes {
  private static final Schema FILE =
      Schema.of(
          Map.of(
              "source", Attribute.optional(Type.STRING),
              "content", Attribute.optional(Type.STRING),
              "destination", Attribute.required(Type.STRING)));
  private static final Schema REMOTE_EXEC =
      Schema.of(
          Map.of(
              "inline", Attribute.optional(new Type.ListType(Type.STRING)),
              "script", Attribute.optional(Type.STRING),
              "scripts", Attribute.optional(new Type.ListType(Type.STRING))));

  private ProvisionerTypes() {}

  /** The arguments of a type; empty if there is no such type. */
  public static Optional<Schema> schema(String type) {
    return switch (type) {
      case LocalExecSchema.TYPE -> Optional.of(LocalExecSchema.SCHEMA);
      case "file" -> Optional.of(FILE);
      case "remote-exec" -> Optional.of(REMOTE_EXEC);
      default -> Optional.empty();
    };
  }

  /** Checks the arguments of a provisioner and of its connection; whether they are right. */
  public static boolean check(Provisioner provisioner, Scope scope, Diagnostics diagnostics) {
    Optional<Schema> schema = schema(provisioner.type());
    if (schema.isEmpty()) {
      return true;
    }
    Diagnostics own = new Diagnostics();
    Value config = schema.get().decode(provisioner.body(), scope, own);
    provisioner.checkConnection(own);
    if (!own.hasErrors()) {
      combination(provisioner, config)
          .ifPresent(
              problem -> own.error(problem.summary(), problem.detail(), provisioner.declaration()));
    }
    diagnostics.addAll(own);
    return !own.hasErrors();
  }

  private record Problem(String summary, String detail) {}

  private static Optional<Problem> combination(Provisioner provisioner, Value config) {
    List<String> given = new ArrayList<>();
    for (String name : List.of("source", "content", "inline", "script", "scripts")) {
      if (Values.attribute(config, name).filter(value -> !value.isNull()).isPresent()) {
        given.add(name);
      }
    }
    return switch (provisioner.type()) {
      case "file" ->
          given.size() == 1
              ? Optional.empty()
              : Optional.of(
                  given.isEmpty()
                      ? new Problem(
                          "Must provide one of 'source' or 'content'",
                          "The \"file\" provisioner needs something to copy.")
                      : new Problem(
                          "Cannot set both 'source' and 'content'",
                          "The \"file\" provisioner copies one thing; keep one of the two."));
      case "remote-exec" ->
          given.size() == 1
              ? Optional.empty()
              : Optional.of(
                  new Problem(
                      "Invalid remote-exec provisioner configuration",
                      "Only one of \"inline\", \"script\", or \"scripts\" must be set"));
      default -> Optional.empty();
    };
  }

  /** A message for each unsupported type that a configuration uses. */
  static List<Diagnostic> missing(ModuleTree root) {
    SortedMap<String, SourceRange> found = new TreeMap<>();
    collect(root, found);
    List<Diagnostic> messages = new ArrayList<>();
    found.forEach(
        (type, place) ->
            messages.add(
                Diagnostic.error(
                    "Missing required provisioner plugin",
                    "This configuration requires provisioner plugin \""
                        + type
                        + "\" (first at "
                        + place
                        + "), which isn't available. The provisioners there are: \"local-exec\","
                        + " \"remote-exec\" and \"file\".")));
    return messages;
  }

  private static void collect(ModuleTree tree, SortedMap<String, SourceRange> found) {
    for (ResourceConfiguration resource : tree.module().resources().values()) {
      note(resource.provisioners(), found);
    }
    for (RemovedBlock removed : tree.module().removed()) {
      note(removed.provisioners(), found);
    }
    tree.children().values().forEach(child -> collect(child, found));
  }

  private static void note(List<Provisioner> provisioners, SortedMap<String, SourceRange> found) {
    for (Provisioner provisioner : provisioners) {
      if (schema(provisioner.type()).isEmpty()) {
        found.putIfAbsent(provisioner.type(), provisioner.typeRange());
      }
    }
  }
}
