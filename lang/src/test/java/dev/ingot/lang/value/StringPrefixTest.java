package dev.ingot.lang.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.text.BreakIterator;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StringPrefixTest {
  @Test
  void theLastCharacterIsLeftOutSinceItMayCombine() {
    assertEquals("thing-v", StringPrefix.safe("thing-v1"));
    assertEquals("", StringPrefix.safe("v"));
    assertEquals("thing-", StringPrefix.safe("thing-"));
  }

  @Test
  void charactersThatCombineAreLeftOutTogether() {
    assertEquals("a", StringPrefix.safe("ae\u0301"));
    assertEquals("a", StringPrefix.safe("a\r\n"));
    // A prepended mark combines with the letter after it.
    assertEquals("a", StringPrefix.safe("a\u0600b"));
  }

  @Test
  void twoAsciiCharactersAreCutWhereTheIteratorCuts() {
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    for (char first = 0; first < 0x80; first++) {
      for (char last = 0; last < 0x80; last++) {
        String text = "" + first + last;
        clusters.setText(text);
        String safe = StringPrefix.safe(text);
        if (!safe.equals(text)) {
          assertEquals(text.substring(0, clusters.preceding(2)), safe);
        }
      }
    }
  }
}
