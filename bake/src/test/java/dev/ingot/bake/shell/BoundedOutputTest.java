package dev.ingot.bake.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedOutputTest {
  @Test
  void namesAreKept() throws IOException {
    try (BoundedOutput output = new BoundedOutput()) {
      output.write("é\n".getBytes(StandardCharsets.UTF_8));
      output.write('b');
      assertThat(output.text()).isEqualTo("é\nb");
    }
  }

  @Test
  void aMachineThatNeverStopsFillsNoMemory() throws IOException {
    byte[] piece = new byte[1 << 20];
    try (BoundedOutput output = new BoundedOutput()) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  output.write(piece);
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessage("the machine sends more than 64 MiB of names or errors");
    }
  }
}
