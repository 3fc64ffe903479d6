package dev.ingot.state.backend.pg;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.Environments;
import dev.ingot.state.backend.BackendPlace;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PgAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "99999999999", "5432,5433", "x", "''"})
  void aPortThatIsNoneIsRefused(String port) {
    BackendPlace place =
        new BackendPlace(Path.of("/c"), Path.of("/c/.terraform"), Environments.fixed(), Map.of());
    assertThatThrownBy(() -> PgAddress.of("host=h password=secret port=" + port, place))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The port must be a number from 1 to 65535.");
  }
}
