package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.release.UpkeepEvent;
import org.junit.jupiter.api.Test;

final class UpkeepLogTest {
  private final UpkeepLog log = new UpkeepLog();

  @Test
  void whatALookFindsAsTheLastOneDidIsNotSaidAgain() {
    assertThat(log.line(new UpkeepEvent.Paused("release 2 failed"))).isPresent();
    assertThat(log.line(new UpkeepEvent.Paused("release 2 failed"))).isEmpty();
    assertThat(log.line(new UpkeepEvent.Paused("release 3 failed"))).isPresent();
  }

  @Test
  void itIsSaidAgainAfterSomethingWasDone() {
    assertThat(log.line(new UpkeepEvent.Paused("release 2 failed"))).isPresent();
    assertThat(log.line(new UpkeepEvent.Finishing("a.b"))).isPresent();
    assertThat(log.line(new UpkeepEvent.Finishing("a.b"))).isPresent();
    assertThat(log.line(new UpkeepEvent.Paused("release 2 failed"))).isPresent();
  }
}
