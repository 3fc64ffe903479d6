package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.lang.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code moved} statement.
 *
 * @param path the names of the calls that lead to its module
 */
record MoveStatement(
    List<String> path, MoveEndpoint from, MoveEndpoint to, SourceRange declaration) {
  String prefix() {
    return path.isEmpty() ? "" : "module." + String.join(".module.", path) + ".";
  }

  /** Where it moves from, as seen from the root module. */
  String source() {
    return prefix() + from;
  }

  /** Where it moves to, as seen from the root module. */
  String destination() {
    return prefix() + to;
  }

  /** Whether it is about instances with certain keys. */
  boolean namesInstances() {
    return !MoveEndpoint.keepsKeys(from, to);
  }

  /** Where an instance is after it; empty if it is about others. */
  Optional<InstanceAddress> move(InstanceAddress address) {
    return MoveEndpoint.move(from, to, path, address).filter(next -> !next.equals(address));
  }

  /** The names of the modules that lead to an end, the end itself included if it is a module. */
  List<String> modules(MoveEndpoint end) {
    List<String> names = new ArrayList<>(path);
    end.modules().forEach(call -> names.add(call.name()));
    return names;
  }

  /** The block an end is; empty for a module. */
  Optional<ConfigResource> block(MoveEndpoint end) {
    return end.resource()
        .map(found -> new ConfigResource(modules(end), found.mode(), found.type(), found.name()));
  }

  /** Whether what this statement moves may be what another one moves on. */
  boolean leadsTo(MoveStatement next) {
    return overlap(this, to, next, next.from());
  }

  /** Whether this statement is about a part of what another one is about. */
  boolean isPartOf(MoveStatement whole) {
    return whole.from().resource().isEmpty()
        && !(from.resource().isEmpty()
            && modules(from).size() == whole.modules(whole.from()).size())
        && overlap(this, from, whole, whole.from());
  }

  private static boolean overlap(
      MoveStatement one, MoveEndpoint left, MoveStatement other, MoveEndpoint right) {
    Optional<ConfigResource> a = one.block(left);
    Optional<ConfigResource> b = other.block(right);
    if (a.isPresent() && b.isPresent()) {
      return a.equals(b)
          && (left.key().isEmpty() || right.key().isEmpty() || left.key().equals(right.key()));
    }
    List<String> first = one.modules(left);
    List<String> second = other.modules(right);
    if (a.isPresent()) {
      return startsWith(first, second);
    }
    return b.isPresent()
        ? startsWith(second, first)
        : startsWith(first, second) || startsWith(second, first);
  }

  private static boolean startsWith(List<String> names, List<String> start) {
    return names.size() >= start.size() && names.subList(0, start.size()).equals(start);
  }
}
