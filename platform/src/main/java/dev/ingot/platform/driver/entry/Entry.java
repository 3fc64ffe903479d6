package dev.ingot.platform.driver.entry;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The transition of a process from the host's privileges to those of a machine's command. All of it
 * happens inside one static program: it enters the machine's root before it drops the first
 * privilege, and stays more privileged than anything in the machine until it has become the
 * command, so that nothing in there can inspect it.
 *
 * @param root the new root directory; empty if it is the machine's already
 * @param workingDirectory absolute, inside
 * @param users the descriptor of a user namespace to join, made by a process of this host's root;
 *     empty keeps the one it is in
 * @param user who runs it; empty keeps the user, or is root in the namespace that is joined
 * @param command what to run; looked up in the PATH of the environment
 * @param environment its whole environment
 * @param kept numbers of the capabilities that are kept
 * @param noNewPrivileges whether set-user-id programs have no effect
 * @param filtered whether system calls that no machine needs are blocked
 * @param bestEffort whether to go on where the host doesn't permit dropping privileges
 * @param inherited a descriptor to close; the others from 3 on are closed where possible
 */
public record Entry(
    Optional<String> root,
    String workingDirectory,
    Optional<Integer> users,
    Optional<User> user,
    List<String> command,
    Map<String, String> environment,
    Set<Integer> kept,
    boolean noNewPrivileges,
    boolean filtered,
    boolean bestEffort,
    Optional<Integer> inherited) {

  /** A numeric user. */
  public record User(long uid, long gid) {}

  /** The program's exit code when the transition fails. */
  public static final int SETUP_FAILED = 125;

  /** Capability 10: ports below 1024. */
  public static final int NET_BIND_SERVICE = 10;

  private static final int NOT_RUNNABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final User ROOT = new User(0, 0);
  private static final int NEW_USER_NAMESPACE = 0x10000000;
  private static final int OPEN_TO_OTHERS = 022;
  private static final long ALL = 0xffffffffL;
  private static final int JOIN_SESSION_KEYRING = 1;
  private static final int DROP_FROM_BOUNDING_SET = 24;
  private static final int SET_NO_NEW_PRIVILEGES = 38;
  private static final int SET_FILTER = 1;

  /** Every kernel since 4.2 knows capabilities up to this one. */
  private static final int LAST_KNOWN = 37;

  private static final int LAST_POSSIBLE = 63;
  private static final long CAPABILITY_VERSION = 0x20080522L;

  private static final int PERMISSION_DENIED = 13;
  private static final int NO_PROGRAM = 8;

  public Entry {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    kept = Set.copyOf(kept);
  }

  /** Whether programs can be written for this processor. */
  public static boolean isPossible() {
    return Architecture.of(System.getProperty("os.arch")).isPresent();
  }

  /** The program, for this processor. */
  public byte[] render() {
    return render(Architecture.of(System.getProperty("os.arch")).orElseThrow());
  }

  byte[] render(Architecture architecture) {
    StaticProgram program = new StaticProgram(architecture);
    program.may(Call.UMASK, OPEN_TO_OTHERS);
    root.ifPresent(
        path ->
            program.must(
                "can't enter the root directory", SETUP_FAILED, Call.CHROOT, program.text(path)));
    program.must(
        "the working directory " + workingDirectory + " can't be entered",
        SETUP_FAILED,
        Call.CHDIR,
        program.text(workingDirectory));
    users.ifPresent(
        descriptor -> {
          program.must(
              "the machine's users can't be entered",
              SETUP_FAILED,
              Call.SETNS,
              descriptor,
              NEW_USER_NAMESPACE);
          program.may(Call.CLOSE, descriptor);
        });
    inherited.ifPresent(descriptor -> program.may(Call.CLOSE, descriptor));
    program.may(Call.CLOSE_RANGE, 3, ALL, 0);
    // The machine must not get the host's session keys.
    program.may(Call.KEYCTL, JOIN_SESSION_KEYRING, 0);
    dropCapabilities(program);
    if (noNewPrivileges) {
      program.must(
          "can't disable new privileges",
          SETUP_FAILED,
          Call.PRCTL,
          SET_NO_NEW_PRIVILEGES,
          1,
          0,
          0,
          0);
    }
    if (filtered) {
      filter(program, architecture);
    }
    user.or(() -> users.map(_ -> ROOT))
        .ifPresent(
            one -> {
              program.must("can't drop groups", SETUP_FAILED, Call.SETGROUPS, 0, 0);
              program.must("can't change the group", SETUP_FAILED, Call.SETGID, one.gid());
              program.must("can't change the user", SETUP_FAILED, Call.SETUID, one.uid());
            });
    setCapabilities(program);
    run(program);
    return program.render();
  }

  /** The capabilities it needs to reach its command, none of them inheritable. */
  private void setCapabilities(StaticProgram program) {
    long mask = 0;
    for (int capability : kept) {
      mask |= 1L << capability;
    }
    if (user.filter(one -> one.uid() != 0).isPresent()) {
      mask = 0;
    }
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    Architecture.number(header, CAPABILITY_VERSION, 4);
    Architecture.number(header, 0, 4);
    ByteArrayOutputStream sets = new ByteArrayOutputStream();
    for (long half : new long[] {mask & ALL, mask >>> 32}) {
      Architecture.number(sets, half, 4);
      Architecture.number(sets, half, 4);
      Architecture.number(sets, 0, 4);
    }
    long[] arguments = {program.bytes(header.toByteArray()), program.bytes(sets.toByteArray())};
    if (bestEffort) {
      program.may(Call.CAPSET, arguments);
    } else {
      program.must("can't drop capabilities", SETUP_FAILED, Call.CAPSET, arguments);
    }
  }

  private void dropCapabilities(StaticProgram program) {
    for (int capability = 0; capability <= LAST_POSSIBLE; capability++) {
      if (kept.contains(capability)) {
        continue;
      }
      if (bestEffort || capability > LAST_KNOWN) {
        program.may(Call.PRCTL, DROP_FROM_BOUNDING_SET, capability, 0, 0, 0);
      } else {
        program.must(
            "capability " + capability + " can't be given up",
            SETUP_FAILED,
            Call.PRCTL,
            DROP_FROM_BOUNDING_SET,
            capability,
            0,
            0,
            0);
      }
    }
  }

  private static void filter(StaticProgram program, Architecture architecture) {
    byte[] filter = SystemCallFilter.of(architecture);
    long instructions = program.bytes(filter);
    byte[] head = new byte[16];
    int count = filter.length / 8;
    head[0] = (byte) count;
    head[1] = (byte) (count >> 8);
    for (int i = 0; i < 8; i++) {
      head[8 + i] = (byte) (instructions >> (8 * i));
    }
    program.must(
        "can't filter system calls",
        SETUP_FAILED,
        Call.SECCOMP,
        SET_FILTER,
        0,
        program.bytes(head));
  }

  private void run(StaticProgram program) {
    String name = command.getFirst();
    long arguments = program.texts(command);
    List<String> variables = new ArrayList<>();
    environment.forEach((key, value) -> variables.add(key + "=" + value));
    if (!environment.containsKey("PATH")) {
      variables.add("PATH=" + DEFAULT_PATH);
    }
    long all = program.texts(variables);
    for (String candidate : candidates(name)) {
      program.may(Call.EXECVE, program.text(candidate), arguments, all);
      // A script without an interpreter line is run by the shell, as POSIX says.
      List<String> script = new ArrayList<>(List.of("/bin/sh", candidate));
      script.addAll(command.subList(1, command.size()));
      program.onError(
          NO_PROGRAM,
          "can't run " + name + ": not a program for this processor",
          NOT_RUNNABLE,
          Call.EXECVE,
          program.text("/bin/sh"),
          program.texts(script),
          all);
    }
    program.failOnError(
        PERMISSION_DENIED, "can't run " + name + ": permission denied", NOT_RUNNABLE);
    program.fail("can't run " + name + ": there is no such program in the machine", NOT_FOUND);
  }

  private List<String> candidates(String name) {
    if (name.contains("/")) {
      return List.of(name);
    }
    List<String> candidates = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", DEFAULT_PATH).split(":", -1)) {
      candidates.add(folder.isEmpty() ? "./" + name : folder + "/" + name);
    }
    return candidates;
  }
}
