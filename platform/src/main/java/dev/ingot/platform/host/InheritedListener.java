package dev.ingot.platform.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP socket that listens and is handed to a process as its standard input. As long as that
 * process or one of its children has it open, connections are accepted by the kernel and wait, even
 * while nobody serves them. A Java program finds it with {@link System#inheritedChannel()}.
 *
 * <p>Java itself can neither give a socket to another process nor keep one open for it, so this
 * calls the C library (socket(2), bind(2), listen(2), dup2(2)).
 */
public final class InheritedListener implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int F_DUPFD_CLOEXEC = 1030;

  /** Standard input is that of the whole program. */
  private static final ReentrantLock STANDARD_INPUT = new ReentrantLock();

  private final int descriptor;

  private InheritedListener(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if that isn't possible here, for whatever reason
   */
  public static InheritedListener open(InetAddress address, int port, int backlog)
      throws IOException {
    boolean four = address instanceof Inet4Address;
    int descriptor = call("socket", four ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    InheritedListener listener = new InheritedListener(descriptor);
    boolean listening = false;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment yes = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
      int _ = call("setsockopt", descriptor, SOL_SOCKET, SO_REUSEADDR, yes, 4);
      byte[] name = name(address, port);
      MemorySegment bytes = arena.allocate(name.length, 8);
      bytes.copyFrom(MemorySegment.ofArray(name));
      int _ = call("bind", descriptor, bytes, name.length);
      int _ = call("listen", descriptor, backlog);
      listening = true;
      return listener;
    } finally {
      if (!listening) {
        listener.close();
      }
    }
  }

  /** struct sockaddr_in, or sockaddr_in6. */
  private static byte[] name(InetAddress address, int port) {
    byte[] number = address.getAddress();
    boolean four = number.length == 4;
    ByteBuffer name = ByteBuffer.allocate(four ? 16 : 28).order(ByteOrder.nativeOrder());
    name.putShort((short) (four ? AF_INET : AF_INET6));
    name.put((byte) (port >> 8)).put((byte) port);
    if (!four) {
      name.putInt(0);
    }
    return name.put(number).array();
  }

  /** Starts a process with the socket as its standard input. */
  public Process start(ProcessBuilder builder) throws IOException {
    STANDARD_INPUT.lock();
    try {
      int before = call("fcntl", 0, F_DUPFD_CLOEXEC, 3);
      try {
        int _ = call("dup2", descriptor, 0);
        return builder.redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      } finally {
        int _ = call("dup2", before, 0);
        int _ = call("close", before);
      }
    } finally {
      STANDARD_INPUT.unlock();
    }
  }

  /** Closes it here; not where it was inherited. */
  @Override
  public void close() throws IOException {
    int _ = call("close", descriptor);
  }

  @SuppressWarnings("restricted")
  private static int call(String name, Object... arguments) throws IOException {
    Linker linker = Linker.nativeLinker();
    MemorySegment function =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new IOException("there is no function " + name));
    ValueLayout[] layouts = new ValueLayout[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      layouts[i] =
          arguments[i] instanceof MemorySegment ? ValueLayout.ADDRESS : ValueLayout.JAVA_INT;
    }
    MethodHandle handle =
        linker.downcallHandle(
            function, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts), options(name));
    int result;
    try {
      result = (int) handle.invokeWithArguments(arguments);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("can't call " + name, e);
    }
    if (result < 0) {
      throw new IOException(name + " failed");
    }
    return result;
  }

  private static Linker.Option[] options(String name) {
    return name.equals("fcntl")
        ? new Linker.Option[] {Linker.Option.firstVariadicArg(2)}
        : new Linker.Option[0];
  }
}
