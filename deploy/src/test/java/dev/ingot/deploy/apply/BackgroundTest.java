package dev.ingot.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackgroundTest {
  @Test
  void everythingIsSavedInOrderAndBeforeAwaitReturns() {
    List<Integer> saved = Collections.synchronizedList(new ArrayList<>());
    Background<Integer> background = new Background<>(saved::addAll);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 5_000; i++) {
        background.add(round * 5_000 + i);
      }
      background.await();
      assertThat(saved).hasSize((round + 1) * 5_000);
    }
    assertThat(saved).isEqualTo(IntStream.range(0, 15_000).boxed().toList());
  }

  @Test
  void whatSavingThrowsReachesWhoWaitsAndTheRestIsStillSaved() {
    List<Integer> saved = Collections.synchronizedList(new ArrayList<>());
    Background<Integer> background =
        new Background<>(
            some -> {
              if (some.contains(0)) {
                throw new IllegalStateException("the first");
              }
              saved.addAll(some);
            });
    background.add(0);
    assertThatThrownBy(background::await).hasMessage("the first");
    background.add(1);
    background.await();
    assertThat(saved).containsExactly(1);
  }
}
