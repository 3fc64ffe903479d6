package dev.ingot.platform.driver.jail;

import dev.ingot.bake.ShellWords;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the shell script that sets up a jail, in two stages: {@code start} joins the control
 * groups and becomes {@code unshare}; {@code init} runs as process 1 of the jail, makes the mounts,
 * starts the command without privileges, forwards SIGTERM to it, reaps orphans and keeps its exit
 * code. Only the shell and util-linux of the host are needed; the jail's root may be empty of
 * tools.
 */
final class JailScript {
  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");
  private static final List<String> READ_ONLY_PROC =
      List.of("sys", "sysrq-trigger", "irq", "bus", "fs");
  private static final List<String> MASKED_PROC =
      List.of(
          "kcore",
          "keys",
          "key-users",
          "timer_list",
          "latency_stats",
          "sched_debug",
          "kallsyms",
          "kmsg");

  private final JailSpec spec;
  private final JailCapability capability;
  private final List<Path> controlGroups;
  private final boolean tiedToCaller;
  private final Path run;

  JailScript(
      JailSpec spec, JailCapability capability, List<Path> controlGroups, boolean tiedToCaller) {
    this.spec = spec;
    this.capability = capability;
    this.controlGroups = List.copyOf(controlGroups);
    this.tiedToCaller = tiedToCaller;
    this.run = spec.runDirectory().toAbsolutePath();
  }

  private boolean mounts() {
    return capability.mode() == JailMode.ROOT_NAMESPACES
        || capability.mode() == JailMode.USER_NAMESPACE;
  }

  /** The script's text. */
  String render() {
    StringBuilder out = new StringBuilder(4096);
    out.append("#!/bin/sh\n# Made by Ingot; started again it would make the same jail.\n");
    out.append("run=").append(ShellWords.quote(run.toString())).append('\n');
    out.append(
        """
        set -u
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        export PATH
        umask 022
        finish() {
          echo "$1" >"$run/exit.tmp" && mv "$run/exit.tmp" "$run/exit"
          exit "$1"
        }
        fail() {
          echo "ingot: cannot set the jail up: $1" >&2
          finish 125
        }
        case "$1" in
        start)
        """);
    start(out);
    out.append(";;\ninit)\n");
    init(out);
    out.append(";;\nesac\n");
    return out.toString();
  }

  private void start(StringBuilder out) {
    if (tiedToCaller) {
      // The caller has the other end of standard input: when it dies, so does the jail.
      out.append("exec 3<&0 </dev/null\n");
      out.append("( read -r _ <&3 || kill -KILL ")
          .append(mounts() ? "$$" : "-- -$$")
          .append(" ) >/dev/null 2>&1 &\nexec 3<&-\n");
    }
    // Written by a separate process: a file that this one's parent may still have open can't be
    // run.
    // And made anew: the one of the command before can't be written to, or may still run.
    out.append(
        """
        umask 077
        rm -f "$run/enter"
        cat "$run/entry" >"$run/enter" && chmod 500 "$run/enter" || fail 'its directory is not writable'
        rm -f "$run/entry"
        """);
    spec.users().ifPresent(users -> mapUsers(users, out));
    out.append("umask 022\n");
    for (Path group : controlGroups) {
      out.append("echo 0 >")
          .append(ShellWords.quote(group.resolve("cgroup.procs").toString()))
          .append(
              " || echo 'ingot: a limit is not in force: the control group can not be joined'"
                  + " >&2\n");
    }
    if (!mounts()) {
      out.append("exec /bin/sh \"$run/jail.sh\" init\n");
      return;
    }
    out.append("exec unshare --mount --pid --uts --ipc --fork --kill-child");
    if (capability.mode() == JailMode.USER_NAMESPACE) {
      out.append(" --user --map-root-user");
    }
    if (capability.cgroupNamespace()) {
      out.append(" --cgroup");
    }
    if (spec.network() == JailSpec.Network.NONE) {
      out.append(" --net");
    }
    out.append(" /bin/sh \"$run/jail.sh\" init\n");
  }

  private static void mapUsers(UserRange users, StringBuilder out) {
    out.append(UserNamespace.shell(users));
    out.append(
        """
        map_users "$run" || fail 'its users can not be mapped to users of this host'
        rm -f "$run"/map-*.run "$run/overlay.run"
        for p in "$run"/map-* "$run/overlay"; do
          [ -e "$p" ] || continue
          cat "$p" >"$p.run" && chmod 500 "$p.run" && rm -f "$p" || fail 'its directory is not writable'
        done
        """);
  }

