package dev.ingot.platform.driver.jail;

import dev.ingot.bake.ShellWords;

/**
 * Shell that makes a user namespace whose root is nobody on this host and keeps it open. It is made
 * by root beforehand and only joined by the command of a jail: mounts, processes and names stay the
 * host's, so that being root in the jail is power over nothing but its files.
 */
final class UserNamespace {
  /** Where it is open. */
  static final int DESCRIPTOR = 4;

  private UserNamespace() {}

  /**
   * Defines {@code map_users}, which takes an existing directory of the jail's own. In the
   * namespace no further ones can be made, even where no filter of system calls forbids it.
   */
  static String shell(UserRange range) {
    return """
    map_users() {
      rm -f "$1/made" "$1/mapped" && mkfifo -m 600 "$1/made" "$1/mapped" || return 1
      # Open at both ends, so that nobody waits for somebody who is gone.
      exec 7<>"$1/made" 8<>"$1/mapped"
      {
        unshare --user /bin/sh -c '
          echo $$ >"$1/made"
          read -r go <"$1/mapped"
          [ "$go" = yes ] &&
            for most in /proc/sys/user/max_*_namespaces; do echo 0 >"$most"; done
        ' sh "$1"
        echo 0 >"$1/made"
      } 7<&- 8<&- >/dev/null 2>&1 &
      helper=$!
      read -r ids <&7
      mapped=no
      [ "$ids" != 0 ] &&
        printf %%s %1$s >"/proc/$ids/uid_map" &&
        printf %%s %1$s >"/proc/$ids/gid_map" &&
        [ -r "/proc/$ids/ns/user" ] && exec %2$d<"/proc/$ids/ns/user" && mapped=yes
      echo $mapped >&8
      wait $helper
      exec 7<&- 8<&-
      rm -f "$1/made" "$1/mapped"
      [ $mapped = yes ]
    }
    """
        .formatted(ShellWords.quote(range.map()), DESCRIPTOR);
  }
}
