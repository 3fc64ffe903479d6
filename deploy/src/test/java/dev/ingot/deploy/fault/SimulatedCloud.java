package dev.ingot.deploy.fault;

import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where the objects of {@link SimulatedProvider} are; the only one that knows all of them. */
final class SimulatedCloud {
  private final Map<String, Value> objects = new TreeMap<>();
  private final Map<String, String> bornAs = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private final Set<String> byHand = new HashSet<>();
  private int ids;

  synchronized String nextId(String type) {
    return type.substring(0, type.indexOf('_')) + "-" + ++ids;
  }

  synchronized void put(String id, String name, Value object) {
    log.add((objects.containsKey(id) ? "  cloud: update " : "  cloud: create ") + id + " " + name);
    objects.put(id, object);
    bornAs.putIfAbsent(id, name);
  }

  synchronized void remove(String id) {
    log.add("  cloud: delete " + id);
    objects.remove(id);
  }

  synchronized Optional<Value> find(String id) {
    return Optional.ofNullable(objects.get(id));
  }

  /** The objects there are: how each was named when it was made, by id. */
  synchronized Map<String, String> there() {
    Map<String, String> there = new TreeMap<>(bornAs);
    there.keySet().retainAll(objects.keySet());
    return there;
  }

  /** Makes an object that nobody manages yet. */
  synchronized String madeByHand(String type, String name) {
    String id = nextId(type);
    put(id, name, SimulatedProvider.object(id, name));
    byHand.add(id);
    return id;
  }

  /** Whether it was made by {@link #madeByHand}. */
  synchronized boolean isByHand(String id) {
    return byHand.contains(id);
  }

  synchronized List<String> takeLog() {
    List<String> taken = List.copyOf(log);
    log.clear();
    return taken;
  }
}
