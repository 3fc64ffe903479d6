package dev.ingot.lang.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import org.junit.jupiter.api.Test;

class ConsoleTextTest {
  @Test
  void theEndMarkerOfAHeredocIsNoLineOfIt() {
    assertThat(ConsoleText.of(Value.of("EOT\n  EOT_"))).isEqualTo("<<EOT__\nEOT\n  EOT_\nEOT__");
  }

  @Test
  void anUnknownOrMarkedPartIsNotShown() {
    Value value =
        Values.tuple(
            Value.unknown(Type.STRING),
            Value.of(1L).marked(Marks.SENSITIVE),
            Value.of(1L).marked(Marks.EPHEMERAL));
    assertThat(ConsoleText.of(value))
        .isEqualTo("[\n  (known after apply),\n  (sensitive value),\n  (ephemeral value),\n]");
  }

  @Test
  void aNullTellsItsType() {
    assertThat(ConsoleText.of(Value.nullOf(new Type.MapType(Type.NUMBER))))
        .isEqualTo("tomap(null) /* of number */");
  }
}
