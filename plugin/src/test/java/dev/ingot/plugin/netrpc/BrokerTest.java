package dev.ingot.plugin.netrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.plugin.yamux.Pair;
import dev.ingot.plugin.yamux.YamuxSession;
import dev.ingot.plugin.yamux.YamuxStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a broker promises when the other side hangs or does what nobody asked for. */
@Timeout(30)
final class BrokerTest {
  @TempDir Path folder;
  private Broker here;
  private YamuxSession there;

  @BeforeEach
  void connect() throws IOException {
    Pair pair = Pair.in(folder);
    here = Broker.over(pair.clientSession(), Duration.ofMillis(50));
    there = pair.serverSession();
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void aStreamThatIsNotAnsweredIsAnErrorAndClosed() throws Exception {
    assertThatThrownBy(() -> here.dial(7))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the plugin didn't answer when a stream was opened");
    assertThat(there.accept().orElseThrow().in().readAllBytes()).containsExactly(7, 0, 0, 0);
  }

  @Test
  void aStreamThatNobodyClaimsIsClosed() throws Exception {
    YamuxStream unclaimed = there.open();
    unclaimed.out().write(new byte[] {9, 0, 0, 0});
    assertThat(unclaimed.in().readAllBytes()).isEmpty();
  }

  @Test
  void aStreamThatNeverSaysWhatItIsForIsClosed() throws Exception {
    YamuxStream silent = there.open();
    assertThat(silent.in().readAllBytes()).isEmpty();
  }

  @Test
  void aSecondStreamOfTheSameNumberIsClosed() throws Exception {
    YamuxStream first = there.open();
    YamuxStream second = there.open();
    first.out().write(new byte[] {3, 0, 0, 0});
    second.out().write(new byte[] {3, 0, 0, 0});
    assertThat(second.in().readAllBytes()).isEmpty();
    assertThat(first.in().readAllBytes()).isEmpty();
  }

  @Test
  void aStreamThatIsNotOpenedIsAnError() {
    assertThatThrownBy(() -> here.accept(5))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the plugin didn't open a stream");
  }

  @Test
  void closingAStreamEndsWhoeverReadsIt() throws Exception {
    YamuxStream read = there.open();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    read.in().readAllBytes();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    read.close();
    reader.join();
  }
}
