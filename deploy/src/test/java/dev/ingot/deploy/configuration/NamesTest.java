package dev.ingot.deploy.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "_", "web-1", "caf\u00e9", "a_b"})
  void lettersDigitsUnderscoresAndDashesMakeAName(String name) {
    assertThat(Names.valid(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "-a", "a b", "a.b", "a\u0000b", "a\u007fb", "a\u200db"})
  void nothingElseDoesNotEvenWhatJavaIgnores(String name) {
    assertThat(Names.valid(name)).isFalse();
  }
}
