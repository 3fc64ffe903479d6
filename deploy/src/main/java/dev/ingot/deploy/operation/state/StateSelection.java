package dev.ingot.deploy.operation.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.deploy.configuration.WrittenAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Result;
import dev.ingot.lang.SourceFile;
import dev.ingot.state.State;
import java.util.List;

/** The instances of a state that an address names: those of a module, of a resource, or one. */
public final class StateSelection {
  private StateSelection() {}

  /**
   * The instances an address names, possibly none.
   *
   * @return an error where the text is no address
   */
  public static Result<List<InstanceAddress>> matching(State state, String text) {
    List<Diagnostic> problems = WrittenAddress.problems(SourceFile.unlisted("", text));
    if (!problems.isEmpty()) {
      return Result.failed(problems);
    }
    try {
      return Result.of(found(state, text), List.of());
    } catch (AddressException e) {
      return Result.failed(invalid(text, e));
    }
  }

  /**
   * The instances an address names.
   *
   * @return an error where the text is no address, or the state has nothing there
   */
  public static Result<List<InstanceAddress>> existing(State state, String text) {
    Result<List<InstanceAddress>> found = matching(state, text);
    return found.hasErrors() || !found.get().isEmpty()
        ? found
        : Result.failed(List.of(unknown(text)));
  }

  private static List<InstanceAddress> found(State state, String text) {
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

  /** Whether a text is the address of a module. */
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

  private static Diagnostic unknown(String text) {
    if (isModule(text)) {
      return Diagnostic.error(
          "Unknown module",
          Phrase.of(
              "The current state contains no module at %s. If you've just added this module to the"
                  + " configuration, you must run \"ingot apply\" first to create the module's"
                  + " entry in the state.",
              text));
    }
    return InstanceAddress.parse(text).key().equals(InstanceKey.none())
        ? Diagnostic.error(
            "Unknown resource",
            Phrase.of(
                "The current state contains no resource %s. If you've just added this resource to"
                    + " the configuration, you must run \"ingot apply\" first to create the"
                    + " resource's entry in the state.",
                text))
        : Diagnostic.error(
            "Unknown resource instance",
            Phrase.of(
                "The current state contains no resource instance %s. If you've just added its"
                    + " resource to the configuration or have changed the count or for_each"
                    + " arguments, you must run \"ingot apply\" first to update the resource's"
                    + " entry in the state.",
                text));
  }

  /**
   * The instance an address names, whether or not the state has it.
   *
   * @return an error where the text is no address of an instance
   */
  public static Result<InstanceAddress> instance(String text) {
    List<Diagnostic> problems = WrittenAddress.problemsOfInstance(SourceFile.unlisted("", text));
    if (!problems.isEmpty()) {
      return Result.failed(problems);
    }
    try {
      return Result.of(InstanceAddress.parse(text), List.of());
    } catch (AddressException e) {
      return Result.failed(invalid(text, e));
    }
  }

  /** Why a text is no address: as the language says it, or else as the address does. */
  static List<Diagnostic> invalid(String text, AddressException problem) {
    List<Diagnostic> problems = WrittenAddress.problems(SourceFile.unlisted("", text));
    return problems.isEmpty()
        ? List.of(Diagnostic.error("Invalid address", String.valueOf(problem.getMessage())))
        : problems;
  }
}
