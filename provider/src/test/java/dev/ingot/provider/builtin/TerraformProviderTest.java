package dev.ingot.provider.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProposedNew;
import dev.ingot.provider.Provider;
import dev.ingot.provider.kit.ProviderKit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TerraformProviderTest extends ProviderKit {
  private static final class NoStates implements RemoteStates {
    @Override
    public Optional<String> problem(String backend, Value config) {
      return Optional.empty();
    }

    @Override
    public Optional<String> problem(String backend) {
      return backend.equals("local")
          ? Optional.empty()
          : Optional.of("There is no backend type named \"" + backend + "\".");
    }

    @Override
    public Optional<SortedMap<String, Value>> outputs(
        String backend, Value config, String workspace, String reader) {
      return Optional.empty();
    }
  }

  @Override
  protected Provider create() {
    return new TerraformProvider(new SplittableRandom(1), new NoStates());
  }

  @Override
  protected Value providerConfig() {
    return Values.EMPTY_OBJECT;
  }

  @Override
  protected String type() {
    return "terraform_data";
  }

  private static Value data(Value input, Value triggers) {
    return Values.object(
        Map.of(
            "id",
            Value.nullOf(Type.STRING),
            "input",
            input,
            "output",
            Values.NULL,
            "triggers_replace",
            triggers));
  }

  @Override
  protected Value config() {
    return data(Values.tuple(Value.of("x"), Value.of(2)), Values.NULL);
  }

  @Override
  protected Value changedConfig() {
    return data(Value.of("y"), Values.NULL);
  }

  private PlanResourceChange.Response plan(Value prior, Value config) {
    return create()
        .planResourceChange(
            new PlanResourceChange.Request(
                "terraform_data",
                prior,
                ProposedNew.of(TerraformData.SCHEMA, prior, config),
                config,
                Bytes.EMPTY,
                Values.NULL,
                Optional.empty(),
                ClientCapabilities.NONE),
            CallContext.unlimited());
  }

  private static Value part(Value object, String name) {
    return Values.attribute(object, name).orElseThrow();
  }

  @Test
  void theOutputOfNoInputIsKnownToBeNull() {
    Value planned = plan(Values.NULL, data(Values.NULL, Values.NULL)).planned();
    assertThat(part(planned, "output").isNull()).isTrue();
    assertThat(part(planned, "id").isKnown()).isFalse();
    assertThat(Values.equal(part(planned, "id"), Values.NULL)).isEqualTo(Values.FALSE);
  }

  @Test
  void theOutputOfAChangedInputIsUnknownButOfItsType() {
    Value prior =
        Values.object(
            Map.of(
                "id", Value.of("i"),
                "input", Value.of("1"),
                "output", Value.of("1"),
                "triggers_replace", Values.NULL));
    Value planned = plan(prior, data(Value.of(1), Values.NULL)).planned();
    assertThat(part(planned, "output")).isEqualTo(Value.unknown(Type.NUMBER));
    assertThat(part(planned, "id")).isEqualTo(Value.of("i"));
    assertThat(plan(prior, data(Value.of("1"), Values.NULL)).planned()).isEqualTo(prior);
  }

  @Test
  void anotherTriggerNeedsAnotherObject() {
    Value prior =
        Values.object(
            Map.of(
                "id",
                Value.of("i"),
                "input",
                Values.NULL,
                "output",
                Values.NULL,
                "triggers_replace",
                Value.of(1)));
    assertThat(plan(prior, data(Values.NULL, Value.unknown(Type.NUMBER))).requiresReplace())
        .containsExactly(ValuePath.ROOT.attribute("triggers_replace"));
    assertThat(plan(prior, data(Values.NULL, Value.of(1))).requiresReplace()).isEmpty();
  }

  @Test
  void expressionsAreLaidOutAsTheFormatterDoes() {
    Value value =
        Values.object(
            Map.of(
                "a", Value.of(1),
                "bbb", Values.object(Map.of("c", Value.of(1))),
                "dd", Value.of(2),
                "e", Values.tuple(Value.of(1), Value.of(2)),
                "ffff", Values.tuple(Values.object(Map.of("x", Value.of(1)))),
                "g", Value.of("a\nb"),
                "h", Value.of("${x} %{y} $ %")));
    assertThat(ExpressionText.expression(value))
        .isEqualTo(
            """
            {
              a = 1
              bbb = {
                c = 1
              }
              dd = 2
              e  = [1, 2]
              ffff = [{
                x = 1
              }]
              g = "a\\nb"
              h = "$${x} %%{y} $ %"
            }\
            """);
    assertThat(
            ExpressionText.expression(
                Values.object(
                    Map.of(
                        "a.b",
                        Value.of(1),
                        "for",
                        Value.of(2),
                        "",
                        Value.of(3),
                        "é",
                        Value.of(4)))))
        .isEqualTo("{\n  \"\"    = 3\n  \"a.b\" = 1\n  for   = 2\n  é     = 4\n}");
  }

  private CallFunction.Response call(String name, Value argument) {
    return create()
        .callFunction(new CallFunction.Request(name, List.of(argument)), CallContext.unlimited());
  }

  @Test
  void variablesAreWrittenAndReadBack() {
    Value values =
        Values.object(Map.of("a", Value.of(1), "b", Values.tuple(Value.of("x"), Values.TRUE)));
    assertThat(call("encode_tfvars", values)).isInstanceOf(CallFunction.Result.class);
    if (call("encode_tfvars", values) instanceof CallFunction.Result(Value text)) {
      assertThat(text).isEqualTo(Value.of("a = 1\nb = [\"x\", true]\n"));
      assertThat(call("decode_tfvars", text)).isEqualTo(new CallFunction.Result(values));
    }
    assertThat(call("decode_tfvars", Value.of("a = upper(\"x\")")))
        .isInstanceOf(CallFunction.Failure.class);
  }
}
