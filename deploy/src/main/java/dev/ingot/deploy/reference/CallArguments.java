package dev.ingot.deploy.reference;

import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Attribute;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks the arguments of a module call against the module's variables. */
final class CallArguments {
  private CallArguments() {}

  /** What is wrong with the first call that is wrong: inner ones first, then by their names. */
  static List<Diagnostic> refused(ModuleTree tree) {
    for (ModuleTree child : new TreeMap<>(tree.children()).values()) {
      List<Diagnostic> inside = refused(child);
      if (!inside.isEmpty()) {
        return inside;
      }
      ModuleCall call = tree.module().calls().get(child.path().getLast());
      Diagnostics diagnostics = new Diagnostics();
      if (call != null) {
        check(call, child, diagnostics);
      }
      if (diagnostics.hasErrors()) {
        return diagnostics.list();
      }
    }
    return List.of();
  }

  private static Set<String> unused(ModuleCall call, ModuleTree child) {
    Set<String> names = new TreeSet<>(child.module().variables().keySet());
    names.removeAll(call.arguments().keySet());
    return names;
  }

  private static void check(ModuleCall call, ModuleTree child, Diagnostics diagnostics) {
    for (InputVariable variable : child.module().variables().values()) {
      if (variable.required() && !call.arguments().containsKey(variable.name())) {
        diagnostics.error(
            "Missing required argument",
            "The argument \"" + variable.name() + "\" is required, but no definition was found.",
            call.missingItemRange());
      }
    }
    for (Attribute argument : call.arguments().values()) {
      if (!child.module().variables().containsKey(argument.name())) {
        diagnostics.error(
            "Unsupported argument",
            "An argument named \""
                + argument.name()
                + "\" is not expected here."
                + ReferenceChecker.suggestion(argument.name(), unused(call, child))
                    .map(" "::concat)
                    .orElse(""),
            argument.nameRange());
      }
    }
  }
}
