package dev.ingot.deploy.reference;

import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Attribute;

/** Checks the arguments of a module call against the module's variables. */
final class CallArguments {
  private CallArguments() {}

  static void check(ModuleCall call, ModuleTree child, Diagnostics diagnostics) {
    call.problems().forEach(diagnostics::add);
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
                + ReferenceChecker.suggestion(argument.name(), child.module().variables().keySet())
                    .map(" "::concat)
                    .orElse(""),
            argument.nameRange());
      }
    }
  }
}
