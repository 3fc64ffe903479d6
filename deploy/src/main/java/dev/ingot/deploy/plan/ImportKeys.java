package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.configuration.ImportTarget;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.Shown;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates {@code for_each} and the keys of import blocks. */
final class ImportKeys {
  private final World world;

  ImportKeys(World world) {
    this.world = world;
  }

  /**
   * The elements of a block's {@code for_each}, one without data where it has none. Those that
   * aren't known yet are left out while checking, and reported while planning.
   */
  List<RepetitionData> elements(ImportBlock block, Diagnostics diagnostics) {
    if (block.forEach().isEmpty()) {
      return List.of(RepetitionData.NONE);
    }
    Expression forEach = block.forEach().get();
    Diagnostics own = new Diagnostics();
    Scope scope = world.scope(world.root(), RepetitionData.NONE);
    Value value = Evaluator.evaluate(forEach, scope, own);
    diagnostics.addAll(own);
    if (own.hasErrors() || value.isNull()) {
      return List.of();
    }
    if (!Values.isWhollyKnown(value)) {
      if (world.purpose() != World.Purpose.VALIDATE) {
        diagnostics.add(
            Shown.error(
                "Invalid for_each argument",
                Phrase.of(
                    "The \"for_each\" expression includes values derived from other resource"
                        + " attributes that cannot be determined until apply, and so Ingot cannot"
                        + " determine the full set of values that might be used to import this"
                        + " resource."),
                forEach,
                scope));
      }
      return List.of();
    }
    List<RepetitionData> elements = new ArrayList<>();
    switch (Values.unmarkDeep(value).value()) {
      case Value.MapValue(var _, Map<String, Value> entries) ->
          entries.forEach(
              (key, each) -> elements.add(new RepetitionData.Each(Value.of(key), each)));
      case Value.ObjectValue(Map<String, Value> entries) ->
          entries.forEach(
              (key, each) -> elements.add(new RepetitionData.Each(Value.of(key), each)));
      case Value.SetValue(var _, List<Value> found) ->
          found.forEach(each -> elements.add(new RepetitionData.Each(each, each)));
      case Value.ListValue(var _, List<Value> found) -> numbered(found, elements);
      case Value.TupleValue(List<Value> found) -> numbered(found, elements);
      case Value.StringValue _,
          Value.NumberValue _,
          Value.BoolValue _,
          Value.NullValue _,
          Value.UnknownValue _,
          Value.MarkedValue _ ->
          diagnostics.error(
              "Invalid for_each argument",
              "The \"for_each\" expression must be a collection.",
              forEach.range());
    }
    return elements;
  }

  private static void numbered(List<Value> found, List<RepetitionData> elements) {
    for (int i = 0; i < found.size(); i++) {
      elements.add(new RepetitionData.Each(Value.of(i), found.get(i)));
    }
  }

  /** The instance a target names for one element; empty after an error. */
  Optional<InstanceAddress> address(
      ImportTarget target, RepetitionData repetition, Diagnostics diagnostics) {
    ModuleAddress module = ModuleAddress.ROOT;
    for (ImportTarget.Call call : target.modules()) {
      Optional<InstanceKey> key = key(call.key(), target, repetition, diagnostics);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      module = module.child(call.name(), key.get());
    }
    ModuleAddress found = module;
    return key(target.key(), target, repetition, diagnostics)
        .map(
            key ->
                found.resource(target.block().mode(), target.type(), target.name()).instance(key));
  }

  private Optional<InstanceKey> key(
      Optional<Expression> written,
      ImportTarget target,
      RepetitionData repetition,
      Diagnostics diagnostics) {
    if (written.isEmpty()) {
      return Optional.of(InstanceKey.none());
    }
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(written.get(), world.scope(world.root(), repetition), own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    return switch (value.unmarked()) {
      case Value.StringValue(String text) -> Optional.of(InstanceKey.of(text));
      case Value.NumberValue(var number) when number.asLong().isPresent() ->
          Optional.of(InstanceKey.of(number.asLong().getAsLong()));
      case Value.UnknownValue _ when world.purpose() == World.Purpose.VALIDATE -> Optional.empty();
      case Value.NumberValue _,
          Value.BoolValue _,
          Value.NullValue _,
          Value.UnknownValue _,
          Value.ListValue _,
          Value.SetValue _,
          Value.MapValue _,
          Value.TupleValue _,
          Value.ObjectValue _,
          Value.MarkedValue _ -> {
        diagnostics.error(
            "Invalid address",
            value.unmarked() instanceof Value.NumberValue
                ? "Invalid resource instance key: value must be a whole number, between"
                    + " -9223372036854775808 and 9223372036854775807."
                : "Invalid resource instance key: either a string or an integer is required.",
            target.range());
        yield Optional.empty();
      }
    };
  }
}
