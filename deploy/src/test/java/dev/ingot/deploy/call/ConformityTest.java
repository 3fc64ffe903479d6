package dev.ingot.deploy.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConformityTest {
  private static final Schema SCHEMA = Schema.of(Map.of("name", Attribute.optional(Type.STRING)));

  private static Value object(Value name) {
    return Values.object(Map.of("name", name));
  }

  @Test
  void aPlanNeedNotKeepWhatIsKnownOfUnknownValues() {
    Value config = object(Values.unknown(Type.STRING, Refinement.NOT_NULL.withPrefix("out-")));
    assertThat(Conformity.plan(SCHEMA, Values.NULL, config, object(Value.unknown(Type.STRING))))
        .isEmpty();
    assertThat(Conformity.plan(SCHEMA, Values.NULL, config, object(Value.of("else")))).isNotEmpty();
  }
}
