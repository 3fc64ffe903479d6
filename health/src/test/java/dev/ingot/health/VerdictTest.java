package dev.ingot.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VerdictTest {
  @Test
  void evidenceIsOneShortLine() {
    assertThat(
            new Verdict.Unhealthy("GET /", "503: the\n\tdatabase   is \u001b[31mdown").evidence())
        .isEqualTo("GET / answered: 503: the database is [31mdown");
    assertThat(new Verdict.Unhealthy("GET /", "x".repeat(200)).evidence())
        .isEqualTo("GET / answered: " + "x".repeat(80) + "…");
  }

  @Test
  void ofAPageOnlyTheWordsAreShown() {
    String page =
        "404: <!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'/></head>\n"
            + "<body><h1>File not found</h1><p>/healthz</p><a href";
    assertThat(new Verdict.Unhealthy("GET /", page).evidence())
        .isEqualTo("GET / answered: 404: File not found /healthz");
    assertThat(new Verdict.Unhealthy("GET /", "500: 1 < 2 and 3 > 2").evidence())
        .isEqualTo("GET / answered: 500: 1 < 2 and 3 > 2");
  }

  @Test
  void aCheckThatFailsItselfIsUnhealthy() throws InterruptedException {
    assertThat(
            Verdict.of(
                "GET /",
                () -> {
                  throw new IllegalStateException("no such thing");
                }))
        .isInstanceOf(Verdict.Unhealthy.class);
  }

  @Test
  void anInterruptIsNoVerdict() {
    assertThatThrownBy(
            () ->
                Verdict.of(
                    "GET /",
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
  }
}
