package dev.ingot.bake.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "*,a.b.c,true",
    "a.*,a.b.c,true",
    "*.c,a.b.c,true",
    "a.?.c,a.b.c,true",
    "a.b,a.b.c,false",
    "a+b,aab,false"
  })
  void globsAreForWholeNames(String glob, String name, boolean matches) {
    assertThat(NamePattern.of(glob).matches(name)).isEqualTo(matches);
  }
}
