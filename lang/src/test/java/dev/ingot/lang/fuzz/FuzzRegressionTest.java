package dev.ingot.lang.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A taste of fuzzing, the same in every run: all findings so far, all seeds, and seeds with pieces
 * changed. {@code lang/fuzz} goes on for hours, led by coverage.
 */
class FuzzRegressionTest {
  private static final int MUTANTS = 6000;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @ParameterizedTest
  @EnumSource
  void noInputBringsATargetDown(FuzzTarget target) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String seed : Seeds.all()) {
      seeds.add(FuzzTarget.bytes(seed));
    }
    Random random = new Random(target.name().length());
    assertTimeoutPreemptively(
        LONGEST,
        () -> {
          seeds.forEach(seed -> check(target, seed));
          for (int i = 0; i < MUTANTS; i++) {
            check(target, mutant(seeds, random));
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void whatWasFoundStaysMended(FuzzTarget target) throws IOException, URISyntaxException {
    Path folder = Path.of(FuzzRegressionTest.class.getResource("/fuzz-findings").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> findings = files.sorted().toList();
      assertThat(findings).isNotEmpty();
      for (Path finding : findings) {
        byte[] input = Files.readAllBytes(finding);
        assertTimeoutPreemptively(LONGEST, () -> check(target, input));
      }
    }
  }

  private static void check(FuzzTarget target, byte[] input) {
    try {
      target.test(input);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          target + " fails on: " + new String(input, StandardCharsets.UTF_8), e);
    }
  }

  /** A seed with some places removed, doubled, overwritten or replaced by a part of another. */
  private static byte[] mutant(List<byte[]> seeds, Random random) {
    byte[] mutant = seeds.get(random.nextInt(seeds.size()));
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      byte[] other = seeds.get(random.nextInt(seeds.size()));
      int start = random.nextInt(mutant.length + 1);
      int end = start + random.nextInt(Math.min(8, mutant.length - start) + 1);
      int from = random.nextInt(other.length + 1);
      int to = from + random.nextInt(Math.min(16, other.length - from) + 1);
      byte[] next = new byte[start + (to - from) + (mutant.length - end)];
      System.arraycopy(mutant, 0, next, 0, start);
      System.arraycopy(other, from, next, start, to - from);
      System.arraycopy(mutant, end, next, start + to - from, mutant.length - end);
      mutant = next;
    }
    return mutant;
  }
}
