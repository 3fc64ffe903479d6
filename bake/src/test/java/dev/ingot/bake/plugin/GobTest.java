package dev.ingot.bake.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How commands ended, as Go writes and reads it. */
final class GobTest {
  private static final String TYPE =
      "2b7f0301010f436f6d6d616e6446696e697368656401ff80000101010a457869745374617475730104000000";

  /** The second column is what Go's own encoder wrote. */
  @ParameterizedTest
  @CsvSource({
    "0, 03ff8000",
    "1, 05ff80010200",
    "2, 05ff80010400",
    "127, 06ff8001fffe00",
    "128, 07ff8001fe010000",
    "137, 07ff8001fe011200",
    "256, 07ff8001fe020000",
    "-1, 05ff80010100",
    "2300218, 08ff8001fd46327400"
  })
  void anExitCodeIsWrittenAndReadAsByGo(int code, String value) throws IOException {
    byte[] gob = HexFormat.of().parseHex(TYPE + value);
    assertThat(Gob.exit(code)).isEqualTo(gob);
    assertThat(Gob.exit(new ByteArrayInputStream(gob))).isEqualTo(code);
  }

  @Test
  void whatEndsEarlyIsAnError() {
    byte[] gob = Gob.exit(137);
    for (int length = 0; length < 44; length++) {
      byte[] cut = Arrays.copyOf(gob, length);
      assertThatThrownBy(() -> Gob.exit(new ByteArrayInputStream(cut)))
          .isInstanceOf(EOFException.class);
    }
  }
}
