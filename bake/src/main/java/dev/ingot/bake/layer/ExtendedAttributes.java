package dev.ingot.bake.layer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The extended attributes of files that belong in images: capabilities of programs, and user
 * attributes. Java only supports user attributes, so the C library is called. Rules: xattr(7),
 * capabilities(7).
 */
public final class ExtendedAttributes {
  private static final String CAPABILITY = "security.capability";
  private static final int MOST_BYTES = 64 * 1024;
  private static final int NOT_SUPPORTED = 95;
  private static final int NOT_PERMITTED = 1;
  private static final int NO_DATA = 61;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  private static final MethodHandle LIST =
      handle(
          "llistxattr",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle GET =
      handle(
          "lgetxattr",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle SET =
      handle(
          "lsetxattr",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private ExtendedAttributes() {}

  @SuppressWarnings("restricted")
  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(), descriptor, ERRNO);
  }

  /** Whether an attribute belongs in an image; those of a mounted overlay don't. */
  public static boolean isKept(String name) {
    return name.equals(CAPABILITY)
        || (name.startsWith("user.") && !name.startsWith("user.overlay."));
  }

  /**
   * The attributes of a file that belong in an image, in hexadecimal by name. A link is not
   * followed; a file system without attributes gives none.
   *
   * @throws IOException when they can't be read
   */
  public static SortedMap<String, String> read(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString());
      long size = (long) LIST.invokeExact(state, path, MemorySegment.NULL, 0L);
      if (size == 0 || (size < 0 && errno(state) == NOT_SUPPORTED)) {
        return Collections.emptySortedMap();
      }
      MemorySegment names = arena.allocate(MOST_BYTES);
      size = (long) LIST.invokeExact(state, path, names, (long) MOST_BYTES);
      if (size < 0) {
        throw failed("list", file, state);
      }
      SortedMap<String, String> attributes = new TreeMap<>();
      byte[] listed = names.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
      for (String name : new String(listed, StandardCharsets.UTF_8).split("\0")) {
        if (isKept(name)) {
          byte[] value = value(arena, state, path, name, file);
          attributes.put(
              name, HexFormat.of().formatHex(name.equals(CAPABILITY) ? plain(value) : value));
        }
      }
      return attributes;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw undeclared(e);
    }
  }

  private static byte[] value(
      Arena arena, MemorySegment state, MemorySegment path, String name, Path file)
      throws Throwable {
    MemorySegment value = arena.allocate(MOST_BYTES);
    long size =
        (long) GET.invokeExact(state, path, arena.allocateFrom(name), value, (long) MOST_BYTES);
    if (size < 0 && errno(state) == NO_DATA) {
      return new byte[0];
    }
    if (size < 0) {
      throw failed("read " + name + " of", file, state);
    }
    return value.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
  }

  /**
   * A capability set in a user namespace contains the namespace's root, which has no meaning in an
   * image.
   */
  private static byte[] plain(byte[] capability) {
    if (capability.length != 24 || capability[3] != 3) {
      return capability;
    }
    byte[] plain = Arrays.copyOf(capability, 20);
    plain[3] = 2;
    return plain;
  }

  /**
   * Sets an attribute of a file.
   *
   * @param value in hexadecimal
   * @return false if this user may not, or the file system has no attributes
   * @throws IOException when it fails otherwise
   */
  public static boolean write(Path file, String name, String value) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(value);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result =
          (int)
              SET.invokeExact(
                  state,
                  arena.allocateFrom(file.toAbsolutePath().toString()),
                  arena.allocateFrom(name),
                  arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes),
                  (long) bytes.length,
                  0);
      if (result == 0) {
        return true;
      }
      int errno = errno(state);
      if (errno == NOT_PERMITTED || errno == NOT_SUPPORTED) {
        return false;
      }
      throw failed("write " + name + " of", file, state);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw undeclared(e);
    }
  }

  private static int errno(MemorySegment state) {
    return state.get(
        ValueLayout.JAVA_INT, STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno")));
  }

  /** A method handle is declared to throw anything; one of a C function throws nothing checked. */
  private static IllegalStateException undeclared(Throwable e) {
    return new IllegalStateException(e);
  }

  private static IOException failed(String what, Path file, MemorySegment state) {
    return new IOException("can't " + what + " " + file + " (error " + errno(state) + ")");
  }
}
