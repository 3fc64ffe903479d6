package dev.ingot.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemRandomTest {
  private final SystemRandom random = new SystemRandom();

  @Test
  void numbersDoNotRepeat() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(random.nextLong())).isTrue();
    }
  }

  @Test
  void allBytesAreFilled() {
    byte[] bytes = new byte[100_000];
    random.nextBytes(bytes);
    assertThat(bytes[99_999] == 0 && bytes[99_998] == 0 && bytes[99_997] == 0).isFalse();
    int[] counts = new int[256];
    for (byte each : bytes) {
      counts[each & 0xff]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(200, 600);
    }
  }
}
