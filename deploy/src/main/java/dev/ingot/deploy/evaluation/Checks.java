package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.CheckResult;
import dev.ingot.deploy.CheckResult.Status;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.Conditions.Outcome;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Collects the results of conditions. It begins with every object that has some, so that what was
 * never reached can be told from what was: an object not reached, and a rule not looked at, are
 * unknown. Safe for use by several threads. Rules: the recorded behaviour of Terraform 1.11.
 */
public final class Checks {
  private record Key(String kind, String address) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = kind.compareTo(other.kind);
      return order != 0 ? order : address.compareTo(other.address);
    }
  }

  /** The result of one rule. */
  private record Rule(Status status, String failure) {}

  private static final class Instance {
    final int rules;
    final Map<Integer, Rule> results = new TreeMap<>();
    Optional<CheckResult.Instance> before = Optional.empty();

    Instance(int rules) {
      this.rules = rules;
    }

    CheckResult.Instance result(String address) {
      if (results.isEmpty() && before.isPresent()) {
        return before.get();
      }
      Status status = results.size() < rules ? Status.UNKNOWN : Status.PASS;
      List<String> failures = new ArrayList<>();
      for (Rule rule : results.values()) {
        status = worse(status, rule.status());
        if (!rule.failure().isEmpty()) {
          failures.add(rule.failure());
        }
      }
      Collections.sort(failures);
      return new CheckResult.Instance(address, status, failures);
    }
  }

  private static final class Subject {
    final int rules;
    boolean reached;
    final Map<String, Instance> instances = new TreeMap<>();

    Subject(int rules) {
      this.rules = rules;
    }

    Instance instance(String address) {
      return instances.computeIfAbsent(address, missing -> new Instance(rules));
    }
  }

  private final Map<Key, Subject> subjects = new TreeMap<>();

  /** Of nothing: what comes of conditions is not kept. */
  public Checks() {
    this(List.of(), List.of());
  }

  /**
   * Of the conditions of a configuration.
   *
   * @param nodes all of its objects
   * @param before their earlier results, valid until an instance is evaluated again
   */
  public Checks(Collection<Node> nodes, List<CheckResult> before) {
    for (Node node : nodes) {
      int rules = rules(node);
      if (rules > 0) {
        subjects.put(key(node), new Subject(rules));
      }
    }
    for (CheckResult earlier : before) {
      Subject subject = subjects.get(new Key(earlier.kind(), earlier.address()));
      if (subject != null) {
        subject.reached = !earlier.objects().isEmpty() || earlier.status() == Status.PASS;
        for (CheckResult.Instance instance : earlier.objects()) {
          subject.instance(instance.address()).before = Optional.of(instance);
        }
      }
    }
  }

  private static int rules(Node node) {
    return switch (node) {
      case Node.Variable variable -> variable.variable().validations().size();
      case Node.Output output -> output.output().preconditions().size();
      // What is opened for one run has no results that a state could keep.
      case Node.Resource resource ->
          resource.resource().mode() == ResourceMode.EPHEMERAL
              ? 0
              : resource.resource().lifecycle().preconditions().size()
                  + resource.resource().lifecycle().postconditions().size();
      case Node.Check check ->
          check.check().assertions().size() + (check.check().data().isPresent() ? 1 : 0);
      case Node.Validation _, Node.Local _, Node.Call _, Node.CallEnd _, Node.Provider _ -> 0;
    };
  }

  private static Key key(Node node) {
    String prefix = node.module().prefix();
    return switch (node) {
      case Node.Variable variable -> variable(prefix, variable.variable().name());
      case Node.Validation validation -> variable(prefix, validation.variable().name());
      case Node.Output output ->
          new Key("output_value", prefix + "output." + output.output().name());
      case Node.Resource resource -> new Key("resource", prefix + resource.resource().key());
      case Node.Check check -> check(prefix, check.check().name());
      case Node.Local _, Node.Call _, Node.CallEnd _, Node.Provider _ ->
          throw new IllegalArgumentException(node + " has no conditions");
    };
  }

  private static Key variable(String prefix, String name) {
    return new Key("var", prefix + "var." + name);
  }

  private static Key check(String prefix, String name) {
    return new Key("check", prefix + "check." + name);
  }

  /** Notes which instances an object has, possibly none. */
  public synchronized void reach(Node node, Stream<String> instances) {
    if (rules(node) == 0) {
      return;
    }
    Subject subject = subjects.get(key(node));
    if (subject != null) {
      subject.reached = true;
      instances.forEach(subject::instance);
    }
  }

  /** The same of an object that has one instance in each instance of its module. */
  public void reach(Node node, List<ModuleInstance> modules) {
    if (rules(node) > 0) {
      reach(node, modules.stream().map(module -> address(node, module)));
    }
  }

  private static String address(Node node, ModuleInstance module) {
    String local = key(node).address().substring(node.module().prefix().length());
    return module.address().isRoot() ? local : module.address() + "." + local;
  }

  private synchronized void add(Key key, String instance, int rule, Outcome outcome) {
    Subject subject = subjects.get(key);
    if (subject == null) {
      return;
    }
    subject.reached = true;
    subject.instance(instance).results.put(rule, new Rule(status(outcome), outcome.message()));
  }

  private static Status status(Outcome outcome) {
    return switch (outcome.result()) {
      case PASS -> Status.PASS;
      case FAIL -> Status.FAIL;
      case UNKNOWN -> Status.UNKNOWN;
      case ERROR -> Status.ERROR;
    };
  }

  /** Records the results of the rules of a variable or an output in one instance of its module. */
  void add(Node node, ModuleInstance module, List<Outcome> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      add(key(node), address(node, module), i, outcomes.get(i));
    }
  }

  /** Records the result of an assertion. */
  public void assertion(Node.Check node, ModuleInstance module, int number, Outcome outcome) {
    add(key(node), address(node, module), number, outcome);
  }

  /**
   * Notes how reading the data source of a check went.
   *
   * @param problem what went wrong; empty if nothing did
   */
  public void data(Node.Resource node, ModuleInstance module, Optional<String> problem) {
    if (node.resource().check().isPresent()) {
      String name = node.resource().check().get();
      Key key = check(node.module().prefix(), name);
      String prefix = module.address().isRoot() ? "" : module.address() + ".";
      // The data source comes after all assertions.
      add(
          key,
          prefix + "check." + name,
          Integer.MAX_VALUE,
          problem
              .map(text -> new Outcome(Conditions.Result.FAIL, text))
              .orElse(new Outcome(Conditions.Result.PASS, "")));
    }
  }

  /** Evaluates the preconditions of an instance; whether none failed. */
  public boolean resource(
      Node.Resource node,
      InstanceAddress address,
      Conditions conditions,
      ModuleScope scope,
      Severity severity) {
    return evaluate(
        node,
        address,
        node.resource().lifecycle().preconditions(),
        0,
        "Resource precondition failed",
        conditions,
        scope,
        severity);
  }

  /** Evaluates the postconditions of an instance; whether none failed. */
  public boolean afterwards(
      Node.Resource node,
      InstanceAddress address,
      Conditions conditions,
      ModuleScope scope,
      Severity severity) {
    ResourceConfiguration resource = node.resource();
    return evaluate(
        node,
        address,
        resource.lifecycle().postconditions(),
        resource.lifecycle().preconditions().size(),
        "Resource postcondition failed",
        conditions,
        scope,
        severity);
  }

  private boolean evaluate(
      Node.Resource node,
      InstanceAddress address,
      List<Condition> rules,
      int first,
      String failure,
      Conditions conditions,
      ModuleScope scope,
      Severity severity) {
    boolean good = true;
    for (int i = 0; i < rules.size(); i++) {
      Outcome outcome = conditions.check(rules.get(i), scope, failure, severity);
      good &= outcome.isGood();
      add(key(node), address.toString(), first + i, outcome);
    }
    return good;
  }

  /** All of it, in order. */
  public synchronized List<CheckResult> results() {
    List<CheckResult> results = new ArrayList<>();
    subjects.forEach(
        (key, subject) -> {
          Status status = subject.reached ? Status.PASS : Status.UNKNOWN;
          List<CheckResult.Instance> instances = new ArrayList<>();
          for (var entry : subject.instances.entrySet()) {
            CheckResult.Instance instance = entry.getValue().result(entry.getKey());
            instances.add(instance);
            status = worse(status, instance.status());
          }
          results.add(new CheckResult(key.kind(), key.address(), status, instances));
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
