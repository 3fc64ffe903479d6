package dev.ingot.bake.qemu;

import dev.ingot.bake.qemu.BootCommand.Part;
import dev.ingot.graph.Cancellation;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Types on the keyboard of a machine over VNC. Protocol: RFC 6143, versions 3.3 to 3.8. */
final class Keyboard implements AutoCloseable {
  private static final Duration HANDSHAKE = Duration.ofSeconds(30);
  private static final int NONE = 1;
  private static final int PASSWORD = 2;
  private static final int MOST_TEXT = 64 * 1024;
  private static final int SHIFT = 0xffe1;

  private final SocketChannel channel;
  private final DataOutputStream out;

  private Keyboard(SocketChannel channel, DataOutputStream out) {
    this.channel = channel;
    this.out = out;
  }

  /** Connects to a VNC server at an address. */
  static Keyboard connect(
      SocketAddress address, Optional<String> password, Cancellation cancellation)
      throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    Cancellation late = new Cancellation();
    Thread limit =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    if (!late.await(HANDSHAKE)) {
                      channel.close();
                    }
                  } catch (IOException | InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    boolean done = false;
    try (Cancellation.Registration _ = cancellation.onCancel(limit::interrupt)) {
      boolean _ = channel.connect(address);
      DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
      handshake(in, out, password);
      Thread.ofVirtual().name("vnc").start(() -> drop(in));
      done = true;
      return new Keyboard(channel, out);
    } finally {
      late.cancel();
      if (!done) {
        channel.close();
      }
    }
  }

  /** Of a host and port, or a socket's file. */
  static SocketAddress address(Monitor.Screen screen) {
    if (screen.host().isEmpty()) {
      return UnixDomainSocketAddress.of(screen.service());
    }
    String host =
        switch (screen.host()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          default -> screen.host();
        };
    return new InetSocketAddress(host, Integer.parseInt(screen.service()));
  }

  private static void handshake(DataInputStream in, DataOutputStream out, Optional<String> password)
      throws IOException {
    byte[] version = new byte[12];
    in.readFully(version);
    String text = new String(version, StandardCharsets.US_ASCII);
    if (!text.startsWith("RFB 003.")) {
      throw new IOException("the VNC server speaks no known version");
    }
    boolean old = text.startsWith("RFB 003.003");
    boolean tells = text.compareTo("RFB 003.008\n") >= 0;
    out.write(
        (old ? "RFB 003.003\n" : tells ? "RFB 003.008\n" : "RFB 003.007\n")
            .getBytes(StandardCharsets.US_ASCII));
    int wanted = password.isPresent() ? PASSWORD : NONE;
    if (old) {
      wanted = in.readInt();
    } else {
      byte[] offered = new byte[in.readUnsignedByte()];
      in.readFully(offered);
      if (offered.length == 0) {
        throw new IOException("the VNC server refused: " + reason(in));
      }
      if (Arrays.binarySearch(sorted(offered), (byte) wanted) < 0) {
        throw new IOException(
            wanted == NONE
                ? "the VNC server wants a password"
                : "the VNC server takes no password");
      }
      out.writeByte(wanted);
    }
    if (wanted == PASSWORD) {
      byte[] challenge = new byte[16];
      in.readFully(challenge);
      out.write(response(challenge, password.orElse("")));
    }
    if ((tells || wanted == PASSWORD) && in.readInt() != 0) {
      throw new IOException("the VNC server refused" + (tells ? ": " + reason(in) : ""));
    }
    out.writeByte(1);
    in.skipNBytes(20);
    in.skipNBytes(in.readInt() & 0xffff);
  }

  private static byte[] sorted(byte[] bytes) {
    Arrays.sort(bytes);
    return bytes;
  }

  private static String reason(DataInputStream in) throws IOException {
    return new String(
        in.readNBytes(Math.clamp(in.readInt(), 0, MOST_TEXT)), StandardCharsets.UTF_8);
  }

  /** The password is the key, with the bits of each byte reversed. */
  private static byte[] response(byte[] challenge, String password) throws IOException {
    byte[] key = Arrays.copyOf(password.getBytes(StandardCharsets.ISO_8859_1), 8);
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (Integer.reverse(key[i]) >>> 24);
    }
    try {
      Cipher cipher = Cipher.getInstance("DES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
      return cipher.doFinal(challenge);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no DES, which VNC passwords need", e);
    }
  }

  private static void drop(DataInputStream in) {
    try {
      long _ = in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Closed.
      return;
    }
  }

  /** Types a part of a command. */
  void type(Part part, Duration between, Cancellation cancellation)
      throws IOException, InterruptedException {
    switch (part) {
      case Part.Press(int symbol, boolean shifted) -> {
        if (shifted) {
          key(SHIFT, true);
        }
        key(symbol, true);
        key(symbol, false);
        if (shifted) {
          key(SHIFT, false);
        }
        pause(between, cancellation);
      }
      case Part.Hold(int symbol, boolean down) -> {
        key(symbol, down);
        pause(between, cancellation);
      }
      case Part.Wait(Duration time) -> pause(time, cancellation);
    }
  }

  private static void pause(Duration time, Cancellation cancellation) throws InterruptedException {
    if (time.isPositive() && cancellation.await(time)) {
      throw new InterruptedException();
    }
  }

  private void key(int symbol, boolean down) throws IOException {
    byte[] event = {
      4,
      (byte) (down ? 1 : 0),
      0,
      0,
      (byte) (symbol >> 24),
      (byte) (symbol >> 16),
      (byte) (symbol >> 8),
      (byte) symbol
    };
    out.write(event);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
