package dev.ingot.deploy.plan;

import dev.ingot.deploy.CheckResult;
import dev.ingot.deploy.CheckResult.Status;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.Conditions.Result;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Severity;
import dev.ingot.state.InstanceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what came of conditions. Safe for use by several threads. */
public final class Checks {
  private record Key(String kind, String address) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = kind.compareTo(other.kind);
      return order != 0 ? order : address.compareTo(other.address);
    }
  }

  private final Map<Key, Map<String, CheckResult.Instance>> found = new TreeMap<>();

  /** Notes what came of one instance's conditions. */
  public synchronized void add(
      String kind, String address, String instance, Status status, List<String> failures) {
    found
        .computeIfAbsent(new Key(kind, address), missing -> new TreeMap<>())
        .merge(
            instance,
            new CheckResult.Instance(instance, status, failures),
            (before, after) -> {
              List<String> all = new ArrayList<>(before.failures());
              all.addAll(after.failures());
              return new CheckResult.Instance(
                  instance, worse(before.status(), after.status()), all);
            });
  }

  /** Evaluates the preconditions of an instance; whether none failed. */
  public boolean resource(
      Node.Resource node, InstanceAddress address, Conditions conditions, ModuleScope scope) {
    return evaluate(
        node,
        address,
        node.resource().lifecycle().preconditions(),
        "Resource precondition failed",
        conditions,
        scope);
  }

  /** Evaluates the postconditions of an instance; whether none failed. */
  public boolean afterwards(
      Node.Resource node, InstanceAddress address, Conditions conditions, ModuleScope scope) {
    return evaluate(
        node,
        address,
        node.resource().lifecycle().postconditions(),
        "Resource postcondition failed",
        conditions,
        scope);
  }

  /** Notes what came of an assertion. */
  public void assertion(String address, String instance, Conditions.Outcome outcome) {
    add(
        "check",
        address,
        instance,
        switch (outcome.result()) {
          case PASS -> Status.PASS;
          case FAIL -> Status.FAIL;
          case UNKNOWN -> Status.UNKNOWN;
          case ERROR -> Status.ERROR;
        },
        outcome.result() == Result.FAIL ? List.of(outcome.message()) : List.of());
  }

  private boolean evaluate(
      Node.Resource node,
      InstanceAddress address,
      List<Condition> rules,
      String failure,
      Conditions conditions,
      ModuleScope scope) {
    boolean good = true;
    for (Condition rule : rules) {
      Conditions.Outcome outcome = conditions.check(rule, scope, failure, Severity.ERROR);
      good &= outcome.result() == Result.PASS || outcome.result() == Result.UNKNOWN;
      add(
          "resource",
          node.module().prefix() + node.resource().key(),
          address.toString(),
          switch (outcome.result()) {
            case PASS -> Status.PASS;
            case FAIL -> Status.FAIL;
            case UNKNOWN -> Status.UNKNOWN;
            case ERROR -> Status.ERROR;
          },
          outcome.result() == Result.FAIL ? List.of(outcome.message()) : List.of());
    }
    return good;
  }

  /** All of it, in order. */
  public synchronized List<CheckResult> results() {
    List<CheckResult> results = new ArrayList<>();
    found.forEach(
        (key, instances) -> {
          Status status = Status.PASS;
          for (CheckResult.Instance instance : instances.values()) {
            status = worse(status, instance.status());
          }
          results.add(
              new CheckResult(
                  key.kind(), key.address(), status, new ArrayList<>(instances.values())));
        });
    return results;
  }

  private static Status worse(Status left, Status right) {
    return rank(left) >= rank(right) ? left : right;
  }

  private static int rank(Status status) {
    return switch (status) {
      case PASS -> 0;
      case UNKNOWN -> 1;
      case FAIL -> 2;
      case ERROR -> 3;
    };
  }
}