  private void init(StringBuilder out) {
    // Still the host's procfs: this is process 1's number on the host.
    out.append(
        """
        child=
        stopping=
        trap 'stopping=1; [ -n "$child" ] && kill -TERM "$child" 2>/dev/null' TERM
        read -r pid _ </proc/self/stat
        """);
    if (mounts()) {
      out.append("hostname ").append(ShellWords.quote(spec.hostName())).append(" 2>/dev/null\n");
      mountRoot(out);
      mountTree(out);
      if (capability.cgroupNamespace() && !controlGroups.isEmpty()) {
        mountControlGroups(out);
      }
      binds(out);
      if (spec.root() instanceof JailRoot.Directory(Path _, boolean readOnly) && readOnly) {
        out.append("mount -o remount,bind,ro . || fail 'its root can not be made read-only'\n");
      }
      moveToRoot(out);
    } else {
      enterDirectory(out);
    }
    command(out);
  }

  private void mountRoot(StringBuilder out) {
    out.append("cd \"$run\" || fail 'its directory is gone'\n");
    boolean mapped = spec.users().isPresent();
    if (mapped) {
      out.append(
          """
          for p in map-*.run; do
            "./$p" || fail 'its files can not be mounted with its users'
            rm -f "$p"
          done
          """);
    }
    switch (spec.root()) {
      case JailRoot.Layers(List<Path> layers) ->
          out.append("mount -t overlay -o ro,userxattr,lowerdir=")
              .append(lower(layers.size()))
              .append(" overlay root || fail 'the layers of its root can not be mounted'\n");
      case JailRoot.Writable _ when mapped ->
          out.append("./overlay.run || fail 'the layers of its root can not be mounted'\n");
      case JailRoot.Writable(List<Path> layers, Path _, Path _) ->
          out.append("mount -t overlay -o userxattr,lowerdir=")
              .append(lower(layers.size()))
              .append(
                  ",upperdir=l/upper,workdir=l/work overlay root || fail 'the layers of its root"
                      + " can not be mounted'\n");
      case JailRoot.Directory(Path path, boolean _) -> {
        if (!mapped) {
          out.append("mount --bind ")
              .append(ShellWords.quote(path.toAbsolutePath().toString()))
              .append(" root || fail 'its root can not be mounted'\n");
        }
      }
    }
    out.append("cd root || fail 'its root can not be entered'\n");
  }

  /** Links keep the mount options below one page and free of commas and colons. */
  private String lower(int layers) {
    if (spec.users().isPresent()) {
      return UsersMap.lower(layers);
    }
    StringBuilder names = new StringBuilder();
    for (int i = layers - 1; i >= 0; i--) {
      names.append("l/").append(i).append(':');
    }
    return names.append("l/base").toString();
  }

  private void mountTree(StringBuilder out) {
    out.append("sealing=")
        .append(spec.privileges() == JailSpec.Privileges.SEALED ? "1" : "")
        .append('\n');
    // What is made here belongs to the machine's root, whoever that is on this host.
    long owner = spec.users().map(UserRange::first).orElse(0L);
    out.append("own=uid=").append(owner).append(",gid=").append(owner).append('\n');
    out.append("devices='").append(String.join(" ", DEVICES)).append("'\n");
    out.append("sealed='").append(String.join(" ", READ_ONLY_PROC)).append("'\n");
    out.append("masked='").append(String.join(" ", MASKED_PROC)).append("'\n");
    // Leaves the files for hosts and resolvers alone where an image links them elsewhere.
    out.append(
        """
        for d in proc tmp run dev; do
          [ -L "$d" ] && fail "/$d of the image is a symbolic link"
        done
        mount -t proc -o nosuid,nodev,noexec proc proc || fail '/proc can not be mounted'
        for p in $sealed; do
          [ -e "proc/$p" ] || continue
          mount --bind "proc/$p" "proc/$p" &&
            mount -o remount,bind,ro,nosuid,nodev,noexec "proc/$p" || fail "/proc/$p can not be sealed"
        done
        for p in $masked; do
          [ -e "proc/$p" ] || continue
          mount --bind /dev/null "proc/$p" || fail "/proc/$p can not be sealed"
        done
        mount -t tmpfs -o "mode=1777,nosuid,nodev,$own" tmpfs tmp || fail '/tmp can not be mounted'
        mount -t tmpfs -o "mode=755,nosuid,nodev,size=64m,$own" tmpfs run || fail '/run can not be mounted'
        mount -t tmpfs -o "mode=755,nosuid,noexec,size=1m,$own" tmpfs dev || fail '/dev can not be mounted'
        for d in $devices; do
          [ -e "/dev/$d" ] || continue
          : >"dev/$d" && mount --bind "/dev/$d" "dev/$d" || fail "/dev/$d can not be mounted"
        done
        ln -s /proc/self/fd dev/fd
        ln -s /proc/self/fd/0 dev/stdin
        ln -s /proc/self/fd/1 dev/stdout
        ln -s /proc/self/fd/2 dev/stderr
        mkdir -m 1777 dev/shm run/lock
        o=${own##*=}
        chown "$o:$o" run/lock
        mount -t tmpfs -o "mode=1777,nosuid,nodev,size=256m,$own" tmpfs dev/shm || fail '/dev/shm can not be mounted'
        for f in hosts resolv.conf; do
          [ -f "etc/$f" ] && [ ! -L "etc/$f" ] && [ ! -L etc ] || continue
          mount --bind "$run/$f" "etc/$f" || fail "/etc/$f can not be mounted"
          [ -z "$sealing" ] || mount -o remount,bind,ro,nosuid,nodev,noexec "etc/$f" ||
            fail "/etc/$f can not be sealed"
        done
        """);
  }

