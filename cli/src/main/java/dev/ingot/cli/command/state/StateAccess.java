package dev.ingot.cli.command.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.cli.Engine;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.cli.operation.StateProblems;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What these commands share: opening the state, and addresses that name several instances. */
final class StateAccess {
  private StateAccess() {}

  static Flags flags() {
    return PlanFlags.state();
  }

  static StateStore store(Engine engine) throws IOException {
    return engine.store(engine.load().get().root().module().backend());
  }

  /** A locked state; empty where it can't be opened, which has been told. */
  static Optional<StateSession> open(Engine engine, Invocation invocation, String operation)
      throws IOException, UsageException {
    try {
      return Optional.of(store(engine).open(PlanFlags.lock(invocation.given(), operation)));
    } catch (StateException e) {
      engine.show(StateProblems.opening(e, engine.wording().product()));
      return Optional.empty();
    }
  }

  /** The same, whatever {@code -state-out} says. */
  static Optional<StateSession> openSource(Engine engine, Invocation invocation, String operation)
      throws IOException, UsageException {
    try {
      return Optional.of(
          engine
              .withoutOption("state-out")
              .store(engine.load().get().root().module().backend())
              .open(PlanFlags.lock(invocation.given(), operation)));
    } catch (StateException e) {
      engine.show(StateProblems.opening(e, engine.wording().product()));
      return Optional.empty();
    }
  }

  /** Prints plain text on standard error. */
  static int refuse(Engine engine, String text) {
    engine.terminal().out().flush();
    engine.terminal().err().println(text);
    engine.terminal().err().flush();
    return dev.ingot.cli.ExitCode.ERROR;
  }

  static int refuse(Engine engine, Diagnostic problem) {
    engine.show(List.of(problem));
    return dev.ingot.cli.ExitCode.ERROR;
  }

  static String noStateFile(Engine engine) {
    return "No state file was found!\n\nState management commands require a state file. Run this"
        + " command\nin a directory where "
        + engine.wording().product()
        + " has been run or use the -state flag\nto point the command to a specific state"
        + " location.";
  }

  /** The instances an address names: those of a module, of a resource, or one. */
  static List<InstanceAddress> matching(State state, String text) {
    if (isModule(text)) {
      ModuleAddress module = ModuleAddress.parse(text);
      return state.instances().filter(each -> within(module, each.module())).toList();
    }
    InstanceAddress wanted = InstanceAddress.parse(text);
    return state
        .instances()
        .filter(each -> each.resource().equals(wanted.resource()))
        .filter(each -> wanted.key().equals(InstanceKey.none()) || each.key().equals(wanted.key()))
        .toList();
  }

  static boolean isModule(String text) {
    try {
      return text.startsWith("module.") && !ModuleAddress.parse(text).isRoot();
    } catch (AddressException e) {
      return false;
    }
  }

  /** Whether a module is another or in it; a call without a key stands for all its instances. */
  private static boolean within(ModuleAddress outer, ModuleAddress inner) {
    if (inner.calls().size() < outer.calls().size()) {
      return false;
    }
    for (int i = 0; i < outer.calls().size(); i++) {
      ModuleAddress.Call want = outer.calls().get(i);
      ModuleAddress.Call have = inner.calls().get(i);
      if (!want.name().equals(have.name())
          || !(want.key().equals(InstanceKey.none()) || want.key().equals(have.key()))) {
        return false;
      }
    }
    return true;
  }

  /** Why a text is no address: as the language says it, or else as the address does. */
  static int invalid(Engine engine, String text, AddressException problem) {
    Diagnostics diagnostics = new Diagnostics();
    Syntax.parseTraversal(SourceFile.unlisted("", text), diagnostics);
    if (!diagnostics.hasErrors()) {
      diagnostics.add(Diagnostic.error("Invalid address", String.valueOf(problem.getMessage())));
    }
    engine.show(diagnostics.list());
    return dev.ingot.cli.ExitCode.ERROR;
  }
}
