package dev.ingot.bake.template.legacy;

import dev.ingot.bake.gotext.GoPipelines;
import dev.ingot.bake.gotext.GoPipelines.Call;
import dev.ingot.bake.gotext.GoPipelines.Operand;
import dev.ingot.bake.gotext.GoPipelines.Part;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Variables of a legacy template whose defaults are made of other values. */
final class MadeVariables {
  private MadeVariables() {}

  /** Whether a default needs more than a variable of the environment. */
  static boolean isMade(Value value) {
    return calls(value)
        .anyMatch(
            call ->
                !call.name().equals("env")
                    || !(call.operands().size() == 1
                        && call.operands().getFirst() instanceof Operand.Text));
  }

  /** The names of those that have a default: one that needs itself has none. */
  static List<String> of(Map<String, Value> variables) {
    return variables.entrySet().stream()
        .filter(each -> isMade(each.getValue()) && !needsItself(each.getKey(), variables))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean needsItself(String name, Map<String, Value> variables) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      Value value = variables.get(open.pop());
      if (value == null) {
        continue;
      }
      for (String used : calls(value).flatMap(MadeVariables::used).toList()) {
        if (used.equals(name)) {
          return true;
        }
        if (seen.add(used)) {
          open.push(used);
        }
      }
    }
    return false;
  }

  private static Stream<Call> calls(Value value) {
    return GoPipelines.of(Values.text(value).orElse("")).stream()
        .flatMap(
            part -> part instanceof Part.Action action ? Stream.of(action.call()) : Stream.empty());
  }

  private static Stream<String> used(Call call) {
    return call.operands().stream()
        .flatMap(
            operand ->
                switch (operand) {
                  case Operand.Text(String text) ->
                      call.name().equals("user") ? Stream.of(text) : Stream.<String>empty();
                  case Operand.Result(Call inner) -> used(inner);
                  case Operand.Numeral _ -> Stream.<String>empty();
                });
  }
}
