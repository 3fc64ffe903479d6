package dev.ingot.cli.view;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ModuleAddress;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.state.OutputState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Prints a state. Rules: the recorded output of Terraform 1.11. */
public final class StateText {
  private final DifferenceText values;

  /** Prints to a terminal. */
  public StateText(Terminal terminal, Wording wording) {
    this.values = new DifferenceText(terminal, wording);
  }

  /**
   * An object.
   *
   * @param deposed its key; empty for the current object
   */
  public record Shown(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      boolean tainted,
      Schema schema,
      Value value) {}

  /** The text of one object, with a line end. */
  public String text(Shown object) {
    String note =
        object.deposed().map(key -> " (deposed object " + key.text() + ")").orElse("")
            + (object.tainted() ? " (tainted)" : "");
    return "# "
        + object.address()
        + ":"
        + note
        + "\n"
        + ChangeText.head(object.address().resource())
        + " {\n"
        + new BodyText(values, false)
            .lines(object.schema(), object.value(), object.value(), List.of(), 4)
        + "}\n";
  }

  /** The text of all objects and outputs. */
  public String text(List<Shown> objects, SortedMap<String, OutputState> outputs) {
    StringBuilder out = new StringBuilder();
    Set<ModuleAddress> shown = new HashSet<>();
    for (int i = 0; i < objects.size(); i++) {
      ModuleAddress module = objects.get(i).address().module();
      if (i > 0 && module.equals(objects.get(i - 1).address().module())) {
        out.append('\n');
      } else if (isBelow(module, shown)) {
        out.append("\n\n");
      }
      shown.add(module);
      out.append(text(objects.get(i)));
    }
    if (!outputs.isEmpty()) {
      out.append("\n\nOutputs:\n\n");
      outputs.forEach(
          (name, output) -> {
            Value value = OutputText.value(output);
            Value visible = output.sensitive() ? value.marked(Marks.SENSITIVE) : value;
            out.append(name)
                .append(" = ")
                .append(
                    values.text(Differences.unchanged(visible, OutputText.type(output)), 0, false))
                .append('\n');
          });
    }
    return out.toString();
  }

  /** Whether objects of a module that contains another one are shown. */
  private static boolean isBelow(ModuleAddress module, Set<ModuleAddress> shown) {
    for (ModuleAddress outer = module; !outer.isRoot(); ) {
      outer = outer.parent();
      if (shown.contains(outer)) {
        return true;
      }
    }
    return false;
  }
}
