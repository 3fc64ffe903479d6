package dev.ingot.platform.driver.entry;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Blocks the system calls that no machine needs: mounts, namespaces, modules, keys, and the parts
 * of the kernel with most of its vulnerabilities. A program for the kernel's packet filter (Linux
 * {@code Documentation/userspace-api/seccomp_filter.rst}). It takes nothing away that a machine's
 * few capabilities would allow; it keeps what is left of the kernel out of reach.
 */
final class SystemCallFilter {
  /** The calls that fail with "operation not permitted". */
  private static final List<Call> REFUSED =
      List.of(
          Call.ADD_KEY,
          Call.REQUEST_KEY,
          Call.KEYCTL,
          Call.BPF,
          Call.PERF_EVENT_OPEN,
          Call.USERFAULTFD,
          Call.MOUNT,
          Call.UMOUNT2,
          Call.PIVOT_ROOT,
          Call.MOVE_MOUNT,
          Call.OPEN_TREE,
          Call.OPEN_TREE_ATTR,
          Call.FSOPEN,
          Call.FSCONFIG,
          Call.FSMOUNT,
          Call.FSPICK,
          Call.MOUNT_SETATTR,
          Call.SETNS,
          Call.KEXEC_LOAD,
          Call.KEXEC_FILE_LOAD,
          Call.INIT_MODULE,
          Call.FINIT_MODULE,
          Call.DELETE_MODULE,
          Call.REBOOT,
          Call.SWAPON,
          Call.SWAPOFF,
          Call.ACCT,
          Call.SETTIMEOFDAY,
          Call.CLOCK_SETTIME,
          Call.QUOTACTL,
          Call.QUOTACTL_FD,
          Call.LOOKUP_DCOOKIE,
          Call.OPEN_BY_HANDLE_AT,
          Call.IO_URING_SETUP,
          Call.IO_URING_ENTER,
          Call.IO_URING_REGISTER,
          Call.SYSLOG,
          Call.VHANGUP,
          Call.IOPL,
          Call.IOPERM,
          Call.MODIFY_LDT,
          Call.NFSSERVCTL,
          Call.USELIB,
          Call.SYSCTL);

  /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
  private static final int NEW_NAMESPACES = 0x7e020000;

  private static final int NEW_TIME_NAMESPACE = 0x80;
  private static final int ALGORITHM_SOCKETS = 38;
  private static final int HYPERVISOR_SOCKETS = 40;

  private static final int LOAD = 0x20;
  private static final int EQUAL = 0x15;
  private static final int AT_LEAST = 0x35;
  private static final int ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;
  private static final int ERROR = 0x00050000;
  private static final int NOT_PERMITTED = ERROR | 1;
  private static final int NO_SUCH_CALL = ERROR | 38;
  private static final int NO_SUCH_FAMILY = ERROR | 97;

  /**
   * Offsets in the data a filter sees: call number, architecture, lower half of the first argument.
   */
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENT = 16;

  /** Numbers from here on belong to x32, another interface to the same calls. */
  private static final int X32 = 0x40000000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private SystemCallFilter() {}

  /** The filter's instructions, 8 bytes each. */
  static byte[] of(Architecture architecture) {
    return new SystemCallFilter().render(architecture);
  }

  private byte[] render(Architecture architecture) {
    instruction(LOAD, 0, 0, ARCHITECTURE);
    instruction(EQUAL, 1, 0, architecture.audit());
    instruction(RETURN, 0, 0, KILL);
    instruction(LOAD, 0, 0, NUMBER);
    instruction(AT_LEAST, 0, 1, X32);
    instruction(RETURN, 0, 0, NO_SUCH_CALL);
    for (Call call : REFUSED) {
      architecture
          .number(call)
          .ifPresent(
              number -> {
                instruction(EQUAL, 0, 1, number);
                instruction(RETURN, 0, 0, NOT_PERMITTED);
              });
    }
    // Its flags are in memory, where a filter can't look; libraries fall back to clone.
    instruction(EQUAL, 0, 1, number(architecture, Call.CLONE3));
    instruction(RETURN, 0, 0, NO_SUCH_CALL);
    argument(architecture, Call.CLONE, ANY_BIT, NEW_NAMESPACES, NOT_PERMITTED);
    argument(
        architecture, Call.UNSHARE, ANY_BIT, NEW_NAMESPACES | NEW_TIME_NAMESPACE, NOT_PERMITTED);
    argument(architecture, Call.SOCKET, EQUAL, ALGORITHM_SOCKETS, NO_SUCH_FAMILY);
    argument(architecture, Call.SOCKET, EQUAL, HYPERVISOR_SOCKETS, NO_SUCH_FAMILY);
    instruction(RETURN, 0, 0, ALLOW);
    return out.toByteArray();
  }

  private static int number(Architecture architecture, Call call) {
    return architecture.number(call).orElseThrow();
  }

  private void argument(
      Architecture architecture, Call call, int comparison, int value, int answer) {
    instruction(EQUAL, 0, 4, number(architecture, call));
    instruction(LOAD, 0, 0, ARGUMENT);
    instruction(comparison, 0, 1, value);
    instruction(RETURN, 0, 0, answer);
    instruction(LOAD, 0, 0, NUMBER);
  }

  private void instruction(int code, int whenTrue, int whenFalse, int value) {
    Architecture.number(out, code, 2);
    Architecture.number(out, whenTrue, 1);
    Architecture.number(out, whenFalse, 1);
    Architecture.number(out, value, 4);
  }
}
