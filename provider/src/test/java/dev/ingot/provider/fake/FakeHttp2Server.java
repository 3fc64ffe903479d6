package dev.ingot.provider.fake;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Just enough of the other side of HTTP/2 and gRPC for one client that writes plain headers. */
final class FakeHttp2Server {
  private static final int PIECE = 16_384;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final Calls calls;
  private final Map<Integer, String> paths = new HashMap<>();
  private final Map<Integer, ByteBuffer> bodies = new HashMap<>();

  /** What answers calls. */
  interface Calls {
    /** The message that answers a call. */
    byte[] answer(String method, byte[] request) throws Failure;
  }

  /** A call that is answered with an error. */
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Failure(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  FakeHttp2Server(InputStream in, OutputStream out, Calls calls) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(out);
    this.calls = calls;
  }

  /** Serves until the client is gone. */
  void serve() throws IOException {
    in.skipNBytes(24);
    frame(4, 0, 0, new byte[0]);
    frame(8, 0, 0, new byte[] {0x3f, 0, 0, 0});
    // Larger windows than any test needs.
    frame(4, 0, 0, new byte[] {0, 4, 0x3f, 0, 0, 0});
    try {
      while (true) {
        int head = in.readInt();
        int flags = in.read();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(head >>> 8);
        received(head & 0xff, flags, stream, payload);
      }
    } catch (EOFException e) {
      System.exit(0);
    }
  }

  private void received(int type, int flags, int stream, byte[] payload) throws IOException {
    switch (type) {
      case 0 -> data(flags, stream, payload);
      case 1 -> paths.put(stream, path(payload));
      case 4 -> {
        if ((flags & 1) == 0) {
          frame(4, 1, 0, new byte[0]);
        }
      }
      default -> {}
    }
  }

  /** The path in a block of literals without codes. */
  private static String path(byte[] block) {
    int at = 0;
    while (at < block.length) {
      String[] parts = new String[2];
      at++;
      for (int i = 0; i < 2; i++) {
        int length = block[at++] & 0xff;
        parts[i] = new String(block, at, length, StandardCharsets.US_ASCII);
        at += length;
      }
      if (parts[0].equals(":path")) {
        return parts[1];
      }
    }
    return "";
  }

  private void data(int flags, int stream, byte[] payload) {
    ByteBuffer before = bodies.getOrDefault(stream, ByteBuffer.allocate(0));
    ByteBuffer body =
        ByteBuffer.allocate(before.remaining() + payload.length).put(before).put(payload).flip();
    bodies.put(stream, body);
    if ((flags & 1) != 0) {
      String path = paths.getOrDefault(stream, "");
      byte[] request = new byte[body.remaining() - 5];
      body.position(5).get(request);
      bodies.remove(stream);
      Thread _ = Thread.ofPlatform().start(() -> answer(stream, path, request));
    }
  }

  private void answer(int stream, String path, byte[] request) {
    try {
      byte[] answer = calls.answer(path, request);
      synchronized (out) {
        headers(stream, false, ":status", "200", "content-type", "application/grpc");
        ByteBuffer message = ByteBuffer.allocate(5 + answer.length);
        message.put((byte) 0).putInt(answer.length).put(answer).flip();
        while (message.hasRemaining()) {
          byte[] piece = new byte[Math.min(PIECE, message.remaining())];
          message.get(piece);
          frame(0, 0, stream, piece);
        }
        headers(stream, true, "grpc-status", "0");
      }
    } catch (Failure e) {
      synchronized (out) {
        try {
          headers(
              stream,
              true,
              ":status",
              "200",
              "grpc-status",
              Integer.toString(e.status),
              "grpc-message",
              String.valueOf(e.getMessage()));
        } catch (IOException gone) {
          System.exit(1);
        }
      }
    } catch (IOException e) {
      System.exit(1);
    }
  }

  private void headers(int stream, boolean last, String... headers) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(4096);
    for (int i = 0; i < headers.length; i += 2) {
      block.put((byte) 0);
      for (String text : new String[] {headers[i], headers[i + 1]}) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        block.put((byte) bytes.length).put(bytes);
      }
    }
    byte[] bytes = new byte[block.position()];
    block.flip().get(bytes);
    frame(1, last ? 5 : 4, stream, bytes);
  }

  /** Takes no more requests: from now on the limit of open streams is 0. */
  void takeNoMore() {
    try {
      frame(4, 0, 0, new byte[] {0, 3, 0, 0, 0, 0});
    } catch (IOException e) {
      System.exit(1);
    }
  }

  /** Writes bytes that are no frame. */
  void garbage() throws IOException {
    synchronized (out) {
      out.write("HTTP/1.1 418 I'm a teapot\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    synchronized (out) {
      out.writeInt(payload.length << 8 | type);
      out.write(flags);
      out.writeInt(stream);
      out.write(payload);
      out.flush();
    }
  }
}
