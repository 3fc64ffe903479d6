package dev.ingot.state.remote;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.StateException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "user:hush@service.example.com",
        "ftp://user:hush@service.example.com/x",
        "service.example.com?signature=hush",
        "https//user:hu@hush@service.example.com"
      })
  void aPasswordInWhatIsNoAddressIsNotShown(String text) {
    assertThatThrownBy(() -> ServiceAddress.of("The address", text))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("service.example.com")
        .hasMessageNotContaining("hush");
  }
}