  /**
   * Shows a machine its own limits: otherwise a runtime that sizes itself by them, as Java does,
   * would use the host's memory size and be killed at its limit. Version 1 has a hierarchy for each
   * controller, and Java expects all of them. A machine runs without any of it.
   */
  private static void mountControlGroups(StringBuilder out) {
    out.append(
        """
        if [ ! -L sys ] && mount -t tmpfs -o mode=755,nosuid,nodev,noexec tmpfs sys; then
          mkdir -p sys/fs/cgroup
          if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
            mount -t cgroup2 -o ro,nosuid,nodev,noexec cgroup2 sys/fs/cgroup 2>/dev/null
          else
            while IFS=: read -r _ names _; do
              case "$names" in '' | name=*) continue ;; esac
              mkdir "sys/fs/cgroup/$names"
              mount -t cgroup -o "ro,nosuid,nodev,noexec,$names" cgroup "sys/fs/cgroup/$names" 2>/dev/null
            done </proc/self/cgroup
          fi
          mount -o remount,ro,nosuid,nodev,noexec sys
        fi
        """);
  }

  private void binds(StringBuilder out) {
    for (int i = 0; i < spec.binds().size(); i++) {
      JailSpec.Bind bind = spec.binds().get(i);
      String target = MountPoints.relative(bind.target());
      StringBuilder prefix = new StringBuilder(".");
      for (String part : target.split("/")) {
        prefix.append('/').append(part);
        out.append("[ -L ")
            .append(ShellWords.quote(prefix.toString()))
            .append(" ] && fail ")
            .append(
                ShellWords.quote(
                    "nothing can be mounted at "
                        + bind.target()
                        + ": "
                        + prefix.substring(1)
                        + " is a symbolic link in the image; name the real path"))
            .append('\n');
      }
      String quoted = ShellWords.quote("./" + target);
      out.append("mount --bind ")
          .append(
              ShellWords.quote(
                  spec.users().isPresent()
                      ? run.resolve(UsersMap.bind(i)).toString()
                      : bind.source().toAbsolutePath().toString()))
          .append(' ')
          .append(quoted)
          .append(" || fail ")
          .append(ShellWords.quote(bind.target() + " can not be mounted"))
          .append('\n');
      if (bind.readOnly()) {
        out.append("mount -o remount,bind,ro ")
            .append(quoted)
            .append(" || fail ")
            .append(ShellWords.quote(bind.target() + " can not be made read-only"))
            .append('\n');
      }
    }
  }

  private static void moveToRoot(StringBuilder out) {
    // The move, not the chroot after it, is what keeps a process inside: climbing out of a chroot
    // ends at the mount that now covers the root. In a user namespace mount complains about the
    // propagation it may not change, although the move was made; so the result is checked instead.
    out.append(
        """
        mount --move . / 2>"$run/move.err"
        tops=0
        while read -r _ _ _ _ at _; do [ "$at" = / ] && tops=$((tops + 1)); done </proc/self/mountinfo
        [ "$tops" -ge 2 ] || { cat "$run/move.err" >&2; fail 'its root can not become /'; }
        rm -f "$run/move.err"
        """);
  }

  private void enterDirectory(StringBuilder out) {
    switch (spec.root()) {
      case JailRoot.Directory(Path path, boolean _) ->
          out.append("cd ")
              .append(ShellWords.quote(path.toAbsolutePath().toString()))
              .append(" || fail 'its root is gone'\n");
      case JailRoot.Layers _, JailRoot.Writable _ ->
          out.append("fail 'layers can not be mounted on this host'\n");
    }
    if (!spec.binds().isEmpty()) {
      out.append("fail ")
          .append(
              ShellWords.quote(
                  spec.binds().getFirst().target()
                      + " can not be mounted: this host allows no mounts, so volumes do not work"
                      + " here"))
          .append('\n');
    }
    out.append(
        """
        [ -L dev ] || mkdir -p dev
        [ -L tmp ] || { mkdir -p tmp; chmod 1777 tmp; }
        [ -L dev ] || for d in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9'; do
          set -- $d
          [ -e "dev/$1" ] || mknod -m 666 "dev/$1" c "$2" "$3" 2>/dev/null
        done
        """);
  }

  private static void command(StringBuilder out) {
    // Tells the waiting process that the setup is complete.
    out.append(
        """
        echo "$pid" >"$run/init.tmp" && mv "$run/init.tmp" "$run/init"
        "$run/enter" </dev/null &
        child=$!
        [ -n "$stopping" ] && kill -TERM "$child" 2>/dev/null
        while :; do
          wait "$child"
          code=$?
          kill -0 "$child" 2>/dev/null || break
        done
        finish "$code"
        """);
  }
}
