package dev.ingot.platform.driver.jail;

import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.driver.entry.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Entries for the commands of jails. */
final class JailEntry {
  /**
   * What package managers need: chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap,
   * net_bind_service, sys_chroot, audit_write, setfcap.
   */
  private static final Set<Integer> BAKE = Set.of(0, 1, 3, 4, 5, 6, 7, 8, 10, 18, 29, 31);

  private static final Set<Integer> SEALED = Set.of(Entry.NET_BIND_SERVICE);

  private JailEntry() {}

  /** For the command a jail is started for, from a working directory that is its root. */
  static Entry of(JailSpec spec, JailCapability capability) {
    boolean sealed = spec.privileges() == JailSpec.Privileges.SEALED;
    Optional<Entry.User> user =
        capability.mode() == JailMode.USER_NAMESPACE
            ? Optional.empty()
            : spec.user().map(one -> new Entry.User(one.uid(), one.gid()));
    return new Entry(
        Optional.of("."),
        spec.workingDirectory(),
        spec.users().map(_ -> UserNamespace.DESCRIPTOR),
        user,
        spec.command(),
        spec.environment(),
        sealed ? SEALED : BAKE,
        sealed,
        capability.filtered(),
        capability.mode() == JailMode.CHROOT_ONLY,
        Optional.empty());
  }

  /**
   * For a command run in an existing jail, with the privileges of a machine.
   *
   * @param mapped whether the namespace of its users is open as {@link EntryFile#USERS}
   */
  static Entry sealed(
      JailCapability capability,
      Optional<String> root,
      boolean mapped,
      List<String> command,
      Map<String, String> environment) {
    return new Entry(
        root,
        "/",
        mapped ? Optional.of(EntryFile.USERS) : Optional.empty(),
        Optional.empty(),
        command,
        environment,
        SEALED,
        true,
        capability.filtered(),
        capability.mode() == JailMode.CHROOT_ONLY,
        Optional.of(EntryFile.DESCRIPTOR));
  }

  /** Tests whether everything it does is possible here. */
  static Entry trial(boolean filtered, boolean bestEffort) {
    return new Entry(
        Optional.of("/"),
        "/",
        Optional.empty(),
        Optional.empty(),
        List.of("true"),
        Map.of(),
        SEALED,
        true,
        filtered,
        bestEffort,
        Optional.empty());
  }

  /** Tries out, in the root "m", whether users that are mapped own what is theirs. */
  static Entry mappedTrial() {
    return new Entry(
        Optional.of("m"),
        "/",
        Optional.of(UserNamespace.DESCRIPTOR),
        Optional.empty(),
        List.of("/program"),
        Map.of(),
        SEALED,
        true,
        false,
        false,
        Optional.empty());
  }
}
