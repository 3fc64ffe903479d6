package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineDifferenceTest {
  @Test
  void equalTextsHaveNoHunks() {
    assertThat(LineDifference.unified("a\nb\n", "a\nb\n")).isEmpty();
  }

  @Test
  void aChangeIsShownWithThreeLinesAround() {
    assertThat(LineDifference.unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nX\n6\n7\n8\n9\n"))
        .isEqualTo("@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n");
  }

  @Test
  void changesFarApartAreHunksOfTheirOwn() {
    String before = "a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n";
    String after = "A\n1\n2\n3\n4\n5\n6\n7\n8\nB\n";
    assertThat(LineDifference.unified(before, after))
        .isEqualTo("@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -7,4 +7,4 @@\n 6\n 7\n 8\n-b\n+B\n");
  }

  @Test
  void textThatComesWholeIsOneHunk() {
    assertThat(LineDifference.unified("", "a\nb\n")).isEqualTo("@@ -0,0 +1,2 @@\n+a\n+b\n");
  }
}
