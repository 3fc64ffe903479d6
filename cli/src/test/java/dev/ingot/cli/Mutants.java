package dev.ingot.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes inputs at random, the same way for the same seed. */
final class Mutants {
  /** What parsers have a special meaning for. */
  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "\"",
          "${",
          "%{",
          "%%{",
          "<<EOT\n",
          "<<-EOT\n",
          "EOT\n",
          "=",
          "==",
          "=>",
          "?",
          ":",
          ".",
          "...",
          ",",
          "\n",
          "\r\n",
          "\t",
          "#",
          "//",
          "/*",
          "*/",
          "\\",
          "\\u0000",
          "\\uD800",
          "\0",
          "\uFEFF",
          "\uD83D\uDE00",
          "null",
          "true",
          "-1",
          "1e999999999",
          "99999999999999999999999999",
          "0x10",
          "for",
          "in",
          "if",
          "endif",
          "endfor",
          "each.key",
          "count.index",
          "self",
          "var.",
          "local.",
          "module.",
          "data.",
          "path.module",
          "resource",
          "dynamic",
          "content",
          "for_each",
          "provider",
          "type",
          "any",
          "object({",
          "list(",
          "optional(",
          "[*]",
          "[0]",
          "!",
          "&&",
          "||",
          "-",
          "~",
          "lineage",
          "version",
          "instances",
          "attributes");

  private final SplittableRandom random;

  Mutants(long seed) {
    random = new SplittableRandom(seed);
  }

  /** One to eight changes of an input. */
  byte[] of(byte[] input) {
    byte[] mutant = input;
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      mutant = changed(mutant);
    }
    return mutant;
  }

  /** One of some. */
  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A word of no sense. */
  String word() {
    byte[] bytes = new byte[1 + random.nextInt(12)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (1 + random.nextInt(126));
    }
    return random.nextInt(3) == 0 ? oneOf(WORDS) : new String(bytes, StandardCharsets.US_ASCII);
  }

  private byte[] changed(byte[] input) {
    if (input.length == 0) {
      return oneOf(WORDS).getBytes(StandardCharsets.UTF_8);
    }
    int at = random.nextInt(input.length);
    int length = 1 + random.nextInt(Math.min(64, input.length));
    int end = Math.min(input.length, at + length);
    return switch (random.nextInt(9)) {
      case 0 -> {
        byte[] flipped = input.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
      case 1 -> {
        byte[] replaced = input.clone();
        replaced[at] = (byte) random.nextInt(256);
        yield replaced;
      }
      case 2 -> joined(Arrays.copyOf(input, at), Arrays.copyOfRange(input, end, input.length));
      case 3 -> Arrays.copyOf(input, at);
      case 4 ->
          // Something twice.
          joined(Arrays.copyOf(input, end), Arrays.copyOfRange(input, at, input.length));
      case 5 -> {
        // Something of another place.
        int from = random.nextInt(input.length);
        byte[] part = Arrays.copyOfRange(input, from, Math.min(input.length, from + length));
        yield joined(
            joined(Arrays.copyOf(input, at), part), Arrays.copyOfRange(input, at, input.length));
      }
      case 6 -> {
        // Something very often.
        byte[] part =
            Arrays.copyOfRange(input, at, Math.min(input.length, at + 1 + random.nextInt(4)));
        ByteArrayOutputStream often = new ByteArrayOutputStream();
        often.write(input, 0, at);
        int times = random.nextInt(5000);
        for (int i = 0; i < times; i++) {
          often.writeBytes(part);
        }
        often.write(input, at, input.length - at);
        yield often.toByteArray();
      }
      default ->
          joined(
              joined(Arrays.copyOf(input, at), oneOf(WORDS).getBytes(StandardCharsets.UTF_8)),
              Arrays.copyOfRange(input, random.nextBoolean() ? at : end, input.length));
    };
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
