package dev.ingot.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  @Test
  void theNearestNameWins() {
    assertThat(Suggestion.nearest("inputt", List.of("inpu", "input", "output"))).contains("input");
    assertThat(Suggestion.nearest("prevent_destory", List.of("create", "prevent_destroy")))
        .contains("prevent_destroy");
  }

  @Test
  void ofEquallyNearNamesTheFirstWins() {
    assertThat(Suggestion.nearest("ax", List.of("ab", "ac"))).contains("ab");
  }

  @Test
  void namesMoreThanTwoEditsAwayAreNotMeant() {
    assertThat(Suggestion.nearest("region", List.of("resource", "output"))).isEmpty();
    assertThat(Suggestion.nearest("x", List.of())).isEmpty();
    assertThat(Suggestion.hint("x", List.of("abcd"))).isEmpty();
  }

  @Test
  void theHintIsASentence() {
    assertThat(Suggestion.hint("typ", List.of("type"))).isEqualTo(" Did you mean \"type\"?");
  }
}
