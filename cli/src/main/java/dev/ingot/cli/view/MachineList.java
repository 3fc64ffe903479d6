package dev.ingot.cli.view;

import dev.ingot.address.InstanceAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Machines in one line of text for people. */
final class MachineList {
  /** As many are named; of more only the first ones and the last. */
  private static final int NAMED = 8;

  private static final int FIRST = 3;

  private MachineList() {}

  /** The addresses, for example {@code a.b[0], a.b[1], a.b[2] … a.b[99] (100 machines)}. */
  static String of(List<InstanceAddress> machines) {
    return machines.size() <= NAMED
        ? joined(machines)
        : joined(machines.subList(0, FIRST))
            + " … "
            + machines.getLast()
            + " ("
            + machines.size()
            + " machines)";
  }

  private static String joined(List<InstanceAddress> machines) {
    return machines.stream().map(InstanceAddress::toString).collect(Collectors.joining(", "));
  }
}
