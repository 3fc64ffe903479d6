package dev.ingot.deploy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceKey;
import org.junit.jupiter.api.Test;

final class ExpansionTest {
  @Test
  void aCountHasItsInstancesInOrderWithoutKeepingThem() {
    Expansion three = Expansion.count(3);
    assertThat(three.instances().keySet())
        .containsExactly(InstanceKey.of(0), InstanceKey.of(1), InstanceKey.of(2));
    assertThat(three.instances())
        .containsEntry(InstanceKey.of(1), RepetitionData.counted(1))
        .doesNotContainKeys(InstanceKey.of(3), InstanceKey.of(-1), InstanceKey.of("1"));
    assertThat(three.contains(InstanceKey.none())).isFalse();
    assertThat(Expansion.count(0).instances()).isEmpty();
  }
}
