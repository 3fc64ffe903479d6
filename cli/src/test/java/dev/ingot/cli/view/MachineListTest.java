package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MachineListTest {
  private static List<InstanceAddress> machines(int count) {
    return IntStream.range(0, count)
        .mapToObj(index -> InstanceAddress.parse("a.b[" + index + "]"))
        .toList();
  }

  @Test
  void fewMachinesAreNamed() {
    assertThat(MachineList.of(machines(2))).isEqualTo("a.b[0], a.b[1]");
    assertThat(MachineList.of(machines(8))).doesNotContain("…");
  }

  @Test
  void ofManyTheFirstAndTheLastAreNamedAndAllAreCounted() {
    assertThat(MachineList.of(machines(1000)))
        .isEqualTo("a.b[0], a.b[1], a.b[2] … a.b[999] (1000 machines)");
  }
}
