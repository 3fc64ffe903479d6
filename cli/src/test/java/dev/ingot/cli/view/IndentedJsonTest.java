package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndentedJsonTest {
  @Test
  void eachElementHasALineOfItsOwn() {
    assertThat(IndentedJson.of("{\"a\" : [1,{\"b\":null}],\n\"c\":{ },\"d\":[]}"))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": {},
              "d": []
            }\
            """);
  }

  @Test
  void textsStayAsTheyAre() {
    assertThat(IndentedJson.of("[\"{ , } \\\" [: \\\\\",\" \"]"))
        .isEqualTo("[\n  \"{ , } \\\" [: \\\\\",\n  \" \"\n]");
  }
}
