package dev.ingot.deploy.fault;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs seeds, one after the other, and counts. */
final class FaultSearch {
  private long seeds;
  private long runs;
  private final SortedMap<String, Long> faults = new TreeMap<>();
  private final SortedMap<Long, String> failures = new TreeMap<>();

  /** Runs so many seeds from one on. */
  FaultSearch run(long first, long count) {
    for (long seed = first; seed < first + count; seed++) {
      FaultRun.Outcome outcome = FaultRun.of(seed, Set.of());
      seeds++;
      runs += outcome.runs();
      for (String fault : outcome.faults()) {
        String kind = fault.substring(fault.indexOf(": ") + 2).replaceFirst(" at .*", "");
        faults.merge(kind, 1L, Long::sum);
      }
      if (outcome.failure().isPresent()) {
        failures.put(seed, outcome.failure().get().lines().findFirst().orElse(""));
      }
    }
    return this;
  }

  /** What did not hold, by seed. */
  SortedMap<Long, String> failures() {
    return failures;
  }

  long faultCount() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A table of what was run, and the steps of the first seed that fails, made smaller. */
  String report() {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, Long> each : faults.entrySet()) {
      out.append(String.format(Locale.ROOT, "| %-28s | %,9d |%n", each.getKey(), each.getValue()));
    }
    out.append(
        String.format(
            Locale.ROOT, "| %,d seeds, %,d runs: failed %,d |%n", seeds, runs, failures.size()));
    failures.forEach((seed, failure) -> out.append(seed).append(": ").append(failure).append('\n'));
    if (!failures.isEmpty()) {
      FaultRun.Outcome smallest = FaultRun.smallest(failures.firstKey());
      smallest.steps().forEach(step -> out.append(step).append('\n'));
      smallest.failure().ifPresent(out::append);
    }
    return out.toString();
  }

  public static void main(String[] arguments) {
    FaultSearch search = new FaultSearch();
    search.run(Long.parseLong(arguments[1]), Long.parseLong(arguments[0]));
    System.out.println(search.report());
  }
}
