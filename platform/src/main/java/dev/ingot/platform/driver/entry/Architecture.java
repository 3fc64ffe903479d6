package dev.ingot.platform.driver.entry;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * A processor's instructions, as far as a list of system calls needs them, and the numbers of its
 * kernel interface (Linux {@code arch/x86/entry/syscalls/syscall_64.tbl}, {@code
 * include/uapi/asm-generic/unistd.h}; encodings from the manuals of the processors).
 */
enum Architecture {
  /** 64-bit x86: number in rax; arguments in rdi, rsi, rdx, r10, r8, r9. */
  X86_64(0x3e, 0xc000003e) {
    private static final int[][] MOVES = {
      {0x48, 0xbf}, {0x48, 0xbe}, {0x48, 0xba}, {0x49, 0xba}, {0x49, 0xb8}, {0x49, 0xb9}
    };

    @Override
    void call(ByteArrayOutputStream code, Call call, long[] arguments) {
      for (int i = 0; i < arguments.length; i++) {
        bytes(code, MOVES[i]);
        number(code, arguments[i], 8);
      }
      bytes(code, 0xb8);
      number(code, call.x86(), 4);
      bytes(code, 0x0f, 0x05);
    }

    @Override
    int jumpIfNegative(ByteArrayOutputStream code) {
      bytes(code, 0x48, 0x85, 0xc0, 0x0f, 0x88, 0, 0, 0, 0);
      return code.size() - 4;
    }

    @Override
    int jumpIfError(ByteArrayOutputStream code, int error) {
      bytes(code, 0x48, 0x83, 0xf8, -error & 0xff, 0x0f, 0x84, 0, 0, 0, 0);
      return code.size() - 4;
    }

    @Override
    void land(byte[] code, int jump, int target) {
      int distance = target - (jump + 4);
      for (int i = 0; i < 4; i++) {
        code[jump + i] = (byte) (distance >> (8 * i));
      }
    }
  },

  /** 64-bit ARM: number in x8; arguments in x0 to x5. */
  AARCH64(0xb7, 0xc00000b7) {
    @Override
    void call(ByteArrayOutputStream code, Call call, long[] arguments) {
      for (int i = 0; i < arguments.length; i++) {
        load(code, i, arguments[i]);
      }
      load(code, 8, call.arm());
      number(code, 0xd4000001L, 4);
    }

    private void load(ByteArrayOutputStream code, int register, long value) {
      for (int part = 0; part < 4; part++) {
        long instruction = part == 0 ? 0xd2800000L : 0xf2800000L;
        long half = (value >>> (16 * part)) & 0xffff;
        number(code, instruction | (long) part << 21 | half << 5 | register, 4);
      }
    }

    @Override
    int jumpIfNegative(ByteArrayOutputStream code) {
      number(code, 0xb7f80000L, 4);
      return code.size() - 4;
    }

    @Override
    int jumpIfError(ByteArrayOutputStream code, int error) {
      number(code, 0xb100001fL | (long) error << 10, 4);
      number(code, 0x54000000L, 4);
      return code.size() - 4;
    }

    @Override
    void land(byte[] code, int jump, int target) {
      int distance = (target - jump) / 4;
      boolean test = (code[jump + 3] & 0xff) == 0xb7;
      int field = (test ? distance & 0x3fff : distance & 0x7ffff) << 5;
      for (int i = 0; i < 4; i++) {
        code[jump + i] |= (byte) (field >> (8 * i));
      }
    }
  };

  private final int elfMachine;
  private final int audit;

  Architecture(int elfMachine, int audit) {
    this.elfMachine = elfMachine;
    this.audit = audit;
  }

  /** The architecture that Java's {@code os.arch} names, if it is supported. */
  static Optional<Architecture> of(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }

  /** Its number in an ELF header. */
  int elfMachine() {
    return elfMachine;
  }

  /** Its number in a system call filter. */
  int audit() {
    return audit;
  }

  /** The number of a call; empty where this architecture lacks it. */
  Optional<Integer> number(Call call) {
    int number = this == X86_64 ? call.x86() : call.arm();
    return number < 0 ? Optional.empty() : Optional.of(number);
  }

  /** Adds a call. */
  abstract void call(ByteArrayOutputStream code, Call call, long[] arguments);

  /** Adds a jump that is taken when the last call failed; returns its place for {@link #land}. */
  abstract int jumpIfNegative(ByteArrayOutputStream code);

  /** Adds a jump that is taken when the last call failed with this error. */
  abstract int jumpIfError(ByteArrayOutputStream code, int error);

  /** Sets the target of a jump. */
  abstract void land(byte[] code, int jump, int target);

  static void bytes(ByteArrayOutputStream out, int... bytes) {
    for (int each : bytes) {
      out.write(each);
    }
  }

  /** Adds a number, lowest byte first. */
  static void number(ByteArrayOutputStream out, long value, int size) {
    for (int i = 0; i < size; i++) {
      out.write((int) (value >>> (8 * i)) & 0xff);
    }
  }
}
