package dev.ingot.release.fleet;

import dev.ingot.address.InstanceAddress;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.Fleet.Member;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.SliceOrder;
import dev.ingot.rollout.core.Slice;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Puts slices in the order in which they are replaced. */
public final class SliceSequence {
  /** Attributes that name the time at which a machine was created, by providers' habits. */
  private static final List<String> CREATED =
      List.of(
          "started_at",
          "created_at",
          "launch_time",
          "creation_timestamp",
          "create_time",
          "time_created",
          "creation_date");

  private final FleetMembers members;
  private final RolloutSettings settings;
  private final SliceOrder order;
  private final Predicate<InstanceAddress> interrupted;

  /**
   * The sequence of one rollout.
   *
   * @param interrupted whether an instance is in a wave of an earlier rollout that was not
   *     completed, so that nothing may serve for it
   */
  public SliceSequence(
      FleetMembers members, RolloutSettings settings, Predicate<InstanceAddress> interrupted) {
    this.members = members;
    this.interrupted = interrupted;
    this.settings = settings;
    this.order = settings.order();
  }

  /**
   * The same slices; those that nothing is known of last, otherwise in the order of addresses.
   * Where old machines go first, those come first that are not healthy: no other may go before they
   * are.
   */
  public List<Slice> of(List<Slice> slices) throws InterruptedException {
    List<Slice> ordered = order.looksAtMachines() ? ordered(slices) : slices;
    return settings.strategy().method().destroysFirst() ? missingFirst(ordered) : ordered;
  }

  private List<Slice> missingFirst(List<Slice> slices) throws InterruptedException {
    List<Slice> missing = new ArrayList<>();
    List<Slice> serving = new ArrayList<>();
    for (Slice slice : slices) {
      boolean serves =
          slice.replacesAnOldMachine()
              && !interrupted.test(slice.address())
              && members.probe(slice.address(), settings.checks()).isHealthy();
      (serves ? serving : missing).add(slice);
    }
    missing.addAll(serving);
    return missing;
  }

  private List<Slice> ordered(List<Slice> slices) {
    Map<Slice, Key> keys = new HashMap<>();
    Map<Slice, String> domains = new HashMap<>();
    for (Slice slice : slices) {
      Optional<Member> machine = members.find(slice.address());
      keys.put(slice, machine.map(this::key).orElse(Key.NONE));
      domains.put(slice, machine.map(this::domain).orElse(""));
    }
    List<Slice> sorted = new ArrayList<>(slices);
    sorted.sort(Comparator.comparing(keys::get));
    return order.spreadBy().isPresent() ? spread(sorted, domains) : sorted;
  }

  /** Domains take turns. */
  private static List<Slice> spread(List<Slice> slices, Map<Slice, String> domains) {
    Map<String, ArrayDeque<Slice>> queues = new TreeMap<>();
    for (Slice slice : slices) {
      queues.computeIfAbsent(domains.getOrDefault(slice, ""), _ -> new ArrayDeque<>()).add(slice);
    }
    List<Slice> spread = new ArrayList<>();
    while (spread.size() < slices.size()) {
      for (ArrayDeque<Slice> queue : queues.values()) {
        if (!queue.isEmpty()) {
          spread.add(queue.removeFirst());
        }
      }
    }
    return spread;
  }

  /** Numbers come before texts, and what is unknown comes last. */
  private record Key(int kind, BigDecimal number, String text) implements Comparable<Key> {
    static final Key NONE = new Key(2, BigDecimal.ZERO, "");

    @Override
    public int compareTo(Key other) {
      int order = Integer.compare(kind, other.kind);
      if (order == 0) {
        order = number.compareTo(other.number);
      }
      return order != 0 ? order : text.compareTo(other.text);
    }
  }

  private Key key(Member machine) {
    return order.oldestFirst()
        ? created(machine.attributes()).map(time -> new Key(0, time, "")).orElse(Key.NONE)
        : order.by().map(by -> key(evaluate(by, machine))).orElse(new Key(0, BigDecimal.ZERO, ""));
  }

  private static Key key(Value value) {
    return switch (value) {
      case Value.NumberValue number -> new Key(0, new BigDecimal(number.number().toString()), "");
      case Value.StringValue(String text) -> new Key(1, BigDecimal.ZERO, text);
      case Value _ -> Key.NONE;
    };
  }

  private Value evaluate(Expression expression, Member machine) {
    return Evaluator.evaluate(
            expression, order.scope().with("self", machine.attributes()), new Diagnostics())
        .unmarked();
  }

  private String domain(Member machine) {
    return order.spreadBy().flatMap(by -> Values.text(evaluate(by, machine))).orElse("");
  }

  /** When a machine was created, in seconds, as its attributes say. */
  static Optional<BigDecimal> created(Value attributes) {
    if (attributes.isNull()) {
      return Optional.empty();
    }
    for (String name : CREATED) {
      Optional<BigDecimal> time =
          Values.attribute(attributes, name).flatMap(Values::text).flatMap(SliceSequence::seconds);
      if (time.isPresent()) {
        return time;
      }
    }
    return Optional.empty();
  }

  private static Optional<BigDecimal> seconds(String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      return Optional.of(
          new BigDecimal(time.toEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
